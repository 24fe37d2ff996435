//! Tokens that Ward would never write.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ward_keys::hazmat::hmac;
use ward_secret::Timestamp;
use ward_secret::testing::SeededRandom;
use ward_tokens::jwt::{Claims, SigningKey, Validation, Verified, VerifyError, VerifyingKeys};

pub(crate) const NOW: Timestamp = Timestamp::from_unix_seconds(1_795_248_000);
pub(crate) const SECRET: [u8; 32] = *b"0f5c9a8be13d47c2a6f08e7b9d13524f";
pub(crate) const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;
pub(crate) const PAYLOAD: &str = r#"{"sub":"alice","type":"access","exp":1795249800}"#;

pub(crate) fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn from_b64(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

/// A token with any header and payload and a right HS256 signature.
pub(crate) fn forged(secret: &[u8], header: &str, payload: &str) -> String {
    sealed(secret, &format!("{}.{}", b64(header), b64(payload)))
}

/// Any text, a dot, and the right HS256 signature over it.
pub(crate) fn sealed(secret: &[u8], input: &str) -> String {
    let tag = hmac::Key::new(hmac::Hash::Sha256, secret).tag(&[input.as_bytes()]);
    format!("{input}.{}", b64(tag))
}

pub(crate) fn hs256_keys() -> VerifyingKeys {
    VerifyingKeys::from_iter([SigningKey::hs256(&SECRET).unwrap().verifying_key()])
}

/// Verifies under [`hs256_keys`] with the default validation.
pub(crate) fn verify(token: &str) -> Result<Verified, VerifyError> {
    hs256_keys().verify(token, &Validation::new(), NOW)
}

/// Verifies a rightly signed token with this payload.
pub(crate) fn verify_payload(payload: &str) -> Result<Verified, VerifyError> {
    verify(&forged(&SECRET, HEADER, payload))
}

pub(crate) fn refusal(token: &str) -> VerifyError {
    verify(token).unwrap_err()
}

pub(crate) fn access() -> Claims {
    Claims::access(
        "alice",
        ["read".to_owned()],
        NOW,
        Duration::from_mins(30),
        &mut SeededRandom::new(1),
    )
}
