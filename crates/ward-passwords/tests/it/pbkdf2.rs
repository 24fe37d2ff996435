//! PBKDF2 against the RFCs and Wycheproof, through the strings that carry it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as B64;
use ward_passwords::{HashString, Resource, VerifyError};

use crate::vectors::{assert_known_answer, json, verify};

fn phc(name: &str, rounds: u64, salt: &[u8], digest: &[u8]) -> String {
    format!(
        "${name}$i={rounds},l={}${}${}",
        digest.len(),
        B64.encode(salt),
        B64.encode(digest)
    )
}

fn wycheproof(file: &str, name: &str) {
    let Some(suite) = json(&format!("wycheproof/{file}")) else {
        return;
    };
    let (mut verified, mut costly, mut unsuited) = (0, 0, 0);
    for group in suite["testGroups"].as_array().unwrap() {
        for case in group["tests"].as_array().unwrap() {
            let field = |field: &str| hex::decode(case[field].as_str().unwrap()).unwrap();
            let (password, salt, digest) = (field("password"), field("salt"), field("dk"));
            let rounds = case["iterationCount"].as_u64().unwrap();
            let stored = phc(name, rounds, &salt, &digest);
            if !(10..=64).contains(&digest.len()) || salt.len() > 64 || password.len() > 1024 {
                assert!(
                    HashString::parse(&stored).is_err() || password.len() > 1024,
                    "{}",
                    case["tcId"]
                );
                unsuited += 1;
            } else if rounds > 10_000_000 {
                assert_eq!(
                    verify(&stored, &password),
                    Err(VerifyError::TooCostly(Resource::Rounds))
                );
                costly += 1;
            } else {
                let outcome = verify(&stored, &password);
                assert_eq!(
                    outcome.is_ok(),
                    case["result"] == "valid",
                    "{}: {outcome:?}",
                    case["tcId"]
                );
                verified += 1;
            }
        }
    }
    eprintln!(
        "{file}: {verified} verified, {costly} beyond the limits, {unsuited} too short or long for a string"
    );
    assert!(verified > 20, "the suite shrank to {verified} cases");
}

#[test]
fn wycheproof_hmac_sha1() {
    wycheproof("pbkdf2_hmacsha1_test.json", "pbkdf2-sha1");
}

#[test]
fn wycheproof_hmac_sha256() {
    wycheproof("pbkdf2_hmacsha256_test.json", "pbkdf2-sha256");
}

#[test]
fn rfc_6070_with_4096_rounds() {
    let digest = hex::decode("4b007901b765489abead49d926f721d065a429c1").unwrap();
    assert_known_answer(&phc("pbkdf2-sha1", 4096, b"salt", &digest), b"password");
}

#[test]
fn rfc_7914_section_11_with_one_round() {
    let digest = hex::decode(
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc\
         49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
    )
    .unwrap();
    assert_known_answer(&phc("pbkdf2-sha256", 1, b"salt", &digest), b"passwd");
}

#[test]
fn the_phc_form_may_leave_its_length_out() {
    let digest = hex::decode("4b007901b765489abead49d926f721d065a429c1").unwrap();
    assert_known_answer(
        &phc("pbkdf2-sha1", 4096, b"salt", &digest).replace(",l=20", ""),
        b"password",
    );
}

#[test]
fn the_phc_form_is_also_read_under_passlibs_name_for_sha1() {
    let digest = hex::decode("4b007901b765489abead49d926f721d065a429c1").unwrap();
    assert_known_answer(&phc("pbkdf2", 4096, b"salt", &digest), b"password");
}

#[test]
fn a_length_that_is_not_the_digests_is_refused() {
    let text = phc("pbkdf2-sha256", 1, b"salt", &[0; 32]).replace("l=32", "l=31");
    assert!(HashString::parse(&text).is_err());
}

#[test]
fn passlibs_form_with_a_short_digest_is_refused() {
    assert!(HashString::parse("$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg").is_err());
}

#[test]
fn blocks_of_output_count_towards_the_limit() {
    let one_block = phc("pbkdf2-sha1", 10_000_000, b"salt", &[0; 20]);
    assert!(
        HashString::parse(&one_block)
            .unwrap()
            .admit(&ward_passwords::VerifyLimits::DEFAULT)
            .is_ok()
    );
    let four_blocks = phc("pbkdf2-sha1", 10_000_000, b"salt", &[0; 64]);
    assert_eq!(
        verify(&four_blocks, b""),
        Err(VerifyError::TooCostly(Resource::Rounds))
    );
}
