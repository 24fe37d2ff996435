//! Data keys.

use ward_encryption::{DataKey, Envelope, EnvelopeError, Purpose};
use ward_keys::{AeadKeys, Keyset, Kind};
use ward_secret::testing::SeededRandom;

use crate::NOW;

fn keys() -> AeadKeys {
    let keyset = Keyset::generate(Kind::Aes256Gcm, NOW, &mut SeededRandom::new(1));
    AeadKeys::from_keyset(&keyset).unwrap()
}

#[test]
fn a_wrapped_data_key_opens_what_it_encrypted() {
    let mut random = SeededRandom::new(2);
    let key = DataKey::generate(&mut random);
    let token = key.fernet_key().encrypt(b"hello", NOW, &mut random);
    let wrapped = key.wrap(&keys(), b"", &mut random).to_text();
    let key = DataKey::unwrap(&Envelope::parse(&wrapped).unwrap(), &keys(), b"").unwrap();
    assert_eq!(
        key.fernet_key().decrypt(&token, None, NOW).unwrap().expose(),
        b"hello"
    );
}

#[test]
fn data_sealed_by_a_caller_is_not_taken_for_a_data_key() {
    let envelope = Envelope::seal(&keys(), Purpose::DATA, b"", &[7; 32], &mut SeededRandom::new(2));
    assert_eq!(
        DataKey::unwrap(&envelope, &keys(), b"").unwrap_err(),
        EnvelopeError::DoesNotOpen
    );
}

#[test]
fn a_wrapped_data_key_is_not_opened_as_data() {
    let mut random = SeededRandom::new(2);
    let envelope = DataKey::generate(&mut random).wrap(&keys(), b"", &mut random);
    assert_eq!(
        envelope.open(&keys(), Purpose::DATA, b"").unwrap_err(),
        EnvelopeError::DoesNotOpen
    );
}

#[test]
fn other_associated_data_does_not_unwrap() {
    let mut random = SeededRandom::new(2);
    let envelope = DataKey::generate(&mut random).wrap(&keys(), b"one", &mut random);
    assert_eq!(
        DataKey::unwrap(&envelope, &keys(), b"two").unwrap_err(),
        EnvelopeError::DoesNotOpen
    );
}

#[test]
fn a_data_key_of_another_length_is_malformed() {
    let envelope = Envelope::seal(
        &keys(),
        Purpose::DATA_KEY,
        b"",
        &[7; 31],
        &mut SeededRandom::new(2),
    );
    assert_eq!(
        DataKey::unwrap(&envelope, &keys(), b"").unwrap_err(),
        EnvelopeError::Malformed
    );
}

#[test]
fn debug_shows_nothing_of_the_key() {
    assert_eq!(
        format!("{:?}", DataKey::generate(&mut SeededRandom::new(2))),
        "DataKey(Secret(..))"
    );
}
