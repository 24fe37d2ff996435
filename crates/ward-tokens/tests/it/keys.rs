//! Keys, their ids, their rotation and their public form.

use serde_json::json;
use ward_tokens::jwks;
use ward_tokens::jwt::{
    Algorithm, KeyError, SigningKey, Validation, VerifyError, VerifyingKey, VerifyingKeys,
};

use crate::forge::{NOW, access};

#[test]
fn an_hs256_secret_needs_32_bytes() {
    assert_eq!(SigningKey::hs256(&[7; 31]).unwrap_err(), KeyError::SecretTooShort);
    assert_eq!(VerifyingKey::hs256(b"").unwrap_err(), KeyError::SecretTooShort);
    assert!(SigningKey::hs256(&[7; 32]).is_ok());
}

#[test]
fn a_public_key_in_text_form_is_no_secret() {
    for text in [
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n",
        "  \n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKx0 alice@example",
        "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAI",
    ] {
        assert_eq!(
            SigningKey::hs256(text.as_bytes()).unwrap_err(),
            KeyError::NotASecret,
            "{text}"
        );
    }
}

#[test]
fn an_ed25519_key_has_32_bytes() {
    for length in [0, 31, 33, 64] {
        assert_eq!(
            SigningKey::ed25519(&vec![1; length]).unwrap_err(),
            KeyError::BadKey
        );
        assert_eq!(
            VerifyingKey::ed25519(&vec![1; length]).unwrap_err(),
            KeyError::BadKey
        );
    }
}

#[test]
fn debug_shows_no_key() {
    let shown = format!("{:?}", SigningKey::hs256(&[0x41; 32]).unwrap());
    assert_eq!(shown, "SigningKey { algorithm: Hs256, key_id: None, .. }");
    let shown = format!("{:?}", VerifyingKey::hs256(&[0x41; 32]).unwrap());
    assert_eq!(shown, "VerifyingKey { algorithm: Hs256, key_id: None, .. }");
}

#[test]
fn tokens_of_a_retired_key_verify_as_long_as_it_is_listed() {
    let old = SigningKey::ed25519(&[1; 32]).unwrap();
    let new = SigningKey::ed25519(&[2; 32]).unwrap();
    let token = old.sign(&access()).unwrap();
    let both = VerifyingKeys::from_iter([new.verifying_key(), old.verifying_key()]);
    let verified = both.verify(&token, &Validation::new(), NOW).unwrap();
    assert_eq!(verified.key_id.as_deref(), old.key_id());
    let only_new = VerifyingKeys::from_iter([new.verifying_key()]);
    assert_eq!(
        only_new.verify(&token, &Validation::new(), NOW).unwrap_err(),
        VerifyError::UnknownKey
    );
}

#[test]
fn shared_secrets_without_an_id_are_tried_in_turn() {
    let old = SigningKey::hs256(&[1; 32]).unwrap();
    let new = SigningKey::hs256(&[2; 32]).unwrap();
    let keys = VerifyingKeys::from_iter([new.verifying_key(), old.verifying_key()]);
    for signer in [&old, &new] {
        assert!(
            keys.verify(&signer.sign(&access()).unwrap(), &Validation::new(), NOW)
                .is_ok()
        );
    }
}

#[test]
fn both_algorithms_live_in_one_list() {
    let hs256 = SigningKey::hs256(&[1; 32]).unwrap();
    let eddsa = SigningKey::ed25519(&[2; 32]).unwrap();
    let keys = VerifyingKeys::from_iter([hs256.verifying_key(), eddsa.verifying_key()]);
    for signer in [hs256, eddsa] {
        let token = signer.sign(&access()).unwrap();
        assert_eq!(
            keys.verify(&token, &Validation::new(), NOW).unwrap().algorithm,
            signer.algorithm()
        );
    }
}

#[test]
fn a_signature_by_a_kidless_eddsa_key_is_checked_beside_a_kidless_secret() {
    let hs256 = SigningKey::hs256(&[1; 32]).unwrap();
    let eddsa = SigningKey::ed25519(&[2; 32]).unwrap().with_key_id(None);
    let keys = VerifyingKeys::from_iter([hs256.verifying_key(), eddsa.verifying_key()]);
    let token = eddsa.sign(&access()).unwrap();
    assert_eq!(
        keys.verify(&token, &Validation::new(), NOW).unwrap().algorithm,
        Algorithm::EdDsa
    );
}

#[test]
fn the_header_names_algorithm_id_and_type() {
    let signer = SigningKey::ed25519(&[2; 32]).unwrap().with_key_id(Some("a\"b"));
    let seen = ward_tokens::jwt::inspect(&signer.sign(&access()).unwrap()).unwrap();
    assert_eq!(
        serde_json::to_value(seen.header).unwrap(),
        json!({"alg": "EdDSA", "kid": "a\"b", "typ": "JWT"})
    );
}

#[test]
fn a_jwk_set_lists_public_keys_and_never_a_secret() {
    let eddsa = SigningKey::ed25519(&[2; 32]).unwrap().verifying_key();
    let named = SigningKey::ed25519(&[3; 32])
        .unwrap()
        .verifying_key()
        .with_key_id(Some("k"));
    let hs256 = VerifyingKey::hs256(&[1; 32]).unwrap();
    let set = jwks::set([&hs256, &eddsa, &named]);
    let keys = set["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[1]["kid"], "k");
    for key in keys {
        assert_eq!((&key["kty"], &key["crv"]), (&json!("OKP"), &json!("Ed25519")));
        assert_eq!((&key["use"], &key["alg"]), (&json!("sig"), &json!("EdDSA")));
        assert!(key.get("k").is_none() && key.get("d").is_none());
    }
    assert!(jwks::jwk(&hs256).is_none());
}
