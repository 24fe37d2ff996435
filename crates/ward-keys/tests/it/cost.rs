//! Costs: caps when they are read, floors when something new is made.

use ward_keys::hazmat::cost::CostError::{Invalid, TooHigh, TooLow};
use ward_keys::hazmat::pbkdf2::Hash;
use ward_keys::hazmat::{argon2id, pbkdf2, scrypt};

#[test]
fn pbkdf2_takes_1_to_10_million_iterations() {
    assert_eq!(pbkdf2::Cost::new(Hash::Sha256, 0), Err(Invalid));
    assert!(pbkdf2::Cost::new(Hash::Sha256, 1).is_ok());
    assert!(pbkdf2::Cost::new(Hash::Sha256, 10_000_000).is_ok());
    assert_eq!(pbkdf2::Cost::new(Hash::Sha256, 10_000_001), Err(TooHigh));
    assert_eq!(pbkdf2::Cost::new(Hash::Sha256, u32::MAX), Err(TooHigh));
}

#[test]
fn pbkdf2_makes_nothing_new_below_what_owasp_asks() {
    for (hash, floor) in [
        (Hash::Sha1, 1_300_000),
        (Hash::Sha256, 600_000),
        (Hash::Sha512, 210_000),
    ] {
        assert_eq!(
            pbkdf2::Cost::new(hash, floor - 1).unwrap().for_new_data(),
            Err(TooLow)
        );
        assert!(pbkdf2::Cost::new(hash, floor).unwrap().for_new_data().is_ok());
    }
}

#[test]
fn argon2id_needs_8_kib_for_each_lane() {
    assert!(argon2id::Cost::new(32, 1, 4).is_ok());
    assert_eq!(argon2id::Cost::new(31, 1, 4), Err(Invalid));
    assert_eq!(argon2id::Cost::new(64, 0, 1), Err(Invalid));
    assert_eq!(argon2id::Cost::new(64, 1, 0), Err(Invalid));
    assert_eq!(argon2id::Cost::new(64, 1, u32::MAX), Err(Invalid));
}

#[test]
fn argon2id_is_capped_in_memory_lanes_and_work() {
    assert!(argon2id::Cost::new(1 << 20, 4, 4).is_ok());
    assert_eq!(argon2id::Cost::new((1 << 20) + 1, 1, 4), Err(TooHigh));
    assert_eq!(argon2id::Cost::new(1 << 20, 5, 4), Err(TooHigh));
    assert_eq!(argon2id::Cost::new(64 * 1024, u32::MAX, 4), Err(TooHigh));
    assert_eq!(argon2id::Cost::new(64 * 1024, 3, 65), Err(TooHigh));
}

#[test]
fn argon2id_makes_nothing_new_below_19_mib_twice() {
    let new = |memory, passes| argon2id::Cost::new(memory, passes, 1).unwrap().for_new_data();
    assert!(new(19 * 1024, 2).is_ok());
    assert_eq!(new(19 * 1024, 1), Err(TooLow));
    assert_eq!(new(19 * 1024 - 1, 100), Err(TooLow));
    assert!(new(46 * 1024, 1).is_ok(), "the one-pass row of the OWASP sheet");
    assert!(argon2id::Cost::RECOMMENDED.for_new_data().is_ok());
}

#[test]
fn scrypt_is_capped_at_a_gibibyte_of_work() {
    assert!(scrypt::Cost::new(20, 8, 1).is_ok());
    assert_eq!(scrypt::Cost::new(20, 8, 2), Err(TooHigh));
    assert_eq!(scrypt::Cost::new(21, 8, 1), Err(TooHigh));
    assert_eq!(scrypt::Cost::new(255, 8, 1), Err(TooHigh));
    assert_eq!(scrypt::Cost::new(1, u32::MAX, u32::MAX), Err(TooHigh));
    assert_eq!(scrypt::Cost::new(0, 8, 1), Err(Invalid));
    assert_eq!(scrypt::Cost::new(15, 0, 1), Err(Invalid));
    assert_eq!(scrypt::Cost::new(15, 8, 0), Err(Invalid));
}

#[test]
fn scrypt_makes_nothing_new_below_the_rows_of_owasp() {
    let new = |log_n, r, p| scrypt::Cost::new(log_n, r, p).unwrap().for_new_data();
    for (log_n, p) in [(17, 1), (16, 2), (15, 3)] {
        assert!(new(log_n, 8, p).is_ok());
    }
    assert_eq!(new(15, 8, 2), Err(TooLow));
    assert_eq!(new(16, 8, 1), Err(TooLow));
    assert_eq!(new(14, 8, 60), Err(TooLow));
    assert!(scrypt::Cost::RECOMMENDED.for_new_data().is_ok());
}

#[test]
fn scrypt_tells_its_memory() {
    assert_eq!(scrypt::Cost::RECOMMENDED.memory_kib(), 128 * 1024);
}
