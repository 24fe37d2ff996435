//! Fernet tokens (fernet/spec, version 0x80): AES-128-CBC and HMAC-SHA256, with the time of issue.
//!
//! Tokens go both ways between Ward and Python's `cryptography`. Two habits differ on purpose. Ward reads a token
//! strictly, where Python's base64 skips foreign characters, ignores what follows the padding and takes the
//! standard alphabet too; every token that a Fernet library *writes* is read. And Ward checks the MAC before it
//! believes the time in the token.
//!
//! The time of issue can be read without the key, and a Fernet token has no associated data: use an
//! [`Envelope`](crate::Envelope) where either matters.

mod keyset;
mod multi;
mod token;

use std::time::Duration;

use base64::Engine as _;
use thiserror::Error;
use ward_keys::hazmat::{aes_cbc, hmac};
use ward_secret::{Random, Secret, SecretBytes, SecretString, Timestamp, random_array};

pub use keyset::{Decrypted, FernetKeyset};
pub use multi::MultiFernet;

use crate::base64url::PADDED;
use token::UnverifiedToken;

/// Length of a key in bytes: 16 to authenticate, 16 to encrypt.
pub const KEY_LEN: usize = 32;

/// How far in the future a token's time may lie when a lifetime is asked for: 60 seconds, as in the
/// specification's reference implementations.
pub const MAX_CLOCK_SKEW: Duration = Duration::from_mins(1);

/// Why a token was refused. Only an authentic token is ever called expired.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum FernetError {
    /// Not a token, or one of another key, or damaged: indistinguishable on purpose.
    #[error("the token does not open with this key")]
    Invalid,
    /// Issued longer ago than the lifetime that was asked for.
    #[error("the token has expired")]
    Expired,
    /// Issued more than [`MAX_CLOCK_SKEW`] in the future: a clock is wrong.
    #[error("the token was issued in the future")]
    FromFuture,
}

/// The text is no Fernet key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not a Fernet key: it is 32 bytes in url-safe base64, 44 characters with the padding")]
pub struct NotAFernetKey;

/// A Fernet key, prepared once; keep it.
pub struct FernetKey {
    material: Secret<[u8; KEY_LEN]>,
    mac: hmac::Key,
    cipher: aes_cbc::Key,
}

impl FernetKey {
    /// A fresh key.
    #[must_use]
    pub fn generate(random: &mut dyn Random) -> Self {
        Self::from_bytes(&Secret::new(random_array(random)))
    }

    /// A key from its 32 bytes.
    #[must_use]
    pub fn from_bytes(material: &Secret<[u8; KEY_LEN]>) -> Self {
        let (signing, encrypting) = material.expose().split_at(16);
        let mut cipher_key = Secret::new([0; aes_cbc::KEY_LEN]);
        cipher_key.expose_mut().copy_from_slice(encrypting);
        Self {
            mac: hmac::Key::new(hmac::Hash::Sha256, signing),
            cipher: aes_cbc::Key::new(cipher_key.expose()),
            material: material.clone(),
        }
    }

    /// A key from its text form, as `Fernet.generate_key()` writes it.
    pub fn from_text(text: &str) -> Result<Self, NotAFernetKey> {
        // Room for what the decoder estimates: it counts the padding in.
        let mut decoded = Secret::new([0; KEY_LEN + 1]);
        match PADDED.decode_slice(text, decoded.expose_mut()) {
            Ok(KEY_LEN) => {}
            _ => return Err(NotAFernetKey),
        }
        let mut material = Secret::new([0; KEY_LEN]);
        material
            .expose_mut()
            .iter_mut()
            .zip(decoded.expose())
            .for_each(|(to, from)| *to = *from);
        Ok(Self::from_bytes(&material))
    }

    /// The text form: url-safe base64, 44 characters.
    #[must_use]
    pub fn to_text(&self) -> SecretString {
        SecretString::new(PADDED.encode(self.material.expose()))
    }

    /// Encrypts data into a token issued `now`. A time before 1970 counts as 1970.
    #[must_use]
    pub fn encrypt(&self, data: &[u8], now: Timestamp, random: &mut dyn Random) -> String {
        self.encrypt_parts(
            data,
            u64::try_from(now.unix_seconds()).unwrap_or(0),
            random_array(random),
        )
    }

    /// Opens a token. With a lifetime, also refuses tokens older than it and tokens more than
    /// [`MAX_CLOCK_SKEW`] in the future; without one, the time of issue is not looked at.
    ///
    /// A token is still good in the second in which its lifetime ends; fractions of seconds do not count.
    pub fn decrypt(
        &self,
        token: impl AsRef<[u8]>,
        lifetime: Option<Duration>,
        now: Timestamp,
    ) -> Result<SecretBytes, FernetError> {
        let token = UnverifiedToken::parse(token.as_ref())?.verify([self])?;
        token.check_time(lifetime, now)?;
        token.decrypt()
    }

    /// When an authentic token was issued.
    pub fn extract_timestamp(&self, token: impl AsRef<[u8]>) -> Result<Timestamp, FernetError> {
        Ok(UnverifiedToken::parse(token.as_ref())?.verify([self])?.issued())
    }

    /// The token for given time of issue and IV.
    fn encrypt_parts(&self, data: &[u8], issued: u64, iv: [u8; aes_cbc::BLOCK_LEN]) -> String {
        let len = token::OVERHEAD.saturating_add(aes_cbc::padded_len(data.len()));
        let mut raw = Vec::with_capacity(len);
        raw.push(token::VERSION);
        raw.extend_from_slice(&issued.to_be_bytes());
        raw.extend_from_slice(&iv);
        self.cipher.encrypt(iv, data, &mut raw);
        self.mac.append_tag(&mut raw);
        PADDED.encode(raw)
    }
}

impl std::fmt::Debug for FernetKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FernetKey(..)")
    }
}

#[cfg(test)]
mod tests;
