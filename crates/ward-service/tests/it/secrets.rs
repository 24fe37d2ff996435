//! What goes in as a secret comes out nowhere.

use crate::world::World;

const CANARY: &str = "canary-5c1f2b7e-password";

/// Every file under a folder.
fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

#[test]
fn a_password_is_in_no_output_no_log_and_no_file() {
    let world = World::new();
    let input = format!("{CANARY}\n");
    let commands: [&[&str]; 5] = [
        &["-vv", "password", "hash"],
        &["-vv", "password", "hash", "--scheme", "nonsense"],
        &["-vv", "password", "check"],
        &["-vv", "check", "password"],
        &["-vv", "call", "password_hash"],
    ];
    for command in commands {
        let ran = world.ward_with(command, &input);
        assert!(
            !ran.out.contains(CANARY) && !ran.err.contains(CANARY),
            "{command:?}"
        );
    }
    let request = format!(r#"{{"password": "{CANARY}", "unknown": "{CANARY}"}}"#);
    let ran = world.ward_with(&["-vv", "call", "password_hash"], &request);
    assert_eq!(ran.code, 2);
    assert!(!ran.err.contains(CANARY), "{}", ran.err);
    for file in files(&world.path("")) {
        let bytes = std::fs::read(&file).unwrap();
        assert!(
            !bytes
                .windows(CANARY.len())
                .any(|window| window == CANARY.as_bytes()),
            "{}",
            file.display()
        );
    }
}

#[test]
fn no_help_asks_for_a_secret_as_an_argument() {
    // The parser's own test walks all arguments; here is what a person would try.
    let world = World::new();
    for arguments in [
        &["password", "hash", CANARY][..],
        &["password", "verify", CANARY],
        &["encrypt", "--passphrase=x"],
        &["check", "password", CANARY],
        &["key", "list", "--token", CANARY],
    ] {
        assert_eq!(world.ward(arguments).code, 2, "{arguments:?}");
    }
}
