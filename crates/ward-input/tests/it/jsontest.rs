//! nst/JSONTestSuite: `y_` must be accepted, `n_` refused, `i_` either way.

use std::collections::BTreeSet;

use serde_json::Value;
use ward_input::json::{Limits, parse};

fn cases(prefix: &str) -> Vec<(String, Vec<u8>)> {
    let Some(folder) = crate::vectors::suite("jsontest") else {
        return Vec::new();
    };
    let mut cases: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                std::fs::read(entry.path()).unwrap(),
            )
        })
        .filter(|(name, _)| name.starts_with(prefix))
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no case named {prefix}");
    cases
}

#[test]
fn every_y_case_is_accepted_but_duplicate_names() {
    // RFC 8259 leaves duplicate names to the parser; Ward refuses them by design.
    let by_design = [
        "y_object_duplicated_key.json",
        "y_object_duplicated_key_and_value.json",
    ];
    for (name, bytes) in cases("y_") {
        assert_eq!(
            parse(&bytes, &Limits::default()).is_ok(),
            !by_design.contains(&name.as_str()),
            "{name}"
        );
    }
}

#[test]
fn every_n_case_is_refused() {
    for (name, bytes) in cases("n_") {
        assert!(parse(&bytes, &Limits::default()).is_err(), "{name}");
    }
}

#[test]
fn of_the_i_cases_only_the_number_that_fits_a_double_is_accepted() {
    let accepted: BTreeSet<_> = cases("i_")
        .into_iter()
        .filter(|(_, bytes)| parse(bytes, &Limits::default()).is_ok())
        .map(|(name, _)| name)
        .collect();
    if !accepted.is_empty() {
        // The depth case passes at a depth limit of its own; everything else is half a surrogate pair, another
        // encoding, or a number beyond a double.
        assert_eq!(
            accepted.iter().map(String::as_str).collect::<Vec<_>>(),
            ["i_number_too_big_pos_int.json"]
        );
    }
}

#[test]
fn accepted_cases_parse_to_what_serde_json_makes_of_them() {
    for (name, bytes) in cases("y_") {
        if let Ok(value) = parse(&bytes, &Limits::default()) {
            assert_eq!(value, serde_json::from_slice::<Value>(&bytes).unwrap(), "{name}");
        }
    }
}
