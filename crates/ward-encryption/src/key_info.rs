//! What a `key_info` says about the key of encrypted data.

use thiserror::Error;

use crate::envelope::{Envelope, TEXT_PREFIX};
use crate::fernet::FernetKey;
use crate::package::{ParametersError, PasswordParameters};

/// The things that have been written into `key_info`, told apart by their form.
#[derive(Debug)]
#[non_exhaustive]
pub enum KeyInfo {
    /// Parameters of a password-derived key: a string that starts with `$`, or the predecessor's bare salt.
    Password(PasswordParameters),
    /// A data key wrapped under a keyset.
    Wrapped(Envelope),
    /// A Fernet key in the open, as the predecessor returned generated keys.
    Fernet(Box<FernetKey>),
}

/// The text is no key information.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyInfoError {
    /// None of the known forms.
    #[error("not known key information")]
    Malformed,
    /// Parameters of a password-derived key that are refused.
    #[error(transparent)]
    Parameters(#[from] ParametersError),
}

impl KeyInfo {
    /// Tells what the text is. 44 characters of base64 are a Fernet key, shorter ones the predecessor's salt.
    ///
    /// `iterations` belongs to a bare salt and is ignored for keys; see [`PasswordParameters::parse`].
    pub fn parse(text: &str, iterations: Option<u32>) -> Result<Self, KeyInfoError> {
        if text.starts_with(TEXT_PREFIX) {
            return Envelope::parse(text)
                .map(Self::Wrapped)
                .map_err(|_| KeyInfoError::Malformed);
        }
        if let Ok(key) = FernetKey::from_text(text) {
            return Ok(Self::Fernet(Box::new(key)));
        }
        match PasswordParameters::parse(text, iterations) {
            Ok(parameters) => Ok(Self::Password(parameters)),
            Err(ParametersError::Malformed) => Err(KeyInfoError::Malformed),
            Err(error) => Err(error.into()),
        }
    }
}
