//! New hashes are what passlib writes for the same salt, byte for byte (`tests/vectors/created.json`).

use serde_json::Value;
use ward_passwords::{Argon2Cost, BcryptCost, Cost, Pbkdf2Cost, Scheme, ScryptCost, ShaCryptCost, hash};
use ward_secret::Random;

use crate::vectors::assert_known_answer;

/// Hands out one salt.
struct Salt(Vec<u8>);

impl Random for Salt {
    fn fill(&mut self, out: &mut [u8]) {
        out.copy_from_slice(&self.0);
    }
}

fn cost(scheme: Scheme, numbers: &[u32]) -> Cost {
    let bcrypt = || BcryptCost::new(u8::try_from(numbers[0]).unwrap()).unwrap();
    let argon2 = || Argon2Cost::new(numbers[0], numbers[1], numbers[2]).unwrap();
    let pbkdf2 = || Pbkdf2Cost::new(numbers[0]).unwrap();
    let sha_crypt = || ShaCryptCost::new(numbers[0]).unwrap();
    match scheme {
        Scheme::Argon2id => Cost::Argon2id(argon2()),
        Scheme::Argon2i => Cost::Argon2i(argon2()),
        Scheme::Argon2d => Cost::Argon2d(argon2()),
        Scheme::Scrypt => {
            Cost::Scrypt(ScryptCost::new(u8::try_from(numbers[0]).unwrap(), numbers[1], numbers[2]).unwrap())
        }
        Scheme::Bcrypt => Cost::Bcrypt(bcrypt()),
        Scheme::BcryptSha256 => Cost::BcryptSha256(bcrypt()),
        Scheme::Pbkdf2Sha1 => Cost::Pbkdf2Sha1(pbkdf2()),
        Scheme::Pbkdf2Sha256 => Cost::Pbkdf2Sha256(pbkdf2()),
        Scheme::Pbkdf2Sha512 => Cost::Pbkdf2Sha512(pbkdf2()),
        Scheme::Sha256Crypt => Cost::Sha256Crypt(sha_crypt()),
        Scheme::Sha512Crypt => Cost::Sha512Crypt(sha_crypt()),
        other => panic!("no cost for {other}"),
    }
}

fn cases() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("../vectors/created.json")).unwrap();
    file["cases"].as_array().unwrap().clone()
}

#[test]
fn every_new_hash_is_passlibs_byte_for_byte() {
    for case in cases() {
        let scheme: Scheme = case["scheme"].as_str().unwrap().parse().unwrap();
        let numbers: Vec<u32> = serde_json::from_value(case["cost"].clone()).unwrap();
        let password = hex::decode(case["password_hex"].as_str().unwrap()).unwrap();
        let mut salt = Salt(hex::decode(case["salt_hex"].as_str().unwrap()).unwrap());
        let made = hash(&cost(scheme, &numbers), &password, &mut salt).unwrap();
        assert_eq!(made, case["hash"].as_str().unwrap());
    }
}

#[test]
fn every_hash_of_passlib_verifies() {
    for case in cases() {
        let password = hex::decode(case["password_hex"].as_str().unwrap()).unwrap();
        assert_known_answer(case["hash"].as_str().unwrap(), &password);
    }
}

#[test]
fn every_scheme_has_frozen_answers() {
    let cases = cases();
    for scheme in Scheme::ALL {
        assert!(
            cases.iter().any(|case| case["scheme"] == scheme.name()),
            "{scheme}"
        );
    }
}

#[test]
fn two_hashes_of_one_password_differ() {
    let cost = Cost::Bcrypt(BcryptCost::new(4).unwrap());
    let mut random = ward_secret::testing::SeededRandom::new(1);
    assert_ne!(
        hash(&cost, b"one", &mut random).unwrap(),
        hash(&cost, b"one", &mut random).unwrap()
    );
}
