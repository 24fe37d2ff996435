//! Public keys as JSON Web Keys (RFC 7517), Ed25519 as RFC 8037 writes it. Private halves are never exported.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;

use crate::SigningKeys;
use crate::hazmat::digest::sha256;
use crate::hazmat::ed25519::PUBLIC_KEY_LEN;

/// One public key. Serialises as the JSON object; the members come in the order of the fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Jwk {
    /// Key type: `OKP`, an octet key pair.
    pub kty: &'static str,
    /// Curve: `Ed25519`.
    pub crv: &'static str,
    /// The public key, base64url without padding.
    pub x: String,
    /// Key id: the RFC 7638 thumbprint, so that it follows from the key and never needs storing.
    pub kid: String,
    /// Intended use: `sig`.
    #[serde(rename = "use")]
    pub usage: &'static str,
    /// Algorithm: `EdDSA` (RFC 8037, section 3.1).
    pub alg: &'static str,
}

/// A set of public keys, as `/.well-known/jwks.json` serves it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct JwkSet {
    /// The keys, the primary first.
    pub keys: Vec<Jwk>,
}

impl Jwk {
    /// The JWK of an Ed25519 public key.
    #[must_use]
    pub fn ed25519(public_key: &[u8; PUBLIC_KEY_LEN]) -> Self {
        let x = BASE64_URL_SAFE_NO_PAD.encode(public_key);
        let kid = ed25519_thumbprint(public_key);
        Self {
            kty: "OKP",
            crv: "Ed25519",
            x,
            kid,
            usage: "sig",
            alg: "EdDSA",
        }
    }
}

/// The RFC 7638 thumbprint of an Ed25519 public key: SHA-256, base64url without padding, 43 characters.
#[must_use]
pub fn ed25519_thumbprint(public_key: &[u8; PUBLIC_KEY_LEN]) -> String {
    // RFC 8037, section 2: the required members in lexicographic order, no white space.
    let x = BASE64_URL_SAFE_NO_PAD.encode(public_key);
    let hash = sha256(&[br#"{"crv":"Ed25519","kty":"OKP","x":""#, x.as_bytes(), br#""}"#]);
    BASE64_URL_SAFE_NO_PAD.encode(hash)
}

impl SigningKeys {
    /// The public halves of all usable versions, the primary first, then from the newest to the oldest.
    #[must_use]
    pub fn jwks(&self) -> JwkSet {
        JwkSet {
            keys: self
                .iter()
                .map(|version| Jwk::ed25519(version.key.public_key()))
                .collect(),
        }
    }

    /// The version whose thumbprint is `kid`.
    #[must_use]
    pub fn version_of_kid(&self, kid: &str) -> Option<u32> {
        self.iter()
            .find(|version| ed25519_thumbprint(version.key.public_key()) == kid)
            .map(|version| version.number)
    }
}
