//! PBKDF2 (RFC 8018, section 5.2) with HMAC-SHA-1, HMAC-SHA-256 and HMAC-SHA-512.
//!
//! For reading what others wrote and where a FIPS-approved function is wanted. It needs no memory, so guessing
//! on graphics cards is cheap: prefer [`argon2id`](super::argon2id) where the choice is free.

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2 as lc;

use super::cost::CostError;

/// The hash inside the HMAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-1, to read old data. HMAC-SHA-1 is not broken, but nothing new should need it.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// A hash and an iteration count within the cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    hash: Hash,
    iterations: NonZeroU32,
}

impl Cost {
    /// Most iterations accepted: about 1.5 seconds of SHA-256 on one core of 2024.
    pub const MAX_ITERATIONS: u32 = 10_000_000;

    /// A cost as found: from 1 to [`Self::MAX_ITERATIONS`] iterations.
    pub const fn new(hash: Hash, iterations: u32) -> Result<Self, CostError> {
        match NonZeroU32::new(iterations) {
            None => Err(CostError::Invalid),
            Some(_) if iterations > Self::MAX_ITERATIONS => Err(CostError::TooHigh),
            Some(iterations) => Ok(Self { hash, iterations }),
        }
    }

    /// Fewest iterations for new data: OWASP Password Storage Cheat Sheet (2023): 1,300,000 for SHA-1, 600,000
    /// for SHA-256 and 210,000 for SHA-512, chosen there to cost a guesser the same.
    #[must_use]
    pub const fn floor(hash: Hash) -> u32 {
        match hash {
            Hash::Sha1 => 1_300_000,
            Hash::Sha256 => 600_000,
            Hash::Sha512 => 210_000,
        }
    }

    /// The same cost, refused when it is below [`Self::floor`].
    pub const fn for_new_data(self) -> Result<Self, CostError> {
        if self.iterations.get() < Self::floor(self.hash) {
            Err(CostError::TooLow)
        } else {
            Ok(self)
        }
    }

    /// The hash.
    #[must_use]
    pub const fn hash(self) -> Hash {
        self.hash
    }

    /// The iteration count.
    #[must_use]
    pub const fn iterations(self) -> u32 {
        self.iterations.get()
    }
}

/// Fills `out` from the password and the salt.
///
/// Ask for no more than one hash length: every further block costs the caller the full work again, and a guesser
/// who needs only the first block nothing.
pub fn derive(cost: Cost, password: &[u8], salt: &[u8], out: &mut [u8]) {
    let algorithm = match cost.hash {
        Hash::Sha1 => lc::PBKDF2_HMAC_SHA1,
        Hash::Sha256 => lc::PBKDF2_HMAC_SHA256,
        Hash::Sha512 => lc::PBKDF2_HMAC_SHA512,
    };
    lc::derive(algorithm, cost.iterations, salt, password, out);
}
