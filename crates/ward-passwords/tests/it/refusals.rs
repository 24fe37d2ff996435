//! What creation refuses, scheme by scheme, and that no error repeats what it refused.

use ward_passwords::{
    BcryptCost, Cost, CostError, HashError, HashString, MAX_PASSWORD_BYTES, Pbkdf2Cost, Scheme, ShaCryptCost,
    UnknownScheme, hash,
};
use ward_secret::testing::SeededRandom;

use crate::vectors::verify;

fn create(cost: Cost, password: &[u8]) -> Result<String, HashError> {
    hash(&cost, password, &mut SeededRandom::new(3))
}

#[test]
fn sha_crypt_refuses_a_nul() {
    let cost = ShaCryptCost::new(1_000).unwrap();
    assert_eq!(
        create(Cost::Sha256Crypt(cost), b"a\0b"),
        Err(HashError::Nul(Scheme::Sha256Crypt))
    );
    assert_eq!(
        create(Cost::Sha512Crypt(cost), b"a\0b"),
        Err(HashError::Nul(Scheme::Sha512Crypt))
    );
}

#[test]
fn pbkdf2_hashes_a_nul_and_what_follows_it() {
    let stored = create(Cost::Pbkdf2Sha256(Pbkdf2Cost::new(10).unwrap()), b"a\0b").unwrap();
    assert!(verify(&stored, b"a\0b").is_ok());
    assert!(verify(&stored, b"a\0c").is_err());
    assert!(verify(&stored, b"a").is_err());
}

#[test]
fn every_scheme_refuses_a_password_over_1024_bytes() {
    for scheme in Scheme::ALL {
        let outcome = create(Cost::recommended(*scheme), &[b'a'; MAX_PASSWORD_BYTES + 1]);
        assert_eq!(outcome, Err(HashError::PasswordTooLong), "{scheme}");
    }
}

#[test]
fn a_password_of_1024_bytes_is_hashed_whole() {
    let cost = Cost::BcryptSha256(BcryptCost::new(4).unwrap());
    let mut password = [b'a'; MAX_PASSWORD_BYTES];
    let stored = create(cost, &password).unwrap();
    password[MAX_PASSWORD_BYTES - 1] = b'b';
    assert!(verify(&stored, &password).is_err());
}

#[test]
fn an_unknown_scheme_name_is_an_error() {
    for name in ["", "Argon2id", "argon2", "sha512_crypt", "md5", "argon2id "] {
        assert_eq!(name.parse::<Scheme>(), Err(UnknownScheme), "{name:?}");
    }
}

#[test]
fn every_scheme_name_reads_back() {
    for scheme in Scheme::ALL {
        assert_eq!(scheme.to_string().parse(), Ok(*scheme));
    }
}

#[test]
fn no_error_repeats_the_input() {
    let marker = "hunter2hunter2";
    let long = marker.repeat(100);
    let errors = [
        HashString::parse(marker).unwrap_err().to_string(),
        HashString::parse(&format!("$2b$05${marker}"))
            .unwrap_err()
            .to_string(),
        HashString::parse(&long).unwrap_err().to_string(),
        create(Cost::recommended(Scheme::Argon2id), long.as_bytes())
            .unwrap_err()
            .to_string(),
        marker.parse::<Scheme>().unwrap_err().to_string(),
    ];
    for error in errors {
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn a_cost_error_names_the_parameter_and_its_range() {
    let error = BcryptCost::new(3).unwrap_err();
    assert_eq!(
        error,
        CostError {
            parameter: "the bcrypt cost",
            least: 4,
            most: 31
        }
    );
    assert_eq!(error.to_string(), "the bcrypt cost must be between 4 and 31");
}
