//! libxcrypt's table of known answers.

use std::collections::BTreeMap;

use ward_passwords::HashString;

use crate::vectors::{json, verify};

#[test]
fn libxcrypts_known_answers_verify() {
    let Some(suite) = json("crypt-kat/libxcrypt_ka.json") else {
        return;
    };
    let (mut verified, mut later) = (0, BTreeMap::new());
    for case in suite.as_array().unwrap() {
        let stored = case["hash"].as_str().unwrap();
        let password = hex::decode(case["password_hex"].as_str().unwrap()).unwrap();
        if HashString::identify(stored).is_none() {
            let id = stored.split('$').nth(1).unwrap_or_default().to_owned();
            *later.entry(id).or_insert(0) += 1;
            continue;
        }
        let outcome = verify(stored, &password);
        assert!(outcome.is_ok(), "{stored}: {outcome:?}");
        assert_eq!(HashString::parse(stored).unwrap().to_string(), stored);
        verified += 1;
    }
    eprintln!("libxcrypt: {verified} verified; later, by identifier: {later:?}");
    assert!(verified > 500, "the suite shrank to {verified} cases");
}
