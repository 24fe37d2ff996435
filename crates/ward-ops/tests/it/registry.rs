//! What every spec must be, whatever it specifies.

use serde_json::Value;
use ward_ops::{Effect, Exposure, Registry, parameters};

#[test]
fn names_are_unique_and_of_the_form_that_every_face_takes() {
    let registry = Registry::new();
    let names: Vec<_> = registry.iter().map(|entry| entry.spec().name).collect();
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
    for name in names {
        assert!(
            name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
            "{name}"
        );
    }
}

#[test]
fn the_seven_tools_of_the_predecessor_are_there() {
    let registry = Registry::new();
    for name in [
        "jwt_token",
        "password_hash",
        "password_verify",
        "encrypt",
        "decrypt",
        "ssl_check",
        "security_audit",
    ] {
        assert!(registry.find(name).is_some(), "{name}");
    }
}

#[test]
fn every_request_refuses_unknown_fields_and_documents_the_known_ones() {
    for entry in &Registry::new() {
        let schema = entry.request_schema();
        let name = entry.spec().name;
        assert_eq!(
            schema.get("additionalProperties"),
            Some(&Value::Bool(false)),
            "{name}"
        );
        for parameter in parameters(&schema) {
            assert!(
                !parameter.sentence.is_empty(),
                "{name}.{} has no documentation",
                parameter.name
            );
        }
    }
}

#[test]
fn secret_fields_are_fields() {
    for entry in &Registry::new() {
        for (schema, pointers) in [
            (entry.request_schema(), entry.spec().secret_request),
            (entry.response_schema(), entry.spec().secret_response),
        ] {
            for pointer in pointers {
                let property = format!("/properties{pointer}");
                assert!(
                    schema.pointer(&property).is_some(),
                    "{}: {pointer}",
                    entry.spec().name
                );
            }
        }
    }
}

#[test]
fn what_destroys_says_so() {
    let registry = Registry::new();
    assert_eq!(
        registry.find("api_key_revoke").unwrap().spec().effect,
        Effect::Destroy
    );
    assert_eq!(registry.find("key_create").unwrap().spec().effect, Effect::Write);
    assert_eq!(
        registry.find("password_hash").unwrap().spec().effect,
        Effect::Read
    );
}

#[test]
fn an_answer_with_a_secret_is_not_simply_open_to_agents() {
    for entry in &Registry::new() {
        let spec = entry.spec();
        let open = spec.exposure == Exposure::Open;
        assert_eq!(open, spec.secret_response.is_empty(), "{}", spec.name);
    }
}

#[test]
fn lasting_credentials_are_never_for_agents() {
    let registry = Registry::new();
    for name in ["api_key_create", "api_key_rotate"] {
        let exposure = registry.find(name).unwrap().spec().exposure;
        assert!(matches!(exposure, Exposure::Withheld(_)), "{name}");
    }
}
