//! Telling the forms of key information apart.

use ward_encryption::key_info::KeyInfoError;
use ward_encryption::package::{PREDECESSOR_ITERATIONS, ParametersError};
use ward_encryption::{DataKey, FernetKey, KeyInfo};
use ward_keys::hazmat::cost::CostError;
use ward_keys::{AeadKeys, Keyset, Kind};
use ward_secret::testing::SeededRandom;

use crate::NOW;

#[test]
fn a_fernet_key_is_known() {
    let key = FernetKey::generate(&mut SeededRandom::new(1));
    let KeyInfo::Fernet(read) = KeyInfo::parse(key.to_text().expose(), None).unwrap() else {
        panic!("taken for another form")
    };
    assert_eq!(read.to_text().expose(), key.to_text().expose());
}

#[test]
fn a_wrapped_data_key_is_known() {
    let mut random = SeededRandom::new(1);
    let keyset = Keyset::generate(Kind::Aes256Gcm, NOW, &mut random);
    let keys = AeadKeys::from_keyset(&keyset).unwrap();
    let text = DataKey::generate(&mut random)
        .wrap(&keys, b"", &mut random)
        .to_text();
    let KeyInfo::Wrapped(envelope) = KeyInfo::parse(&text, None).unwrap() else {
        panic!("taken for another form")
    };
    assert_eq!(envelope.key_id(), keyset.id());
}

#[test]
fn a_parameter_string_and_a_bare_salt_are_known() {
    for (text, iterations) in [
        ("$pbkdf2-sha256$i=600000$8PHy8/T19vf4+fr7/P3+/w", 600_000),
        ("8PHy8_T19vf4-fr7_P3-_w==", PREDECESSOR_ITERATIONS),
    ] {
        let KeyInfo::Password(parameters) = KeyInfo::parse(text, None).unwrap() else {
            panic!("taken for another form")
        };
        assert_eq!(parameters.kdf().iterations(), Some(iterations));
    }
}

#[test]
fn anything_else_is_malformed() {
    for text in ["", "orders", "ward1.", "ward1.AAAA", "$", "AAAA"] {
        assert_eq!(
            KeyInfo::parse(text, None).unwrap_err(),
            KeyInfoError::Malformed,
            "{text}"
        );
    }
}

#[test]
fn a_refused_cost_keeps_its_reason() {
    let error = KeyInfo::parse("$pbkdf2-sha256$i=4294967295$8PHy8/T19vf4+fr7/P3+/w", None).unwrap_err();
    assert_eq!(
        error,
        KeyInfoError::Parameters(ParametersError::Cost(CostError::TooHigh))
    );
}
