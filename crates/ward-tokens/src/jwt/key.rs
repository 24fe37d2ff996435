//! Keys that know their algorithm.

use std::fmt;
use std::sync::Arc;

use ward_keys::hazmat::{ed25519, hmac};

use super::{Claims, KeyError, MAX_TOKEN_LEN, SignError, Validation, Verified, VerifyError, jws};
use crate::{base64url, jwks};

/// Shortest HS256 secret in bytes: the output of the hash (RFC 7518, section 3.2).
pub const MIN_SECRET_LEN: usize = 32;

/// How a token is signed. A property of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-256: whoever can check can also sign.
    Hs256,
    /// Ed25519 (RFC 8037). Written `EdDSA`; RFC 9864 prefers `Ed25519`, which few readers know yet.
    EdDsa,
}

impl Algorithm {
    /// The name in the header: `HS256`, `EdDSA`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::EdDsa => "EdDSA",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A key that signs tokens, prepared once and kept.
pub struct SigningKey {
    secret: SigningSecret,
    verifying: VerifyingKey,
}

enum SigningSecret {
    Hs256(Arc<hmac::Key>),
    EdDsa(ed25519::SigningKey),
}

impl SigningKey {
    /// An HS256 key without an id, for the one secret that several programs share.
    ///
    /// Refuses secrets under [`MIN_SECRET_LEN`] and public keys mistaken for a secret. Ask [`super::weakness`] about
    /// longer ones that a person typed.
    pub fn hs256(secret: &[u8]) -> Result<Self, KeyError> {
        let key = hs256_key(secret)?;
        let verifying = VerifyingKey::new(VerifyingSecret::Hs256(key.clone()), None);
        Ok(Self {
            secret: SigningSecret::Hs256(key),
            verifying,
        })
    }

    /// An Ed25519 key from its 32-byte seed, with the thumbprint of its public half as id ([`jwks::thumbprint`]).
    pub fn ed25519(seed: &[u8]) -> Result<Self, KeyError> {
        let key = ed25519::SigningKey::from_seed(seed).map_err(|_| KeyError::BadKey)?;
        let verifying = VerifyingKey::ed25519(key.public_key())?;
        Ok(Self {
            secret: SigningSecret::EdDsa(key),
            verifying,
        })
    }

    /// The same key under another id, or under none. Tokens name the id, and keys answer to no other.
    #[must_use]
    pub fn with_key_id(mut self, key_id: Option<&str>) -> Self {
        self.verifying = self.verifying.with_key_id(key_id);
        self
    }

    /// The key's one algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.verifying.algorithm()
    }

    /// The id that goes into `kid`.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.verifying.key_id()
    }

    /// The key that checks what this one signs. For HS256 that is the secret again: keep it as closely.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        self.verifying.clone()
    }

    /// Writes a token. The text is a credential: it belongs in a response to its owner and nowhere else.
    pub fn sign(&self, claims: &Claims) -> Result<String, SignError> {
        if claims.extra_is_registered() {
            return Err(SignError::RegisteredClaim);
        }
        // Strings, numbers and maps with string keys always serialise; an error here could only mean size.
        let payload = serde_json::to_vec(claims).map_err(|_| SignError::TooLarge)?;
        let token = jws::sign(self, &payload);
        if token.len() > MAX_TOKEN_LEN {
            Err(SignError::TooLarge)
        } else {
            Ok(token)
        }
    }

    pub(super) fn header(&self) -> &str {
        &self.verifying.header
    }

    pub(super) fn sign_onto(&self, token: &mut String) {
        // The signature is over the text so far; the dot before it is not part of it.
        match &self.secret {
            SigningSecret::Hs256(key) => {
                let tag = key.tag(&[token.as_bytes()]);
                token.push('.');
                base64url::encode_onto(&tag, token);
            }
            SigningSecret::EdDsa(key) => {
                let signature = key.sign(token.as_bytes());
                token.push('.');
                base64url::encode_onto(&signature, token);
            }
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("algorithm", &self.algorithm())
            .field("key_id", &self.key_id())
            .finish_non_exhaustive()
    }
}

/// A key that checks tokens of one algorithm.
#[derive(Clone)]
pub struct VerifyingKey {
    secret: VerifyingSecret,
    key_id: Option<String>,
    /// The encoded header that this key's own tokens carry. A token with exactly this header needs no parsing of it.
    header: String,
}

#[derive(Clone)]
enum VerifyingSecret {
    Hs256(Arc<hmac::Key>),
    EdDsa([u8; ed25519::PUBLIC_KEY_LEN]),
}

impl VerifyingKey {
    /// An HS256 key without an id; see [`SigningKey::hs256`].
    pub fn hs256(secret: &[u8]) -> Result<Self, KeyError> {
        Ok(Self::new(VerifyingSecret::Hs256(hs256_key(secret)?), None))
    }

    /// An Ed25519 public key of 32 bytes, with its thumbprint as id.
    pub fn ed25519(public_key: &[u8]) -> Result<Self, KeyError> {
        let public: [u8; 32] = public_key.try_into().map_err(|_| KeyError::BadKey)?;
        Ok(Self::new(
            VerifyingSecret::EdDsa(public),
            Some(jwks::thumbprint(&public)),
        ))
    }

    fn new(secret: VerifyingSecret, key_id: Option<String>) -> Self {
        let mut key = Self {
            secret,
            key_id,
            header: String::new(),
        };
        key.header = key.own_header();
        key
    }

    fn own_header(&self) -> String {
        let mut members = serde_json::Map::new();
        members.insert("alg".to_owned(), self.algorithm().name().into());
        if let Some(key_id) = &self.key_id {
            members.insert("kid".to_owned(), key_id.as_str().into());
        }
        members.insert("typ".to_owned(), "JWT".into());
        base64url::encode(serde_json::Value::Object(members).to_string().as_bytes())
    }

    /// The same key under another id, or under none.
    #[must_use]
    pub fn with_key_id(self, key_id: Option<&str>) -> Self {
        Self::new(self.secret, key_id.map(str::to_owned))
    }

    /// The key's one algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self.secret {
            VerifyingSecret::Hs256(_) => Algorithm::Hs256,
            VerifyingSecret::EdDsa(_) => Algorithm::EdDsa,
        }
    }

    /// The id that tokens for this key must name; without one, tokens must name none.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// The public key, where there is one: never a shared secret.
    #[must_use]
    pub const fn public_key(&self) -> Option<&[u8; ed25519::PUBLIC_KEY_LEN]> {
        match &self.secret {
            VerifyingSecret::Hs256(_) => None,
            VerifyingSecret::EdDsa(public) => Some(public),
        }
    }

    /// Whether `header` is, letter for letter, the one this key's own tokens carry.
    pub(super) fn wrote_header(&self, header: &str) -> bool {
        self.header == header
    }

    /// Checks a signature of any length over the first two parts of a token.
    pub(super) fn signed(&self, input: &str, signature: &[u8]) -> bool {
        match &self.secret {
            VerifyingSecret::Hs256(key) => key.verify(&[input.as_bytes()], signature).is_ok(),
            VerifyingSecret::EdDsa(public) => ed25519::verify(public, input.as_bytes(), signature).is_ok(),
        }
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingKey")
            .field("algorithm", &self.algorithm())
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

/// The keys that may check a token, in the order in which they are tried.
///
/// Where several have the same id, or none, each of the right algorithm is tried: that is how a shared secret
/// without an id is rotated.
#[derive(Clone, Debug, Default)]
pub struct VerifyingKeys(Vec<VerifyingKey>);

impl VerifyingKeys {
    /// Checks a token whole at `now`: form, key, signature, times, and what `expected` says.
    pub fn verify(
        &self,
        token: &str,
        expected: &Validation,
        now: ward_secret::Timestamp,
    ) -> Result<Verified, VerifyError> {
        let signed = jws::verify(token, self)?;
        expected.check(&signed, now)
    }

    /// The keys, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, VerifyingKey> {
        self.0.iter()
    }
}

impl FromIterator<VerifyingKey> for VerifyingKeys {
    fn from_iter<I: IntoIterator<Item = VerifyingKey>>(keys: I) -> Self {
        Self(keys.into_iter().collect())
    }
}

impl<'a> IntoIterator for &'a VerifyingKeys {
    type Item = &'a VerifyingKey;
    type IntoIter = std::slice::Iter<'a, VerifyingKey>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn hs256_key(secret: &[u8]) -> Result<Arc<hmac::Key>, KeyError> {
    // Known prefixes of public keys in text form; the mistake that turns a public key into a secret starts here.
    const PUBLIC: [&[u8]; 3] = [b"-----BEGIN", b"ssh-", b"ecdsa-sha2-"];
    if PUBLIC
        .iter()
        .any(|prefix| secret.trim_ascii_start().starts_with(prefix))
    {
        return Err(KeyError::NotASecret);
    }
    if secret.len() < MIN_SECRET_LEN {
        return Err(KeyError::SecretTooShort);
    }
    Ok(Arc::new(hmac::Key::new(hmac::Hash::Sha256, secret)))
}
