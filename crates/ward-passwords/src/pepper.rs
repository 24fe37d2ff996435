//! A secret of the whole application in every hash: a stolen table alone then guesses nothing.
//!
//! The pepper is applied before the password scheme: base64 of HMAC-SHA-384 under the pepper, 64 characters, which
//! also fit bcrypt. The stored string names the key, so that keys rotate:
//! `$ward-pepper$v=1,k=<key id>` followed by the hash string of a current scheme
//! (`docs/formats/password-hashes.md`).
//!
//! A lost pepper is every password lost: keep it where backups of the table are not, and back it up.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ward_secret::SecretBytes;
use zeroize::Zeroizing;

use crate::HashString;

/// Begins every peppered string.
pub(crate) const MARKER: &str = "$ward-pepper$v=1,k=";

/// Goes before the password into the HMAC, so that a key used for something else by mistake gives other tags.
const DOMAIN: &[u8] = b"ward-pepper v1\0";

/// Least bytes of a pepper: 256 bits, beyond any search.
pub const PEPPER_MIN_BYTES: usize = 32;

/// Most characters of a key id.
const KEY_ID_MOST: usize = 32;

/// The peppers of an application: one for new hashes, older ones that still verify.
///
/// ```
/// use ward_passwords::{PasswordContext, Peppers};
/// use ward_secret::SystemRandom;
///
/// let old = Peppers::default().primary("2025", &[1; 32])?;
/// let stored = PasswordContext::builder().peppers(old).build()?.hash(b"correct horse", &mut SystemRandom)?;
/// assert!(stored.starts_with("$ward-pepper$v=1,k=2025$argon2id$"));
///
/// // A year later: the old key verifies and asks for an update.
/// let peppers = Peppers::default().primary("2026", &[2; 32])?.old("2025", &[1; 32])?;
/// let context = PasswordContext::builder().peppers(peppers).build()?;
/// let update = context.verify_and_update(b"correct horse", &stored, &mut SystemRandom)?;
/// assert!(update.new_hash.is_some_and(|hash| hash.starts_with("$ward-pepper$v=1,k=2026$argon2id$")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Peppers {
    keys: Vec<(String, SecretBytes)>,
    primary: Option<String>,
}

/// Why a pepper is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PepperError {
    /// Fewer than [`PEPPER_MIN_BYTES`]. Usually a passphrase in the place of random bytes.
    #[error("a pepper must have at least 32 bytes")]
    TooShort,
    /// A key id is 1 to 32 of `A–Z a–z 0–9 . _ -`.
    #[error("a pepper's key id must be 1 to 32 letters, digits, dots, hyphens or underscores")]
    BadKeyId,
    /// Two peppers have the same key id.
    #[error("two peppers have the same key id")]
    DuplicateKeyId,
    /// A second primary pepper.
    #[error("there is a primary pepper already")]
    SecondPrimary,
}

impl Peppers {
    /// Adds the pepper of new hashes. At most one; without one, new hashes have no pepper.
    pub fn primary(mut self, key_id: &str, key: &[u8]) -> Result<Self, PepperError> {
        if self.primary.is_some() {
            return Err(PepperError::SecondPrimary);
        }
        self = self.old(key_id, key)?;
        self.primary = Some(key_id.to_owned());
        Ok(self)
    }

    /// Adds a pepper that only verifies; its hashes are replaced at the next login.
    pub fn old(mut self, key_id: &str, key: &[u8]) -> Result<Self, PepperError> {
        if key.len() < PEPPER_MIN_BYTES {
            return Err(PepperError::TooShort);
        }
        if !is_key_id(key_id) {
            return Err(PepperError::BadKeyId);
        }
        if self.keys.iter().any(|(id, _)| id == key_id) {
            return Err(PepperError::DuplicateKeyId);
        }
        self.keys.push((key_id.to_owned(), key.into()));
        Ok(self)
    }

    /// The key id of new hashes.
    #[must_use]
    pub fn primary_id(&self) -> Option<&str> {
        self.primary.as_deref()
    }

    /// The password under the pepper of this id.
    pub(crate) fn apply(&self, key_id: &str, password: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (_, key) = self.keys.iter().find(|(id, _)| id == key_id)?;
        let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA384, key.expose()));
        context.update(DOMAIN);
        context.update(password);
        Some(Zeroizing::new(STANDARD.encode(context.sign()).into_bytes()))
    }
}

impl std::fmt::Debug for Peppers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Peppers({} keys)", self.keys.len())
    }
}

fn is_key_id(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=KEY_ID_MOST).contains(&text.len()) && text.bytes().all(allowed)
}

/// A peppered string from the hash over the peppered password.
pub(crate) fn seal(key_id: &str, inner: &str) -> String {
    format!("{MARKER}{key_id}{inner}")
}

/// The key id and the inner hash of a string that begins with [`MARKER`].
pub(crate) fn open(text: &str) -> Result<(&str, HashString), &'static str> {
    let rest = text.strip_prefix(MARKER).ok_or("marker")?;
    let end = rest.find('$').ok_or("inner hash")?;
    let (key_id, inner) = rest.split_at_checked(end).ok_or("inner hash")?;
    if !is_key_id(key_id) {
        return Err("key id");
    }
    HashString::parse(inner)
        .map(|inner| (key_id, inner))
        .map_err(|_| "inner hash")
}
