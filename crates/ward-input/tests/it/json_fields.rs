//! Typed requests: both deserializers give the same pointer and rule, and neither repeats what it read.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use ward_input::json::{FieldError, JsonError, Limits, RULES, decode, from_slice, parse};

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Request {
    name: String,
    #[serde(default)]
    age: Option<u8>,
    #[serde(default)]
    tags: Vec<Tag>,
    #[serde(default)]
    claims: BTreeMap<String, Tag>,
    #[serde(default)]
    kind: Kind,
    #[serde(default, deserialize_with = "short")]
    note: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Tag {
    label: String,
}

#[derive(Debug, Deserialize, PartialEq, Default)]
#[serde(rename_all = "snake_case")]
enum Kind {
    #[default]
    Plain,
    Sized(u32),
    Pair(u8, u8),
    Named {
        size: u8,
    },
}

fn short<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.len() {
        0..=8 => Ok(text),
        9..=16 => Err(serde::de::Error::custom("too_long")),
        _ => Err(serde::de::Error::custom(format!("the note {text} is absurd"))),
    }
}

/// The one error that both ways in report for `text`.
fn refused(text: &str) -> FieldError {
    let direct = match from_slice::<Request>(text.as_bytes(), &Limits::default()) {
        Err(JsonError::Fields(errors)) => errors,
        other => panic!("{other:?}"),
    };
    let by_value = decode::<Request>(parse(text.as_bytes(), &Limits::default()).unwrap()).unwrap_err();
    assert_eq!(direct, by_value);
    assert_eq!(direct.len(), 1);
    assert!(RULES.contains(&direct[0].rule));
    direct[0].clone()
}

fn accepted(text: &str) -> Request {
    let direct: Request = from_slice(text.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(
        direct,
        decode(parse(text.as_bytes(), &Limits::default()).unwrap()).unwrap()
    );
    direct
}

#[track_caller]
fn assert_refused(text: &str, pointer: &str, rule: &str) {
    let error = refused(text);
    assert_eq!((error.pointer.as_str(), error.rule), (pointer, rule));
}

#[test]
fn a_full_request_is_accepted() {
    let request = accepted(
        r#"{"name":"a\u00e9","age":7,"tags":[{"label":"x"}],"claims":{"k":{"label":"y"}},"kind":{"sized":3}}"#,
    );
    assert_eq!(
        (request.name.as_str(), request.age, request.kind),
        ("aé", Some(7), Kind::Sized(3))
    );
}

#[test]
fn null_is_an_absent_option() {
    assert_eq!(accepted(r#"{"name":"a","age":null}"#).age, None);
}

#[test]
fn every_form_of_enum_is_accepted() {
    assert_eq!(accepted(r#"{"name":"a","kind":"plain"}"#).kind, Kind::Plain);
    assert_eq!(
        accepted(r#"{"name":"a","kind":{"plain":null}}"#).kind,
        Kind::Plain
    );
    assert_eq!(
        accepted(r#"{"name":"a","kind":{"pair":[1,2]}}"#).kind,
        Kind::Pair(1, 2)
    );
    assert_eq!(
        accepted(r#"{"name":"a","kind":{"named":{"size":1}}}"#).kind,
        Kind::Named { size: 1 }
    );
}

#[test]
fn a_missing_field_is_named_in_the_pointer() {
    assert_refused("{}", "/name", "missing_field");
    assert_refused(
        r#"{"name":"a","tags":[{"label":"x"},{}]}"#,
        "/tags/1/label",
        "missing_field",
    );
}

#[test]
fn an_unknown_field_is_not_named() {
    assert_refused(r#"{"name":"a","hunter2":1}"#, "", "unknown_field");
    assert_refused(
        r#"{"name":"a","tags":[{"hunter2":1}]}"#,
        "/tags/0",
        "unknown_field",
    );
}

#[test]
fn a_wrong_type_points_at_its_field() {
    assert_refused(r#"{"name":5}"#, "/name", "wrong_type");
    assert_refused(
        r#"{"name":"a","tags":[{"label":null}]}"#,
        "/tags/0/label",
        "wrong_type",
    );
}

#[test]
fn a_number_out_of_range_has_its_own_rule() {
    assert_refused(r#"{"name":"a","age":256}"#, "/age", "out_of_range");
    assert_refused(r#"{"name":"a","age":-1}"#, "/age", "out_of_range");
}

#[test]
fn a_fraction_for_a_whole_number_is_a_wrong_type() {
    assert_refused(r#"{"name":"a","age":1.5}"#, "/age", "wrong_type");
}

#[test]
fn the_pointer_stops_above_a_name_that_the_caller_chose() {
    assert_refused(
        r#"{"name":"a","claims":{"hunter2":{"label":1}}}"#,
        "/claims",
        "wrong_type",
    );
    assert_refused(
        r#"{"name":"a","claims":{"hunter2":{}}}"#,
        "/claims",
        "missing_field",
    );
}

#[test]
fn an_unknown_variant_is_not_named() {
    assert_refused(r#"{"name":"a","kind":"hunter2"}"#, "/kind", "unknown_variant");
    assert_refused(r#"{"name":"a","kind":{"hunter2":1}}"#, "/kind", "unknown_variant");
}

#[test]
fn an_enum_object_with_two_members_is_refused() {
    assert_refused(
        r#"{"name":"a","kind":{"sized":1,"pair":[1,2]}}"#,
        "/kind",
        "wrong_length",
    );
}

#[test]
fn too_many_elements_for_a_tuple_are_refused() {
    assert_refused(r#"{"name":"a","kind":{"pair":[1,2,3]}}"#, "/kind", "wrong_length");
}

#[test]
fn a_struct_given_as_an_array_is_a_wrong_type() {
    assert_refused(r#"["a"]"#, "", "wrong_type");
}

#[test]
fn a_check_of_the_type_may_name_a_known_rule() {
    assert_refused(r#"{"name":"a","note":"ten chars."}"#, "/note", "too_long");
}

#[test]
fn any_other_text_of_a_check_becomes_invalid() {
    assert_refused(
        r#"{"name":"a","note":"seventeen or more characters"}"#,
        "/note",
        "invalid",
    );
}

#[test]
fn no_error_repeats_a_canary() {
    for text in [
        r#"{"name":{"canary":"canary"}}"#,
        r#"{"canary":"canary"}"#,
        r#"{"name":"canary","age":"canary"}"#,
        r#"{"name":"canary","kind":"canary"}"#,
        r#"{"name":"canary","note":"canary canary canary"}"#,
        r#"{"name":"canary","claims":{"canary":"canary"}}"#,
        r#"{"name":"canary" canary"#,
        r#"{"canary":1,"canary":2}"#,
    ] {
        let error = from_slice::<Request>(text.as_bytes(), &Limits::default()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"), "{text}");
    }
}

#[test]
fn duplicates_are_refused_where_the_type_ignores_the_field() {
    #[derive(Debug, Deserialize)]
    struct Loose {}
    let error = from_slice::<Loose>(br#"{"x":{"a":1,"a":2}}"#, &Limits::default()).unwrap_err();
    assert!(matches!(error, JsonError::DuplicateName { .. }));
}

#[test]
fn plain_strings_are_borrowed_from_the_input() {
    let bytes = br#"{"a":"text"}"#;
    let map: BTreeMap<&str, &str> = from_slice(bytes, &Limits::default()).unwrap();
    assert!(bytes.as_ptr_range().contains(&map["a"].as_ptr()));
}
