//! Both directions against Python's `cryptography`, live. Skipped, with a line on stderr, where it is not
//! installed, which CI does not allow.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use ward_encryption::{FernetKey, MultiFernet};
use ward_secret::testing::SeededRandom;

use crate::NOW;

const SIZES: [usize; 8] = [0, 1, 15, 16, 17, 100, 4096, 100_000];

/// Runs a script that reads JSON from its input and writes JSON. `None` when the peer is missing.
fn python(script: &str, input: &Value) -> Option<Value> {
    let has_peer = Command::new("python3")
        .args(["-c", "import cryptography.fernet"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !has_peer {
        assert!(
            std::env::var_os("CI").is_none(),
            "python3 with cryptography is missing"
        );
        eprintln!("skipped 1 suite: python3 with cryptography is missing");
        return None;
    }
    let script = format!(
        "import json, sys\nfrom cryptography.fernet import Fernet, MultiFernet, InvalidToken\n\
         given = json.load(sys.stdin)\n{script}\njson.dump(answer, sys.stdout)"
    );
    let mut child = Command::new("python3")
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(input.to_string().as_bytes())
        .expect("input is taken");
    let output = child.wait_with_output().expect("python3 ends");
    assert!(output.status.success(), "the script failed");
    Some(serde_json::from_slice(&output.stdout).expect("JSON"))
}

fn key() -> FernetKey {
    FernetKey::generate(&mut SeededRandom::new(1))
}

fn data(size: usize) -> Vec<u8> {
    (0..size).map(|i| u8::try_from(i % 251).unwrap()).collect()
}

#[test]
fn python_opens_what_ward_encrypts() {
    let mut random = SeededRandom::new(2);
    let tokens = SIZES.map(|size| key().encrypt(&data(size), NOW, &mut random));
    let script = "f = Fernet(given['key'])\n\
        answer = [[f.decrypt_at_time(t, 60, given['now']).hex(), f.extract_timestamp(t)] for t in given['tokens']]";
    let input = json!({"key": key().to_text().expose(), "now": NOW.unix_seconds(), "tokens": tokens});
    let Some(answer) = python(script, &input) else {
        return;
    };
    for (row, size) in answer.as_array().unwrap().iter().zip(SIZES) {
        assert_eq!(
            row,
            &json!([hex::encode(data(size)), NOW.unix_seconds()]),
            "{size} bytes"
        );
    }
}

#[test]
fn ward_opens_what_python_encrypts() {
    let script = "f = Fernet(given['key'])\n\
        answer = [f.encrypt_at_time(bytes.fromhex(d), given['now']).decode() for d in given['data']]";
    let plaintexts = SIZES.map(|size| hex::encode(data(size)));
    let input = json!({"key": key().to_text().expose(), "now": NOW.unix_seconds(), "data": plaintexts});
    let Some(answer) = python(script, &input) else {
        return;
    };
    for (token, size) in answer.as_array().unwrap().iter().zip(SIZES) {
        let token = token.as_str().unwrap();
        let opened = key().decrypt(token, Some(Duration::from_mins(1)), NOW).unwrap();
        assert!(*opened.expose() == data(size), "{size} bytes");
        assert_eq!(key().extract_timestamp(token), Ok(NOW));
    }
}

#[test]
fn both_draw_the_same_line_at_the_end_of_a_lifetime_and_of_the_skew() {
    let token = key().encrypt(b"hello", NOW, &mut SeededRandom::new(2));
    let script = "f = Fernet(given['key'])\n\
        def opens(now):\n    try:\n        f.decrypt_at_time(given['token'], 100, now)\n        return True\n    \
        except InvalidToken:\n        return False\n\
        answer = [opens(now) for now in given['times']]";
    let times = [-61, -60, 0, 99, 100, 101].map(|offset| NOW.unix_seconds() + offset);
    let input = json!({"key": key().to_text().expose(), "token": token, "times": times});
    let Some(answer) = python(script, &input) else {
        return;
    };
    let ward = times.map(|now| {
        let now = ward_secret::Timestamp::from_unix_seconds(now);
        key().decrypt(&token, Some(Duration::from_secs(100)), now).is_ok()
    });
    assert_eq!(answer, json!(ward));
}

#[test]
fn python_opens_what_ward_rotates() {
    let old = FernetKey::generate(&mut SeededRandom::new(7));
    let token = old.encrypt(b"hello", NOW, &mut SeededRandom::new(2));
    let list = MultiFernet::new([key(), old]).unwrap();
    let rotated = list.rotate(&token, &mut SeededRandom::new(3)).unwrap();
    let script = "f = MultiFernet([Fernet(given['key'])])\n\
        answer = [f.decrypt(given['token']).decode(), f.extract_timestamp(given['token'])]";
    let input = json!({"key": key().to_text().expose(), "token": rotated});
    let Some(answer) = python(script, &input) else {
        return;
    };
    assert_eq!(answer, json!(["hello", NOW.unix_seconds()]));
}

/// The vector files are what the format pages say: their generator shares no code with Ward.
#[test]
fn the_vector_files_are_what_their_generator_writes() {
    let script = "import subprocess\n\
        answer = subprocess.run([sys.executable, given, '--check'], capture_output=True).stderr.decode()";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/generate.py");
    let Some(answer) = python(script, &json!(path)) else {
        return;
    };
    assert_eq!(answer, json!(""));
}
