//! A list of Fernet keys: rotation without a key store.

use std::time::Duration;

use thiserror::Error;
use ward_secret::{Random, SecretBytes, Timestamp, random_array};

use super::token::UnverifiedToken;
use super::{FernetError, FernetKey};

/// The list holds no key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("at least one key is needed")]
pub struct NoKeys;

/// Keys of which the first encrypts and any decrypts.
#[derive(Debug)]
pub struct MultiFernet {
    first: FernetKey,
    others: Vec<FernetKey>,
}

impl MultiFernet {
    /// Takes the keys, newest first.
    pub fn new(keys: impl IntoIterator<Item = FernetKey>) -> Result<Self, NoKeys> {
        let mut keys = keys.into_iter();
        Ok(Self {
            first: keys.next().ok_or(NoKeys)?,
            others: keys.collect(),
        })
    }

    /// Encrypts with the first key.
    #[must_use]
    pub fn encrypt(&self, data: &[u8], now: Timestamp, random: &mut dyn Random) -> String {
        self.first.encrypt(data, now, random)
    }

    /// Opens a token of any of the keys; see [`FernetKey::decrypt`].
    pub fn decrypt(
        &self,
        token: impl AsRef<[u8]>,
        lifetime: Option<Duration>,
        now: Timestamp,
    ) -> Result<SecretBytes, FernetError> {
        let token = UnverifiedToken::parse(token.as_ref())?.verify(self.keys())?;
        token.check_time(lifetime, now)?;
        token.decrypt()
    }

    /// Encrypts a token's data again, with the first key and a new IV. The time of issue stays, so that rotation
    /// does not make an old token young.
    pub fn rotate(&self, token: impl AsRef<[u8]>, random: &mut dyn Random) -> Result<String, FernetError> {
        let token = UnverifiedToken::parse(token.as_ref())?.verify(self.keys())?;
        let issued = token.issued_seconds();
        Ok(self
            .first
            .encrypt_parts(token.decrypt()?.expose(), issued, random_array(random)))
    }

    /// When an authentic token was issued.
    pub fn extract_timestamp(&self, token: impl AsRef<[u8]>) -> Result<Timestamp, FernetError> {
        Ok(UnverifiedToken::parse(token.as_ref())?
            .verify(self.keys())?
            .issued())
    }

    fn keys(&self) -> impl Iterator<Item = &FernetKey> {
        std::iter::once(&self.first).chain(&self.others)
    }
}
