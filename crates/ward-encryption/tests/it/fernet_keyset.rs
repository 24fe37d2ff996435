//! A named Fernet key over its life.

use ward_encryption::{FernetError, FernetKeyset};
use ward_keys::{Keyset, Kind, OpenKeysetError, State};
use ward_secret::Timestamp;
use ward_secret::testing::SeededRandom;

use crate::NOW;

fn keyset() -> Keyset {
    Keyset::generate(Kind::Fernet, Timestamp::EPOCH, &mut SeededRandom::new(1))
}

fn rotated(mut keyset: Keyset) -> Keyset {
    keyset.rotate(NOW, &mut SeededRandom::new(2)).unwrap();
    keyset
}

fn opened(keyset: &Keyset) -> FernetKeyset {
    FernetKeyset::from_keyset(keyset).unwrap()
}

#[test]
fn after_rotation_old_tokens_open_and_name_their_version() {
    let old = opened(&keyset()).encrypt(b"old", NOW, &mut SeededRandom::new(3));
    let keys = opened(&rotated(keyset()));
    let new = keys.encrypt(b"new", NOW, &mut SeededRandom::new(3));
    assert_eq!(keys.primary_number(), 2);
    for (token, data, version) in [(&old, b"old", 1), (&new, b"new", 2)] {
        let decrypted = keys.decrypt(token, None, NOW).unwrap();
        assert_eq!(decrypted.data.expose(), data);
        assert_eq!((decrypted.version, decrypted.issued), (version, NOW));
        assert_eq!(keys.version_of_token(token), Ok(version));
    }
}

#[test]
fn rewrapping_moves_to_the_primary_and_keeps_the_time_of_issue() {
    let old = opened(&keyset()).encrypt(b"old", NOW, &mut SeededRandom::new(3));
    let keys = opened(&rotated(keyset()));
    let rewrapped = keys.rewrap(&old, &mut SeededRandom::new(4)).unwrap();
    assert_eq!(keys.version_of_token(&rewrapped), Ok(2));
    assert_eq!(keys.extract_timestamp(&rewrapped), Ok(NOW));
    assert_eq!(keys.decrypt(&rewrapped, None, NOW).unwrap().data.expose(), b"old");
}

#[test]
fn an_open_only_version_still_opens() {
    let old = opened(&keyset()).encrypt(b"old", NOW, &mut SeededRandom::new(3));
    let mut keyset = rotated(keyset());
    keyset.set_state(1, State::OpenOnly).unwrap();
    assert_eq!(opened(&keyset).decrypt(&old, None, NOW).unwrap().version, 1);
}

#[test]
fn a_disabled_version_opens_nothing() {
    let old = opened(&keyset()).encrypt(b"old", NOW, &mut SeededRandom::new(3));
    let mut keyset = rotated(keyset());
    keyset.set_state(1, State::Disabled).unwrap();
    assert_eq!(
        opened(&keyset).decrypt(&old, None, NOW).unwrap_err(),
        FernetError::Invalid
    );
    assert_eq!(
        opened(&keyset).rewrap(&old, &mut SeededRandom::new(4)),
        Err(FernetError::Invalid)
    );
}

#[test]
fn keysets_of_other_kinds_are_refused() {
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Fernet) {
        let keyset = Keyset::generate(*kind, NOW, &mut SeededRandom::new(1));
        assert_eq!(
            FernetKeyset::from_keyset(&keyset).unwrap_err(),
            OpenKeysetError::WrongKind
        );
    }
}
