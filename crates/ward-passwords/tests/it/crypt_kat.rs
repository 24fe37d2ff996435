//! libxcrypt's table of known answers.

use ward_passwords::decrepit::{LegacyHash, VerifyInput};
use ward_passwords::{HashString, VerifyLimits};

use crate::vectors::{json, verify};

#[test]
fn libxcrypts_known_answers_verify() {
    let Some(suite) = json("crypt-kat/libxcrypt_ka.json") else {
        return;
    };
    let (mut verified, mut legacy) = (0, 0);
    for case in suite.as_array().unwrap() {
        let stored = case["hash"].as_str().unwrap();
        let password = hex::decode(case["password_hex"].as_str().unwrap()).unwrap();
        if HashString::identify(stored).is_none() {
            let outcome = LegacyHash::parse(stored)
                .unwrap()
                .verify(&VerifyInput::new(&password), &VerifyLimits::DEFAULT);
            assert!(outcome.is_ok(), "{stored}: {outcome:?}");
            legacy += 1;
            continue;
        }
        let outcome = verify(stored, &password);
        assert!(outcome.is_ok(), "{stored}: {outcome:?}");
        assert_eq!(HashString::parse(stored).unwrap().to_string(), stored);
        verified += 1;
    }
    assert!(verified > 500, "the suite shrank to {verified} cases");
    assert!(legacy > 90, "the suite shrank to {legacy} cases of MD5-crypt");
}
