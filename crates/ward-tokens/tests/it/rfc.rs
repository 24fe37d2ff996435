//! The examples in the appendices of RFC 7515 and RFC 8037.

use serde_json::json;
use ward_secret::Timestamp;
use ward_tokens::jwks;
use ward_tokens::jwt::{SigningKey, Validation, VerifyError, VerifyingKey, VerifyingKeys, jws};

use crate::forge::from_b64;

/// RFC 7515, appendix A.1: HS256, with a line break inside the header.
const A1_KEY: &str = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
const A1_TOKEN: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn a1_keys() -> VerifyingKeys {
    VerifyingKeys::from_iter([VerifyingKey::hs256(&from_b64(A1_KEY)).unwrap()])
}

#[test]
fn rfc_7515_a1_verifies_and_reads() {
    let expected = Validation::new().token_type(None).issuer("joe");
    let now = Timestamp::from_unix_seconds(1_300_819_000);
    let claims = a1_keys().verify(A1_TOKEN, &expected, now).unwrap().claims;
    assert_eq!(claims.exp.unix_seconds(), 1_300_819_380);
    assert_eq!(claims.extra["http://example.com/is_root"], json!(true));
}

#[test]
fn rfc_7515_a5_the_unsecured_token_is_refused() {
    let token = "eyJhbGciOiJub25lIn0.\
eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
    assert_eq!(
        jws::verify(token, &a1_keys()).unwrap_err(),
        VerifyError::Malformed
    );
}

/// RFC 8037, appendix A: Ed25519.
const D: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const A4_TOKEN: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

#[test]
fn rfc_8037_a2_the_public_half_follows_from_the_seed() {
    let key = SigningKey::ed25519(&from_b64(D)).unwrap().verifying_key();
    assert_eq!(key.public_key().unwrap().as_slice(), from_b64(X));
    assert_eq!(jwks::jwk(&key).unwrap()["x"], X);
}

#[test]
fn rfc_8037_a3_the_thumbprint_matches() {
    let public: [u8; 32] = from_b64(X).try_into().unwrap();
    assert_eq!(
        jwks::thumbprint(&public),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
}

#[test]
fn rfc_8037_a5_the_signature_verifies() {
    let key = VerifyingKey::ed25519(&from_b64(X)).unwrap().with_key_id(None);
    let keys = VerifyingKeys::from_iter([key]);
    assert_eq!(
        jws::verify(A4_TOKEN, &keys).unwrap().payload,
        b"Example of Ed25519 signing"
    );
}

#[test]
fn rfc_8037_a4_another_payload_does_not_verify() {
    let key = VerifyingKey::ed25519(&from_b64(X)).unwrap().with_key_id(None);
    let token = A4_TOKEN.replace("RXhhbXBsZSB", "RXhhbXBsZSC");
    assert_eq!(
        jws::verify(&token, &VerifyingKeys::from_iter([key])).unwrap_err(),
        VerifyError::BadSignature
    );
}
