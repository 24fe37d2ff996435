//! What the claims may be, and how they are written.

use serde_json::json;
use ward_secret::Timestamp;
use ward_tokens::jwt::{AudienceRule, SignError, SigningKey, Validation, VerifyError, inspect};

use crate::forge::{HEADER, NOW, SECRET, access, forged, hs256_keys, verify_payload};

fn exp(value: &str) -> Result<Timestamp, VerifyError> {
    verify_payload(&format!(r#"{{"type":"access","exp":{value}}}"#)).map(|verified| verified.claims.exp)
}

#[test]
fn exp_is_required() {
    assert_eq!(
        verify_payload(r#"{"sub":"alice","type":"access"}"#).unwrap_err(),
        VerifyError::MissingExpiry
    );
}

#[test]
fn exp_may_be_whole_or_have_a_fraction() {
    assert_eq!(exp("1795249800"), Ok(Timestamp::from_unix_seconds(1_795_249_800)));
    assert_eq!(
        exp("1795249800.25"),
        Ok(Timestamp::from_unix_micros(1_795_249_800_250_000))
    );
    assert_eq!(
        exp("1.7952498e9"),
        Ok(Timestamp::from_unix_seconds(1_795_249_800))
    );
}

#[test]
fn exp_of_another_type_is_malformed() {
    for value in [
        r#""1795249800""#,
        r#""2026-11-21T08:30:00Z""#,
        "null",
        "true",
        "[1795249800]",
        "{}",
        "NaN",
        "Infinity",
    ] {
        assert_eq!(exp(value), Err(VerifyError::Malformed), "{value}");
    }
}

#[test]
fn exp_outside_the_years_1970_to_9999_is_malformed() {
    for value in [
        "-1",
        "-0.5",
        "253402300800",
        "1e300",
        "1e999",
        "-1e999",
        "9223372036854775807",
        "18446744073709551615",
    ] {
        assert_eq!(exp(value), Err(VerifyError::Malformed), "{value}");
    }
    assert_eq!(
        exp("253402300799"),
        Ok(Timestamp::from_unix_seconds(253_402_300_799))
    );
    assert_eq!(exp("0"), Err(VerifyError::Expired));
    assert_eq!(exp("-0.0"), Err(VerifyError::Expired));
}

#[test]
fn nbf_and_iat_follow_the_same_rules() {
    for claim in ["nbf", "iat"] {
        for value in [r#""0""#, "null", "-1", "1e300"] {
            let payload = format!(r#"{{"type":"access","exp":1795249800,"{claim}":{value}}}"#);
            assert_eq!(
                verify_payload(&payload).unwrap_err(),
                VerifyError::Malformed,
                "{payload}"
            );
        }
    }
}

#[test]
fn a_claim_twice_is_malformed() {
    for payload in [
        r#"{"exp":1795249800,"exp":1795249800,"type":"access"}"#,
        r#"{"exp":1795249800,"type":"access","sub":"a","sub":"b"}"#,
        r#"{"exp":1795249800,"type":"access","s\u0075b":"a","sub":"b"}"#,
        r#"{"exp":1795249800,"type":"access","permissions":[],"permissions":["admin"]}"#,
        r#"{"exp":1795249800,"type":"access","x":1,"x":1}"#,
        r#"{"exp":1795249800,"type":"access","x":{"y":1,"y":2}}"#,
    ] {
        assert_eq!(
            verify_payload(payload).unwrap_err(),
            VerifyError::Malformed,
            "{payload}"
        );
    }
}

#[test]
fn a_claim_of_the_wrong_type_is_malformed() {
    for claim in [
        r#""sub":7"#,
        r#""sub":null"#,
        r#""iss":[]"#,
        r#""jti":{}"#,
        r#""aud":{"a":1}"#,
        r#""aud":["a",7]"#,
        r#""aud":null"#,
        r#""permissions":"admin""#,
        r#""permissions":[["admin"]]"#,
        r#""permissions":{"0":"admin"}"#,
        r#""type":true"#,
    ] {
        let payload = format!(r#"{{"exp":1795249800,{claim}}}"#);
        assert_eq!(
            verify_payload(&payload).unwrap_err(),
            VerifyError::Malformed,
            "{payload}"
        );
    }
}

#[test]
fn a_payload_that_is_no_object_is_malformed() {
    for payload in [
        "[]",
        "1",
        "null",
        "\"x\"",
        "{",
        r#"{"exp":1795249800,"type":"access"}x"#,
        "\u{feff}{}",
    ] {
        assert_eq!(
            verify_payload(payload).unwrap_err(),
            VerifyError::Malformed,
            "{payload}"
        );
    }
}

#[test]
fn deep_nesting_is_malformed() {
    let payload = format!(
        r#"{{"exp":1795249800,"type":"access","x":{}{}}}"#,
        "[".repeat(100),
        "]".repeat(100)
    );
    assert_eq!(verify_payload(&payload).unwrap_err(), VerifyError::Malformed);
}

#[test]
fn other_claims_are_kept_as_they_came() {
    let claims =
        verify_payload(r#"{"exp":1795249800,"type":"access","team":{"ids":[1,-2,0.5]},"scope":"a b"}"#)
            .unwrap()
            .claims;
    assert_eq!(
        serde_json::to_value(&claims.extra).unwrap(),
        json!({"team": {"ids": [1, -2, 0.5]}, "scope": "a b"})
    );
}

#[test]
fn permissions_are_empty_when_absent() {
    assert!(
        verify_payload(r#"{"exp":1795249800,"type":"access"}"#)
            .unwrap()
            .claims
            .permissions
            .is_empty()
    );
}

#[test]
fn claims_come_back_as_they_went() {
    let mut claims = access();
    claims.iss = Some("https://ward.example".to_owned());
    claims.aud = vec!["a".to_owned(), "b\"ö\u{202e}".to_owned()];
    claims.exp = Timestamp::from_unix_micros(1_795_249_800_123_456);
    claims.extra.insert("note".to_owned(), json!(["x", {"y": null}]));
    let token = SigningKey::hs256(&SECRET).unwrap().sign(&claims).unwrap();
    let expected = Validation::new().audience(AudienceRule::Any);
    assert_eq!(
        hs256_keys().verify(&token, &expected, NOW).unwrap().claims,
        claims
    );
}

#[test]
fn one_audience_is_text_and_several_are_a_list() {
    let mut claims = access();
    assert!(serde_json::to_value(&claims).unwrap().get("aud").is_none());
    claims.aud = vec!["a".to_owned()];
    assert_eq!(serde_json::to_value(&claims).unwrap()["aud"], json!("a"));
    claims.aud.push("b".to_owned());
    assert_eq!(serde_json::to_value(&claims).unwrap()["aud"], json!(["a", "b"]));
}

#[test]
fn access_claims_are_complete_and_in_whole_seconds() {
    let claims = serde_json::to_value(access()).unwrap();
    for name in ["sub", "permissions", "type", "iat", "nbf", "exp", "jti"] {
        assert!(claims.get(name).is_some(), "{name}");
    }
    assert_eq!(claims["type"], "access");
    assert_eq!(claims["exp"], json!(1_795_249_800));
    assert_eq!(claims["jti"].as_str().unwrap().len(), 22);
}

#[test]
fn every_token_has_its_own_id() {
    let random = &mut ward_secret::SystemRandom;
    let mut id =
        || ward_tokens::jwt::Claims::access("a", [], NOW, std::time::Duration::from_secs(1), random).jti;
    assert_ne!(id(), id());
}

#[test]
fn an_extra_claim_cannot_shadow_a_registered_one() {
    for name in [
        "sub",
        "iss",
        "aud",
        "exp",
        "nbf",
        "iat",
        "jti",
        "permissions",
        "type",
    ] {
        let mut claims = access();
        claims.extra.insert(name.to_owned(), json!(1));
        let refused = SigningKey::hs256(&SECRET).unwrap().sign(&claims);
        assert_eq!(refused.unwrap_err(), SignError::RegisteredClaim, "{name}");
    }
}

#[test]
fn a_token_that_nobody_could_present_is_not_written() {
    let mut claims = access();
    claims.permissions = vec!["p".repeat(100); 130];
    assert_eq!(
        SigningKey::hs256(&SECRET).unwrap().sign(&claims).unwrap_err(),
        SignError::TooLarge
    );
}

#[test]
fn inspection_shows_what_nobody_vouches_for() {
    let seen = inspect(&forged(&[0; 32], HEADER, r#"{"sub":"mallory"}"#)).unwrap();
    assert_eq!(seen.header["alg"], "HS256");
    assert_eq!(seen.payload["sub"], "mallory");
    assert_eq!(inspect("e30.e30").unwrap_err(), VerifyError::Malformed);
    assert_eq!(inspect("e30.W10.eA").unwrap_err(), VerifyError::Malformed);
}
