//! The key itself and its text form.

use std::fmt;

use thiserror::Error;
use ward_keys::hazmat::digest;
use ward_secret::{Random, SecretString};

use super::base62;

/// Length of the id in base-62 digits: 71 bits, so that even among a billion keys two with one id are unlikely (1 in 6,000).
pub const ID_LEN: usize = 12;
/// 43 base-62 digits hold 256.03 bits.
const SECRET_LEN: usize = 43;
const CHECKSUM_LEN: usize = 6;
const MAX_ENVIRONMENT_LEN: usize = 12;
/// The five parts and the four underscores between them.
const MAX_LEN: usize = 4 + MAX_ENVIRONMENT_LEN + ID_LEN + SECRET_LEN + CHECKSUM_LEN + 4;

/// A regular expression that finds every key in running text, for secret scanners. A hit whose checksum holds
/// ([`ApiKey::parse`]) is a key.
pub const PATTERN: &str = r"\bward_[a-z0-9]{1,12}_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}\b";

/// Keeps this hash apart from every other use of SHA-256 in Ward.
const HASH_DOMAIN: &[u8] = b"ward/api-key/v1\0";

/// Why text is not an API key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ApiKeyError {
    /// Not of the form: cut off, or another kind of credential.
    #[error("not an API key")]
    Malformed,
    /// Of the form, but the checksum is of another text: a typing error, or made up.
    #[error("the API key's checksum does not match")]
    BadChecksum,
    /// The environment for a new key is not 1 to 12 lower-case letters and digits.
    #[error("an environment is 1 to 12 lower-case letters and digits")]
    BadEnvironment,
}

/// An API key in full, secret included. Wiped on drop; `Debug` shows environment and id.
#[derive(Clone)]
pub struct ApiKey {
    text: SecretString,
    environment: String,
    id: String,
}

impl ApiKey {
    /// A new key for an environment such as `live` or `dev`.
    pub fn generate(environment: &str, random: &mut dyn Random) -> Result<Self, ApiKeyError> {
        if !is_environment(environment) {
            return Err(ApiKeyError::BadEnvironment);
        }
        let mut id = String::with_capacity(ID_LEN);
        base62::random_onto(random, ID_LEN, &mut id);

        // Full capacity first: a string that grew would leave a part of the secret behind.
        let mut text = SecretString::new(String::with_capacity(MAX_LEN));
        let body = text.expose_mut();
        for part in ["ward_", environment, "_", &id, "_"] {
            body.push_str(part);
        }
        base62::random_onto(random, SECRET_LEN, body);
        let checksum = checksum(body);
        body.push('_');
        body.push_str(&checksum);
        Ok(Self {
            text,
            environment: environment.to_owned(),
            id,
        })
    }

    /// Reads a key that was presented; checks form and checksum, so that most wrong text never reaches a look-up.
    pub fn parse(text: &str) -> Result<Self, ApiKeyError> {
        let mut parts = text.split('_');
        let mut part = || parts.next().ok_or(ApiKeyError::Malformed);
        let (ward, environment, id, secret, sum) = (part()?, part()?, part()?, part()?, part()?);
        let formed = parts.next().is_none()
            && ward == "ward"
            && is_environment(environment)
            && is_base62(id, ID_LEN)
            && is_base62(secret, SECRET_LEN)
            && is_base62(sum, CHECKSUM_LEN);
        if !formed {
            return Err(ApiKeyError::Malformed);
        }
        let (body, _) = text.rsplit_once('_').ok_or(ApiKeyError::Malformed)?;
        if checksum(body) != sum {
            return Err(ApiKeyError::BadChecksum);
        }
        Ok(Self {
            text: text.into(),
            environment: environment.to_owned(),
            id: id.to_owned(),
        })
    }

    /// The environment, such as `live`.
    #[must_use]
    pub fn environment(&self) -> &str {
        &self.environment
    }

    /// The id, which is not secret: key of the look-up, name in lists and in the audit log.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The whole key, to be shown to its owner once.
    #[must_use]
    pub const fn text(&self) -> &SecretString {
        &self.text
    }

    /// What the store keeps: SHA-256 over a domain and the key up to its checksum, so environment and id too.
    ///
    /// A fast hash is right here and wrong for passwords: the secret has 256 random bits, so there is nothing to
    /// guess, and a slow hash would only tax every request. Bound to its id, a hash that is copied to another
    /// row fits no key.
    #[must_use]
    pub fn secret_hash(&self) -> [u8; 32] {
        let text = self.text.expose_bytes();
        let body = text
            .len()
            .checked_sub(CHECKSUM_LEN + 1)
            .and_then(|end| text.get(..end))
            .unwrap_or_default();
        digest::sha256(&[HASH_DOMAIN, body])
    }

    /// Whether the stored hash is this key's, compared in constant time.
    #[must_use]
    pub fn matches(&self, stored_hash: &[u8; 32]) -> bool {
        ward_secret::equal(&self.secret_hash(), stored_hash)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey")
            .field("environment", &self.environment)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

fn checksum(body: &str) -> String {
    base62::six_digits(crc32fast::hash(body.as_bytes()))
}

fn is_environment(text: &str) -> bool {
    (1..=MAX_ENVIRONMENT_LEN).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

fn is_base62(text: &str, len: usize) -> bool {
    text.len() == len && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
