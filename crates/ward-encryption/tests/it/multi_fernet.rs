//! A list of keys.

use std::time::Duration;

use ward_encryption::{FernetError, FernetKey, MultiFernet};
use ward_secret::testing::SeededRandom;

use crate::NOW;

fn key(seed: u64) -> FernetKey {
    FernetKey::generate(&mut SeededRandom::new(seed))
}

fn list(seeds: &[u64]) -> MultiFernet {
    MultiFernet::new(seeds.iter().map(|seed| key(*seed))).unwrap()
}

#[test]
fn the_first_key_encrypts() {
    let token = list(&[1, 2]).encrypt(b"hello", NOW, &mut SeededRandom::new(5));
    assert!(key(1).decrypt(&token, None, NOW).is_ok());
    assert!(key(2).decrypt(&token, None, NOW).is_err());
}

#[test]
fn any_key_decrypts() {
    for seed in [1, 2, 3] {
        let token = key(seed).encrypt(b"hello", NOW, &mut SeededRandom::new(5));
        assert_eq!(
            list(&[1, 2, 3]).decrypt(&token, None, NOW).unwrap().expose(),
            b"hello"
        );
    }
}

#[test]
fn a_token_of_no_key_in_the_list_is_refused() {
    let token = key(4).encrypt(b"hello", NOW, &mut SeededRandom::new(5));
    assert_eq!(
        list(&[1, 2, 3]).decrypt(&token, None, NOW).unwrap_err(),
        FernetError::Invalid
    );
    assert_eq!(
        list(&[1, 2, 3]).rotate(&token, &mut SeededRandom::new(6)),
        Err(FernetError::Invalid)
    );
    assert_eq!(
        list(&[1, 2, 3]).extract_timestamp(&token),
        Err(FernetError::Invalid)
    );
}

#[test]
fn an_expired_token_of_an_old_key_is_called_expired() {
    let token = key(2).encrypt(b"hello", NOW, &mut SeededRandom::new(5));
    let late = NOW.after(Duration::from_mins(2));
    let result = list(&[1, 2]).decrypt(&token, Some(Duration::from_mins(1)), late);
    assert_eq!(result.unwrap_err(), FernetError::Expired);
}

#[test]
fn rotation_moves_to_the_first_key_and_keeps_the_time_of_issue() {
    let token = key(2).encrypt(b"hello", NOW, &mut SeededRandom::new(5));
    let rotated = list(&[1, 2]).rotate(&token, &mut SeededRandom::new(6)).unwrap();
    assert_eq!(key(1).decrypt(&rotated, None, NOW).unwrap().expose(), b"hello");
    assert_eq!(key(1).extract_timestamp(&rotated), Ok(NOW));
}

#[test]
fn rotation_under_the_same_key_draws_a_new_iv() {
    let token = key(1).encrypt(b"hello", NOW, &mut SeededRandom::new(5));
    assert_ne!(
        list(&[1]).rotate(&token, &mut SeededRandom::new(6)).unwrap(),
        token
    );
}

#[test]
fn the_time_of_issue_is_read_with_any_key() {
    let token = key(2).encrypt(b"hello", NOW, &mut SeededRandom::new(5));
    assert_eq!(list(&[1, 2]).extract_timestamp(&token), Ok(NOW));
}

#[test]
fn an_empty_list_is_refused() {
    assert!(MultiFernet::new([]).is_err());
}
