//! Data encrypted under a password: a Fernet token whose key a slow function makes from the password.
//!
//! What is needed besides the password travels as one string, [`PasswordParameters`], so that a package made today
//! opens after the defaults have moved on. The parameters are not authenticated, nor need they be: others give
//! another key, and costs are capped before any work.
//!
//! Fernet's HMAC binds a token to its key, so one guess at a password costs one derivation: no token can be built
//! that opens under many passwords at once, as it can for bare GCM or Poly1305.

mod parameters;

use std::borrow::Cow;
use std::time::Duration;

use base64::Engine as _;
use thiserror::Error;
use ward_keys::hazmat::cost::{CostError, DeriveError};
use ward_secret::{Random, SecretBytes, SecretString, Timestamp};

pub use parameters::{Kdf, PREDECESSOR_ITERATIONS, ParametersError, PasswordParameters};

use crate::base64url::PADDED;
use crate::fernet::FernetError;

/// Why a package was not made or did not open.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum PackageError {
    /// The cost is below the floor for new data.
    #[error(transparent)]
    Cost(#[from] CostError),
    /// No key could be derived, for want of memory.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// Wrong password, damaged data or wrong parameters; or the token is too old.
    #[error(transparent)]
    Fernet(#[from] FernetError),
}

/// Encrypted data and the parameters of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordPackage {
    /// How the key follows from the password.
    pub parameters: PasswordParameters,
    /// The Fernet token.
    pub token: String,
}

impl PasswordPackage {
    /// Encrypts under a password, with a fresh salt. Slow by design: off the executor.
    pub fn seal(
        data: &[u8],
        password: &SecretString,
        kdf: Kdf,
        now: Timestamp,
        random: &mut dyn Random,
    ) -> Result<Self, PackageError> {
        let parameters = PasswordParameters::new(kdf, random)?;
        let token = parameters.derive(password)?.encrypt(data, now, random);
        Ok(Self { parameters, token })
    }

    /// The token as `encrypted_data` carries it: see [`wrap_token`].
    #[must_use]
    pub fn encrypted_data(&self) -> String {
        wrap_token(&self.token)
    }
}

/// Decrypts `encrypted_data` (or a bare token) under a password. Slow by design: off the executor.
///
/// The shape of the data is checked before the key is derived, so that nonsense costs nothing.
pub fn open(
    encrypted_data: &str,
    parameters: &PasswordParameters,
    password: &SecretString,
    lifetime: Option<Duration>,
    now: Timestamp,
) -> Result<SecretBytes, PackageError> {
    let token = unwrap_token(encrypted_data)?;
    Ok(parameters
        .derive(password)?
        .decrypt(token.as_bytes(), lifetime, now)?)
}

/// A Fernet token in base64url a second time. It gains nothing, but the predecessor wrote it so and its clients
/// decode it.
#[must_use]
pub fn wrap_token(token: &str) -> String {
    PADDED.encode(token)
}

/// The Fernet token in `encrypted_data`, which may be the token itself or what [`wrap_token`] made of it.
///
/// [`FernetError::Invalid`] when it is neither. The token is not checked any further.
pub fn unwrap_token(encrypted_data: &str) -> Result<Cow<'_, str>, FernetError> {
    // The first byte of a token, 0x80, makes its first character a `g`; and `g` is a `Z` after base64.
    match encrypted_data.as_bytes().first() {
        Some(b'g') => Ok(Cow::Borrowed(encrypted_data)),
        Some(b'Z') => {
            let token = PADDED.decode(encrypted_data).map_err(|_| FernetError::Invalid)?;
            let token = String::from_utf8(token).map_err(|_| FernetError::Invalid)?;
            if token.starts_with('g') {
                Ok(Cow::Owned(token))
            } else {
                Err(FernetError::Invalid)
            }
        }
        _ => Err(FernetError::Invalid),
    }
}
