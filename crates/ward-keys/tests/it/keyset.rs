//! The life of a keyset, step by step, and what it refuses.

use std::time::Duration;

use ward_keys::{KeyId, Keyset, KeysetError, Kind, State, Version};
use ward_secret::testing::SeededRandom;
use ward_secret::{SecretBytes, Timestamp};

const NOW: Timestamp = Timestamp::from_unix_seconds(1_795_248_000);

fn keyset() -> Keyset {
    Keyset::generate(Kind::Fernet, NOW, &mut SeededRandom::new(1))
}

fn version(number: u32, state: State) -> Version {
    let material = (state != State::Destroyed).then(|| SecretBytes::new(vec![7; 32]));
    Version::from_parts(number, state, NOW, material)
}

fn from_versions(versions: Vec<Version>, primary: u32) -> Result<Keyset, KeysetError> {
    Keyset::from_parts(KeyId::from_bytes([1; 16]), Kind::Fernet, NOW, versions, primary)
}

#[test]
fn a_new_keyset_has_version_1_as_primary() {
    let keyset = keyset();
    assert_eq!(keyset.primary_number(), 1);
    assert_eq!(keyset.versions().len(), 1);
    assert_eq!(keyset.primary().state(), State::Enabled);
    assert_eq!(keyset.primary().material().unwrap().expose().len(), 32);
    assert_eq!(keyset.created(), NOW);
}

#[test]
fn two_keysets_share_neither_id_nor_material() {
    let mut random = SeededRandom::new(1);
    let one = Keyset::generate(Kind::Fernet, NOW, &mut random);
    let two = Keyset::generate(Kind::Fernet, NOW, &mut random);
    assert_ne!(one.id(), two.id());
    assert_ne!(
        one.primary().material().unwrap().expose(),
        two.primary().material().unwrap().expose()
    );
}

#[test]
fn rotation_adds_a_primary_and_keeps_the_old_version_enabled() {
    let mut keyset = keyset();
    let later = NOW.after(Duration::from_mins(1));
    assert_eq!(keyset.rotate(later, &mut SeededRandom::new(2)), Ok(2));
    assert_eq!(keyset.primary_number(), 2);
    assert_eq!(keyset.primary().created(), later);
    assert_eq!(keyset.version(1).unwrap().state(), State::Enabled);
    assert_ne!(
        keyset.version(1).unwrap().material().unwrap().expose(),
        keyset.version(2).unwrap().material().unwrap().expose()
    );
}

#[test]
fn the_age_of_the_primary_starts_anew_with_rotation() {
    let mut keyset = keyset();
    let later = NOW.after(Duration::from_hours(1));
    assert_eq!(keyset.primary_age(later), Duration::from_hours(1));
    keyset.rotate(later, &mut SeededRandom::new(2)).unwrap();
    assert_eq!(keyset.primary_age(later), Duration::ZERO);
}

#[test]
fn rotation_never_reuses_the_number_of_a_destroyed_version() {
    let mut keyset =
        from_versions(vec![version(1, State::Enabled), version(5, State::Destroyed)], 1).unwrap();
    assert_eq!(keyset.rotate(NOW, &mut SeededRandom::new(2)), Ok(6));
}

#[test]
fn rotation_ends_with_the_last_number() {
    let mut keyset = from_versions(vec![version(u32::MAX, State::Enabled)], u32::MAX).unwrap();
    assert_eq!(
        keyset.rotate(NOW, &mut SeededRandom::new(2)),
        Err(KeysetError::NoFreeNumber)
    );
}

#[test]
fn only_enabled_and_open_only_versions_open() {
    let keyset = from_versions(
        vec![
            version(1, State::Destroyed),
            version(2, State::Disabled),
            version(3, State::OpenOnly),
            version(4, State::Enabled),
        ],
        4,
    )
    .unwrap();
    let opens: Vec<_> = (0..6)
        .filter(|number| keyset.usable_for_open(*number).is_some())
        .collect();
    assert_eq!(opens, [3, 4]);
}

#[test]
fn a_version_is_disabled_then_destroyed_and_its_material_is_gone() {
    let mut keyset = keyset();
    keyset.rotate(NOW, &mut SeededRandom::new(2)).unwrap();
    keyset.set_state(1, State::OpenOnly).unwrap();
    keyset.set_state(1, State::Disabled).unwrap();
    keyset.set_state(1, State::Destroyed).unwrap();
    assert!(keyset.version(1).unwrap().material().is_none());
    assert!(keyset.usable_for_open(1).is_none());
}

#[test]
fn a_version_that_is_not_disabled_is_not_destroyed() {
    let mut keyset = keyset();
    keyset.rotate(NOW, &mut SeededRandom::new(2)).unwrap();
    assert_eq!(
        keyset.set_state(1, State::Destroyed),
        Err(KeysetError::NotDisabled)
    );
    assert!(keyset.version(1).unwrap().material().is_some());
}

#[test]
fn a_disabled_version_can_be_enabled_again() {
    let mut keyset = keyset();
    keyset.rotate(NOW, &mut SeededRandom::new(2)).unwrap();
    keyset.set_state(1, State::Disabled).unwrap();
    keyset.set_state(1, State::Enabled).unwrap();
    assert!(keyset.usable_for_open(1).is_some());
}

#[test]
fn a_destroyed_version_does_not_come_back() {
    let mut keyset =
        from_versions(vec![version(1, State::Destroyed), version(2, State::Enabled)], 2).unwrap();
    assert_eq!(keyset.set_state(1, State::Enabled), Err(KeysetError::Destroyed));
    assert_eq!(keyset.set_state(1, State::Disabled), Err(KeysetError::Destroyed));
    assert_eq!(keyset.make_primary(1), Err(KeysetError::BadPrimary));
}

#[test]
fn the_primary_stays_enabled() {
    let mut keyset = keyset();
    for state in [State::OpenOnly, State::Disabled, State::Destroyed] {
        assert_eq!(keyset.set_state(1, state), Err(KeysetError::IsPrimary));
    }
    assert_eq!(keyset.set_state(1, State::Enabled), Ok(()));
}

#[test]
fn an_open_only_version_does_not_become_primary() {
    let mut keyset = from_versions(vec![version(1, State::OpenOnly), version(2, State::Enabled)], 2).unwrap();
    assert_eq!(keyset.make_primary(1), Err(KeysetError::BadPrimary));
}

#[test]
fn an_unknown_version_is_named_as_such() {
    let mut keyset = keyset();
    assert_eq!(
        keyset.set_state(9, State::Disabled),
        Err(KeysetError::NoSuchVersion)
    );
    assert_eq!(keyset.make_primary(9), Err(KeysetError::NoSuchVersion));
}

#[test]
fn stored_parts_may_come_in_any_order() {
    let keyset = from_versions(vec![version(3, State::Enabled), version(1, State::Enabled)], 1).unwrap();
    let numbers: Vec<_> = keyset.versions().iter().map(Version::number).collect();
    assert_eq!(numbers, [1, 3]);
}

#[test]
fn stored_parts_without_versions_are_refused() {
    assert_eq!(from_versions(vec![], 1).unwrap_err(), KeysetError::BadPrimary);
}

#[test]
fn a_number_twice_is_refused() {
    let versions = vec![version(1, State::Enabled), version(1, State::Enabled)];
    assert_eq!(from_versions(versions, 1).unwrap_err(), KeysetError::BadNumber);
}

#[test]
fn number_0_is_refused() {
    assert_eq!(
        from_versions(vec![version(0, State::Enabled)], 0).unwrap_err(),
        KeysetError::BadNumber
    );
}

#[test]
fn a_primary_that_is_not_there_is_refused() {
    assert_eq!(
        from_versions(vec![version(1, State::Enabled)], 2).unwrap_err(),
        KeysetError::BadPrimary
    );
}

#[test]
fn a_primary_that_is_not_enabled_is_refused() {
    assert_eq!(
        from_versions(vec![version(1, State::Disabled)], 1).unwrap_err(),
        KeysetError::BadPrimary
    );
}

#[test]
fn material_of_another_length_is_refused() {
    let short = Version::from_parts(1, State::Enabled, NOW, Some(SecretBytes::new(vec![7; 31])));
    assert_eq!(
        from_versions(vec![short], 1).unwrap_err(),
        KeysetError::BadMaterial
    );
}

#[test]
fn a_living_version_without_material_is_refused() {
    let empty = Version::from_parts(1, State::Enabled, NOW, None);
    assert_eq!(
        from_versions(vec![empty], 1).unwrap_err(),
        KeysetError::BadMaterial
    );
}

#[test]
fn a_destroyed_version_with_material_is_refused() {
    let kept = Version::from_parts(1, State::Destroyed, NOW, Some(SecretBytes::new(vec![7; 32])));
    assert_eq!(
        from_versions(vec![kept, version(2, State::Enabled)], 2).unwrap_err(),
        KeysetError::BadMaterial
    );
}

#[test]
fn imported_material_must_suit_the_kind() {
    let import = |len| {
        Keyset::import(
            Kind::HmacSha256,
            vec![7; len].into(),
            NOW,
            &mut SeededRandom::new(1),
        )
    };
    assert!(import(32).is_ok());
    assert_eq!(import(16).unwrap_err(), KeysetError::BadMaterial);
}

#[test]
fn debug_shows_no_material() {
    let shown = format!(
        "{:?}",
        from_versions(vec![version(1, State::Enabled)], 1).unwrap()
    );
    assert!(shown.contains("Secret(..)") && !shown.contains("7, 7"), "{shown}");
}
