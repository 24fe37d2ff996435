//! Tokens of PyJWT, and tokens for it. `tests/vectors/README.md` tells how the files were made and checked.

use serde_json::Value;
use ward_secret::Timestamp;
use ward_tokens::jwt::{AudienceRule, Claims, SigningKey, Validation, VerifyError, VerifyingKeys};

use crate::forge::{NOW, access};

fn pyjwt() -> Value {
    serde_json::from_str(include_str!("../vectors/pyjwt.json")).unwrap()
}

fn signers(suite: &Value) -> [SigningKey; 2] {
    let seed = hex::decode(suite["seed"].as_str().unwrap()).unwrap();
    [
        SigningKey::hs256(suite["secret"].as_str().unwrap().as_bytes()).unwrap(),
        SigningKey::ed25519(&seed).unwrap().with_key_id(Some("key-1")),
    ]
}

#[test]
fn tokens_of_pyjwt_verify_with_all_their_claims() {
    let suite = pyjwt();
    let keys: VerifyingKeys = signers(&suite).iter().map(SigningKey::verifying_key).collect();
    let expected = Validation::new().audience(AudienceRule::Any);
    for case in suite["tokens"].as_array().unwrap() {
        let verified = keys
            .verify(case["token"].as_str().unwrap(), &expected, NOW)
            .unwrap();
        assert_eq!(verified.algorithm.name(), case["alg"], "{}", case["comment"]);
        assert_eq!(
            serde_json::to_value(&verified.claims).unwrap(),
            case["claims"],
            "{}",
            case["comment"]
        );
    }
}

#[test]
fn tokens_of_the_predecessor_verify_when_no_audience_is_demanded() {
    let suite = pyjwt();
    let case = &suite["tokens"][0];
    assert_eq!(case["comment"], "the predecessor's claims");
    let keys: VerifyingKeys = signers(&suite).iter().map(SigningKey::verifying_key).collect();
    let verified = keys
        .verify(case["token"].as_str().unwrap(), &Validation::new(), NOW)
        .unwrap();
    assert_eq!(verified.claims.jti, None);
    assert_eq!(verified.claims.permissions, ["read", "orders:write"]);
}

#[test]
fn tokens_of_pyjwt_expire() {
    let suite = pyjwt();
    let keys: VerifyingKeys = signers(&suite).iter().map(SigningKey::verifying_key).collect();
    let later = Timestamp::from_unix_seconds(1_795_249_900);
    let expected = Validation::new().audience(AudienceRule::Any);
    for case in suite["tokens"].as_array().unwrap() {
        let refused = keys.verify(case["token"].as_str().unwrap(), &expected, later);
        assert_eq!(refused.unwrap_err(), VerifyError::Expired, "{}", case["comment"]);
    }
}

/// The tokens that were handed to PyJWT: any change in how Ward writes shows here first.
#[test]
fn tokens_for_pyjwt_are_written_as_when_it_read_them() {
    let frozen: Value = serde_json::from_str(include_str!("../vectors/ward.json")).unwrap();
    let written: Vec<String> = signers(&frozen)
        .iter()
        .flat_map(|signer| [minimal(), full()].map(|claims| signer.sign(&claims).unwrap()))
        .collect();
    let read: Vec<&str> = frozen["tokens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| case["token"].as_str().unwrap())
        .collect();
    assert_eq!(written, read);
}

fn minimal() -> Claims {
    let mut claims = access();
    (claims.nbf, claims.jti) = (None, None);
    claims
}

fn full() -> Claims {
    let mut claims = access();
    claims.iss = Some("https://ward.example".to_owned());
    claims.aud = vec!["orders".to_owned(), "billing".to_owned()];
    claims.permissions.push("größe:lesen".to_owned());
    claims
        .extra
        .insert("team".to_owned(), serde_json::json!({"ids": [1, -2, 0.5]}));
    claims
}
