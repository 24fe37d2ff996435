//! Public keys as a JWK set (RFC 7517), for everyone who checks Ward's tokens.
//!
//! ```
//! use ward_tokens::{jwks, jwt::SigningKey};
//!
//! let current = SigningKey::ed25519(&[1; 32])?.verifying_key();
//! let previous = SigningKey::ed25519(&[2; 32])?.verifying_key();
//! let set = jwks::set([&current, &previous]);
//! assert_eq!(set["keys"][0]["kid"], current.key_id().unwrap());
//! # Ok::<(), ward_tokens::jwt::KeyError>(())
//! ```
//!
//! Keep a retired key in the set until the last token it signed has expired. Shared secrets are passed over:
//! they have no public half.

use serde_json::{Value, json};
use ward_keys::hazmat::digest;

use crate::base64url;
use crate::jwt::VerifyingKey;

/// The JWK set of the public keys among `keys`, in their order: `{"keys":[…]}`.
///
/// Each is `kty` OKP, `crv` Ed25519, `alg` `EdDSA`, `use` sig (RFC 8037, section 2), with the key's id if it has one.
pub fn set<'k>(keys: impl IntoIterator<Item = &'k VerifyingKey>) -> Value {
    let public: Vec<Value> = keys.into_iter().filter_map(jwk).collect();
    json!({ "keys": public })
}

/// One public key as a JWK; `None` for a shared secret.
#[must_use]
pub fn jwk(key: &VerifyingKey) -> Option<Value> {
    let public = key.public_key()?;
    let mut jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": base64url::encode(public) });
    let members = jwk.as_object_mut()?;
    if let Some(key_id) = key.key_id() {
        members.insert("kid".to_owned(), key_id.into());
    }
    members.insert("use".to_owned(), "sig".into());
    members.insert("alg".to_owned(), key.algorithm().name().into());
    Some(jwk)
}

/// The thumbprint of an Ed25519 public key: base64url of SHA-256 over its required members in the one order and
/// spelling that RFC 7638 (section 3) and RFC 8037 (section 2) fix.
#[must_use]
pub fn thumbprint(public_key: &[u8; 32]) -> String {
    let x = base64url::encode(public_key);
    let hash = digest::sha256(&[br#"{"crv":"Ed25519","kty":"OKP","x":""#, x.as_bytes(), br#""}"#]);
    base64url::encode(&hash)
}
