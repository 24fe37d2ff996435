//! Prepared keys: only for the use of their kind, only usable versions.

use ward_keys::hazmat::aead::Algorithm;
use ward_keys::{AeadKeys, Keyset, Kind, MacKeys, OpenKeysetError, SigningKeys, State};
use ward_secret::Timestamp;
use ward_secret::testing::SeededRandom;

fn keyset(kind: Kind, rotations: u32) -> Keyset {
    let mut random = SeededRandom::new(1);
    let mut keyset = Keyset::generate(kind, Timestamp::EPOCH, &mut random);
    for _ in 0..rotations {
        keyset.rotate(Timestamp::EPOCH, &mut random).unwrap();
    }
    keyset
}

#[test]
fn a_kind_opens_only_as_the_key_of_its_use() {
    for kind in Kind::ALL {
        let keyset = keyset(*kind, 0);
        let opens = (
            AeadKeys::from_keyset(&keyset).is_ok(),
            SigningKeys::from_keyset(&keyset).is_ok(),
            MacKeys::from_keyset(&keyset).is_ok(),
        );
        let expected = match kind {
            Kind::Aes256Gcm | Kind::XChaCha20Poly1305 => (true, false, false),
            Kind::Ed25519 => (false, true, false),
            Kind::HmacSha256 => (false, false, true),
            _ => (false, false, false),
        };
        assert_eq!(opens, expected, "{kind}");
    }
}

#[test]
fn the_refusal_names_the_kind_as_the_cause() {
    let error = SigningKeys::from_keyset(&keyset(Kind::HmacSha256, 0)).unwrap_err();
    assert_eq!(error, OpenKeysetError::WrongKind);
}

#[test]
fn the_gcm_kind_seals_with_long_nonces() {
    let keys = AeadKeys::from_keyset(&keyset(Kind::Aes256Gcm, 0)).unwrap();
    assert_eq!(keys.primary().key.algorithm(), Algorithm::XAes256Gcm);
}

#[test]
fn disabled_and_destroyed_versions_are_left_out() {
    let mut keyset = keyset(Kind::Aes256Gcm, 3);
    keyset.set_state(1, State::Disabled).unwrap();
    keyset.set_state(1, State::Destroyed).unwrap();
    keyset.set_state(2, State::Disabled).unwrap();
    keyset.set_state(3, State::OpenOnly).unwrap();
    let keys = AeadKeys::from_keyset(&keyset).unwrap();
    let numbers: Vec<_> = keys.iter().map(|version| version.number).collect();
    assert_eq!(numbers, [4, 3]);
    assert!(keys.version(2).is_none());
}

#[test]
fn a_signature_verifies_after_rotation_under_its_own_version_alone() {
    let mut keyset = keyset(Kind::Ed25519, 0);
    let signature = SigningKeys::from_keyset(&keyset).unwrap().sign(b"text");
    keyset
        .rotate(Timestamp::EPOCH, &mut SeededRandom::new(5))
        .unwrap();
    let keys = SigningKeys::from_keyset(&keyset).unwrap();
    assert_eq!(signature.version, 1);
    assert!(keys.verify(1, b"text", &signature.bytes).is_ok());
    assert!(keys.verify(2, b"text", &signature.bytes).is_err());
    assert!(keys.verify(3, b"text", &signature.bytes).is_err());
    assert!(keys.verify(1, b"other", &signature.bytes).is_err());
}

#[test]
fn a_signature_of_a_disabled_version_does_not_verify() {
    let mut keyset = keyset(Kind::Ed25519, 0);
    let signature = SigningKeys::from_keyset(&keyset).unwrap().sign(b"text");
    keyset
        .rotate(Timestamp::EPOCH, &mut SeededRandom::new(5))
        .unwrap();
    keyset.set_state(1, State::Disabled).unwrap();
    assert!(
        SigningKeys::from_keyset(&keyset)
            .unwrap()
            .verify(1, b"text", &signature.bytes)
            .is_err()
    );
}

#[test]
fn a_tag_verifies_under_its_own_version_alone() {
    let keys = MacKeys::from_keyset(&keyset(Kind::HmacSha256, 1)).unwrap();
    let (version, tag) = keys.tag(&[b"te", b"xt"]);
    assert_eq!(version, 2);
    assert!(keys.verify(2, &[b"text"], &tag).is_ok());
    assert!(keys.verify(1, &[b"text"], &tag).is_err());
    assert!(keys.verify(2, &[b"other"], &tag).is_err());
}
