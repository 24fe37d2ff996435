//! Ed25519 signatures (RFC 8032).

use aws_lc_rs::signature::{self, KeyPair as _};
use thiserror::Error;
use ward_secret::{Random, Secret, random_array};

/// Length of a seed, the private half, in bytes.
pub const SEED_LEN: usize = 32;
/// Length of a public key in bytes.
pub const PUBLIC_KEY_LEN: usize = 32;
/// Length of a signature in bytes.
pub const SIGNATURE_LEN: usize = 64;

/// Why a key or signature was refused.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The seed is not 32 bytes.
    #[error("not an Ed25519 key")]
    BadKey,
    /// The signature does not belong to the message under this public key, or one of them is malformed.
    #[error("the signature does not match")]
    BadSignature,
}

/// A private key with its public half, parsed once and kept.
pub struct SigningKey {
    pair: signature::Ed25519KeyPair,
    public: [u8; PUBLIC_KEY_LEN],
}

impl SigningKey {
    /// A fresh seed of 32 random bytes.
    #[must_use]
    pub fn generate_seed(random: &mut dyn Random) -> Secret<[u8; SEED_LEN]> {
        Secret::new(random_array(random))
    }

    /// Prepares a key from its 32-byte seed.
    pub fn from_seed(seed: &[u8]) -> Result<Self, Error> {
        let pair = signature::Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| Error::BadKey)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| Error::BadKey)?;
        Ok(Self { pair, public })
    }

    /// The public half.
    #[must_use]
    pub const fn public_key(&self) -> &[u8; PUBLIC_KEY_LEN] {
        &self.public
    }

    /// Signs a message of any length.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_LEN] {
        let mut out = [0; SIGNATURE_LEN];
        out.copy_from_slice(self.pair.sign(message).as_ref());
        out
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ed25519::SigningKey")
            .field("public", &self.public)
            .finish_non_exhaustive()
    }
}

/// Checks a signature over a message.
pub fn verify(public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), Error> {
    signature::UnparsedPublicKey::new(&signature::ED25519, public_key)
        .verify(message, signature)
        .map_err(|_| Error::BadSignature)
}
