//! Names, ids, kinds and states: one spelling each.

use ward_keys::{KeyId, KeyName, Kind, State, Usage};
use ward_secret::testing::SeededRandom;

#[test]
fn a_key_id_reads_back() {
    let id = KeyId::generate(&mut SeededRandom::new(1));
    assert_eq!(id.to_string().parse(), Ok(id));
    assert_eq!(
        KeyId::from_bytes([0x0a; 16]).to_string(),
        "key_0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"
    );
}

#[test]
fn a_key_id_has_one_spelling() {
    for text in [
        "",
        "key_",
        "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
        "key_0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0",
        "key_0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0",
        "key_0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A0A",
        "KEY_0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
        "key_+a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
        "key_0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0g",
        " key_0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
    ] {
        assert!(text.parse::<KeyId>().is_err(), "{text}");
    }
}

#[test]
fn a_key_name_is_1_to_64_safe_characters() {
    for name in ["a", "orders", "orders.2026-11_v2", &"a".repeat(64)] {
        assert_eq!(KeyName::new(name).unwrap().as_str(), name);
    }
    let long = "a".repeat(65);
    for name in [
        "",
        "1st",
        "-a",
        ".a",
        "_a",
        "Orders",
        "or ders",
        "or/ders",
        "órders",
        "a\n",
        "a\0",
        "key_orders",
        &long,
    ] {
        assert!(KeyName::new(name).is_err(), "{name:?}");
    }
}

#[test]
fn kinds_and_states_read_back_by_name() {
    for kind in Kind::ALL {
        assert_eq!(kind.name().parse(), Ok(*kind));
    }
    for state in State::ALL {
        assert_eq!(state.name().parse(), Ok(*state));
    }
    assert!("Fernet".parse::<Kind>().is_err());
    assert!("none".parse::<Kind>().is_err());
    assert!("Enabled".parse::<State>().is_err());
}

/// Stores and clients keep these: a changed name is a broken store.
#[test]
fn the_names_of_kinds_are_frozen() {
    let names: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(
        names,
        [
            "fernet",
            "aes-256-gcm",
            "xchacha20-poly1305",
            "ed25519",
            "hmac-sha256"
        ]
    );
}

#[test]
fn a_kind_has_one_usage() {
    let usages: Vec<_> = Kind::ALL.iter().map(|kind| kind.usage()).collect();
    assert_eq!(
        usages,
        [
            Usage::Encrypt,
            Usage::Encrypt,
            Usage::Encrypt,
            Usage::Sign,
            Usage::Mac
        ]
    );
}

#[test]
fn all_of_them_are_strings_in_json() {
    let json = r#"["ed25519","open-only","key_0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a","orders"]"#;
    let value: (Kind, State, KeyId, KeyName) = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
}

#[test]
fn an_error_does_not_quote_its_input() {
    let error = serde_json::from_str::<KeyName>(r#""Hunter2!""#).unwrap_err();
    assert!(!error.to_string().contains("Hunter2"), "{error}");
}
