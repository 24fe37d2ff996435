//! The text form of API keys.

use std::collections::BTreeSet;

use proptest::prelude::*;
use regex::Regex;
use ward_secret::SystemRandom;
use ward_secret::testing::SeededRandom;
use ward_tokens::api_key::{ApiKey, ApiKeyError, ID_LEN, PATTERN};

fn key() -> ApiKey {
    ApiKey::generate("live", &mut SeededRandom::new(1)).unwrap()
}

/// Frozen: a key in the field must read the same in every later version. The checksum and the hash were worked
/// out with Python's zlib and hashlib.
const FROZEN: &str = "ward_live_7U2DojALfoId_fysTkoTct9dIF1j9iz2raONBQfZsIU5HZHO1vYtfFLK_0oVcjP";
const FROZEN_HASH: &str = "69190a5bff129ce1c19474342ca78f039c03499f32edb7c560bb690dbe75b1e8";

#[test]
fn the_text_form_is_frozen() {
    assert_eq!(key().text().expose(), FROZEN);
    assert_eq!(hex::encode(key().secret_hash()), FROZEN_HASH);
}

#[test]
fn a_key_reads_back() {
    let read = ApiKey::parse(key().text().expose()).unwrap();
    assert_eq!((read.environment(), read.id()), ("live", key().id()));
    assert!(read.matches(&key().secret_hash()));
    assert_eq!(read.text().expose(), key().text().expose());
}

#[test]
fn the_pattern_finds_a_key_in_running_text() {
    let text = format!("curl -H 'Authorization: Bearer {}' \\\n", key().text().expose());
    let found = Regex::new(PATTERN).unwrap().find(&text).unwrap().as_str();
    assert_eq!(found, key().text().expose());
}

#[test]
fn a_wrong_letter_anywhere_is_noticed() {
    let text = key().text().expose().clone();
    for place in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[place] = if bytes[place] == b'7' { b'8' } else { b'7' };
        assert!(
            ApiKey::parse(&String::from_utf8(bytes).unwrap()).is_err(),
            "{place}"
        );
    }
}

#[test]
fn swapped_neighbours_are_noticed() {
    let text = key().text().expose().clone();
    for place in 0..text.len() - 1 {
        let mut bytes = text.clone().into_bytes();
        bytes.swap(place, place + 1);
        if bytes != text.as_bytes() {
            assert!(
                ApiKey::parse(&String::from_utf8(bytes).unwrap()).is_err(),
                "{place}"
            );
        }
    }
}

#[test]
fn a_checksum_of_another_text_is_its_own_error() {
    let text = key().text().expose().replace("ward_live_", "ward_test_");
    assert_eq!(ApiKey::parse(&text).unwrap_err(), ApiKeyError::BadChecksum);
}

#[test]
fn text_of_another_form_is_malformed() {
    let text = key().text().expose().clone();
    for wrong in [
        String::new(),
        "ward".to_owned(),
        "ward____".to_owned(),
        text[..text.len() - 1].to_owned(),
        format!("{text}0"),
        format!("{text}_"),
        format!(" {text}"),
        format!("{text}\n"),
        text.replace("ward_", "WARD_"),
        text.replace("live", "Live"),
        text.replace("live", ""),
        text.replace("live", "abcdefghijklm"),
        text.replace("live", "li-ve"),
        text.replace('_', "-"),
        "x".repeat(1 << 20),
        "_".repeat(1 << 20),
    ] {
        assert_eq!(ApiKey::parse(&wrong).unwrap_err(), ApiKeyError::Malformed);
    }
}

#[test]
fn an_environment_is_short_lower_case_text() {
    for wrong in ["", "Live", "li_ve", "li-ve", "größe", "abcdefghijklm", " "] {
        assert_eq!(
            ApiKey::generate(wrong, &mut SeededRandom::new(1)).unwrap_err(),
            ApiKeyError::BadEnvironment,
            "{wrong:?}"
        );
    }
    assert!(ApiKey::generate("abcdefghijk9", &mut SeededRandom::new(1)).is_ok());
}

#[test]
fn another_secret_with_the_same_id_does_not_match() {
    let other = ApiKey::generate("live", &mut SeededRandom::new(2)).unwrap();
    assert!(!other.matches(&key().secret_hash()));
}

#[test]
fn the_hash_is_bound_to_environment_and_id() {
    // The same secret under another id, with a right checksum, is another key.
    let text = key().text().expose().clone();
    let body = text
        .rsplit_once('_')
        .unwrap()
        .0
        .replace(key().id(), "000000000000");
    let sum = checksum(&body);
    let moved = ApiKey::parse(&format!("{body}_{sum}")).unwrap();
    assert!(!moved.matches(&key().secret_hash()));
}

/// CRC-32 in base 62, a second time and differently.
fn checksum(body: &str) -> String {
    let alphabet: Vec<char> = ('0'..='9').chain('A'..='Z').chain('a'..='z').collect();
    let mut crc = u32::MAX;
    for byte in body.bytes() {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    let crc = !crc;
    (0..6)
        .rev()
        .map(|place| alphabet[(crc / 62_u32.pow(place) % 62) as usize])
        .collect()
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!("{:?}", key());
    assert_eq!(
        shown,
        format!("ApiKey {{ environment: \"live\", id: \"{}\", .. }}", key().id())
    );
}

#[test]
fn ids_and_secrets_do_not_repeat() {
    let keys: BTreeSet<String> = (0..1000)
        .map(|_| {
            ApiKey::generate("dev", &mut SystemRandom)
                .unwrap()
                .id()
                .to_owned()
        })
        .collect();
    assert_eq!(keys.len(), 1000);
}

proptest! {
    #[test]
    fn every_generated_key_has_the_form(seed: u64, environment in "[a-z0-9]{1,12}") {
        let key = ApiKey::generate(&environment, &mut SeededRandom::new(seed)).unwrap();
        let whole = Regex::new(&format!("^{PATTERN}$")).unwrap();
        prop_assert!(whole.is_match(key.text().expose()));
        prop_assert_eq!(key.id().len(), ID_LEN);
        prop_assert!(ApiKey::parse(key.text().expose()).is_ok());
    }

    #[test]
    fn any_text_is_read_or_refused_without_a_panic(text in "\\PC{0,90}|ward_[a-z_0-9]{0,90}") {
        let _ = ApiKey::parse(&text);
    }
}
