//! passlib's own test corpus, for the schemes that Ward also writes; `legacy` has the others.

use serde_json::Value;
use ward_passwords::{HashString, Scheme, VerifyLimits};

use crate::vectors::{assert_known_answer, assert_verifies, bytes, json, verify};

const HANDLERS: &[(&str, &[Scheme])] = &[
    ("argon2", &[Scheme::Argon2id, Scheme::Argon2i, Scheme::Argon2d]),
    ("scrypt", &[Scheme::Scrypt]),
    ("bcrypt", &[Scheme::Bcrypt]),
    ("bcrypt_sha256", &[Scheme::BcryptSha256]),
    ("pbkdf2_sha1", &[Scheme::Pbkdf2Sha1]),
    ("pbkdf2_sha256", &[Scheme::Pbkdf2Sha256]),
    ("pbkdf2_sha512", &[Scheme::Pbkdf2Sha512]),
    ("sha256_crypt", &[Scheme::Sha256Crypt]),
    ("sha512_crypt", &[Scheme::Sha512Crypt]),
];

fn schemes(handler: &str) -> Option<&'static [Scheme]> {
    HANDLERS
        .iter()
        .find(|(name, _)| *name == handler)
        .map(|(_, schemes)| *schemes)
}

/// The items of one list, of the handlers that Ward reads.
fn items(list: &str) -> Vec<(&'static [Scheme], Value)> {
    let Some(corpus) = json("passlib/passlib_corpus.json") else {
        return Vec::new();
    };
    let items: Vec<_> = corpus
        .as_array()
        .unwrap()
        .iter()
        .filter(|case| case["list"] == list)
        .filter_map(|case| Some((schemes(case["handler"].as_str()?)?, case["item"].clone())))
        .collect();
    assert!(!items.is_empty(), "{list} is empty");
    items
}

fn in_folder() -> bool {
    json("passlib/passlib_corpus.json").is_some()
}

#[test]
fn correct_hashes_verify() {
    if !in_folder() {
        return;
    }
    for (schemes, item) in items("known_correct_hashes") {
        let (password, stored) = (bytes(&item[0]), item[1].as_str().unwrap());
        assert!(
            schemes.contains(&HashString::parse(stored).unwrap().scheme()),
            "{stored}"
        );
        if stored.contains("m=65536") {
            assert_verifies(stored, &password);
        } else {
            assert_known_answer(stored, &password);
        }
    }
}

#[test]
fn hashes_made_from_settings_verify() {
    if !in_folder() {
        return;
    }
    for (_, item) in items("known_correct_configs") {
        assert_known_answer(item[2].as_str().unwrap(), &bytes(&item[1]));
    }
}

#[test]
fn malformed_hashes_do_not_parse() {
    if !in_folder() {
        return;
    }
    for (_, item) in items("known_malformed_hashes") {
        let text = item.as_str().unwrap();
        assert!(HashString::parse(text).is_err(), "{text}");
    }
}

#[test]
fn hashes_of_other_schemes_are_not_claimed() {
    if !in_folder() {
        return;
    }
    for (schemes, item) in items("known_other_hashes") {
        let text = item[1].as_str().unwrap();
        assert!(
            HashString::identify(text).is_none_or(|scheme| !schemes.contains(&scheme)),
            "{text}"
        );
    }
}

#[test]
fn wrong_padding_is_read_and_corrected() {
    if !in_folder() {
        return;
    }
    for (_, item) in items("known_incorrect_padding") {
        let [wrong, right] = [&item[1], &item[2]].map(|text| text.as_str().unwrap());
        let parsed = HashString::parse(wrong).unwrap();
        assert!(parsed.verify(&bytes(&item[0]), &VerifyLimits::DEFAULT).is_ok() && parsed.is_outdated());
        assert_eq!(parsed.to_string(), right);
        assert!(verify(right, &bytes(&item[0])).is_ok());
    }
}
