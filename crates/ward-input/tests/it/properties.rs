//! What holds for every input.

use proptest::prelude::*;
use serde_json::Value;
use ward_input::email::EmailAddress;
use ward_input::host::HostName;
use ward_input::json::{Limits, decode, parse};
use ward_input::url::UrlReport;

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("finite", |n| n.is_finite())
            .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..8)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_serde_json_writes_is_read_back(value in any_json()) {
        let bytes = serde_json::to_vec(&value).unwrap();
        prop_assert_eq!(parse(&bytes, &Limits::default()), Ok(value.clone()));
        prop_assert_eq!(decode::<Value>(value.clone()), Ok(value));
    }

    #[test]
    fn no_bytes_make_the_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&bytes, &Limits::default());
    }

    #[test]
    fn text_that_is_nearly_json_is_decided_as_serde_json_does(text in r#"[\[\]{},:"a0-9.eE+\-\\u \n]{0,24}"#) {
        // serde_json keeps the last of duplicate names, and has no limit on depth that this text could reach.
        let theirs = serde_json::from_str::<Value>(&text);
        match parse(text.as_bytes(), &Limits::default()) {
            Ok(ours) => prop_assert_eq!(ours, theirs.unwrap()),
            Err(ward_input::json::JsonError::DuplicateName { .. }) => {}
            Err(_) => prop_assert!(theirs.is_err()),
        }
    }

    #[test]
    fn a_host_name_parses_to_itself(text in "\\PC{0,40}") {
        if let Ok(name) = HostName::parse(&text) {
            prop_assert_eq!(HostName::parse(name.as_str()), Ok(name));
        }
    }

    #[test]
    fn an_email_address_parses_to_itself(text in "[a-z\"\\\\@. +é(\\[]{1,10}@[a-zé.-]{1,12}") {
        if let Ok(address) = EmailAddress::parse(&text) {
            prop_assert_eq!(EmailAddress::parse(&address.to_string()), Ok(address));
        }
    }

    #[test]
    fn no_text_makes_the_url_report_panic(text in "(https?:)?[\\PC\\\\/@:%.\t]{0,60}") {
        let _ = UrlReport::parse(&text);
    }
}
