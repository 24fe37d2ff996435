//! Argon2 against the reference implementation's own tests.

use ::argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use ward_passwords::{HashString, Resource, VerifyError, VerifyLimits};

use crate::vectors::{assert_known_answer, assert_verifies, json, text, verify};

#[test]
fn the_reference_implementations_strings_verify() {
    let Some(suite) = json("argon2/phc_test_c_hashtests.json") else {
        return;
    };
    let mut beyond_limits = 0;
    for case in suite.as_array().unwrap() {
        let stored = case["encoded"].as_str().unwrap();
        let password = case["pwd"].as_str().unwrap().as_bytes();
        let log_memory = case["m_log2"].as_u64().unwrap();
        if log_memory > 18 {
            assert_eq!(
                verify(stored, password),
                Err(VerifyError::TooCostly(Resource::Memory))
            );
            beyond_limits += 1;
        } else if log_memory < 16 {
            assert_known_answer(stored, password);
        } else {
            assert_verifies(stored, password);
        }
    }
    eprintln!("argon2 strings: {beyond_limits} of 1 GiB refused by the limits");
}

#[test]
fn the_reference_implementations_traces_end_in_the_same_tags() {
    for (file, algorithm, version) in [
        ("argon2d", Algorithm::Argon2d, Version::V0x13),
        ("argon2d_v16", Algorithm::Argon2d, Version::V0x10),
        ("argon2i_v16", Algorithm::Argon2i, Version::V0x10),
        ("argon2id", Algorithm::Argon2id, Version::V0x13),
        ("argon2id_v16", Algorithm::Argon2id, Version::V0x10),
    ] {
        let Some(trace) = text(&format!("argon2/{file}")) else {
            return;
        };
        let tag = trace
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix("Tag: "))
            .unwrap();
        let params = ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .data(AssociatedData::new(&[4; 12]).unwrap())
            .build()
            .unwrap();
        let argon2 = Argon2::new_with_secret(&[3; 8], algorithm, version, params).unwrap();
        let mut out = [0; 32];
        argon2.hash_password_into(&[1; 32], &[2; 16], &mut out).unwrap();
        assert_eq!(hex::encode(out), tag.replace(' ', ""), "{file}");
    }
}

const VERSION_16: &str = "$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY";

#[test]
fn a_string_without_version_is_version_16() {
    assert_eq!(HashString::parse(VERSION_16).unwrap().variant(), Some("v=16"));
}

#[test]
fn a_written_version_16_means_the_same_and_is_written_back() {
    assert_known_answer(&VERSION_16.replace("$m=", "$v=16$m="), b"password");
}

#[test]
fn version_16_is_outdated() {
    assert!(HashString::parse(VERSION_16).unwrap().is_outdated());
}

#[test]
fn reading_version_16_as_19_does_not_verify() {
    let read_as_19 = VERSION_16.replace("$m=", "$v=19$m=");
    assert_eq!(verify(&read_as_19, b"password"), Err(VerifyError::Mismatch));
}

#[test]
fn parameters_are_readable_from_the_string() {
    let parsed = HashString::parse(VERSION_16).unwrap();
    assert_eq!(parsed.cost().to_string(), "m=256,t=2,p=1");
    assert_eq!((parsed.salt_len(), parsed.digest_len()), (8, 32));
    assert!(parsed.admit(&VerifyLimits::DEFAULT).is_ok());
}
