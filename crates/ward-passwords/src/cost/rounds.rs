//! Plain round counts: PBKDF2 and SHA-crypt.

use std::fmt;
use std::num::NonZeroU32;

use super::{CostError, within};

/// The cost of PBKDF2: its iteration count (RFC 8018, section 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pbkdf2Cost(NonZeroU32);

/// A constant that is known not to be zero.
const fn nonzero(rounds: u32) -> NonZeroU32 {
    match NonZeroU32::new(rounds) {
        Some(rounds) => rounds,
        None => NonZeroU32::MIN,
    }
}

impl Pbkdf2Cost {
    /// 1,300,000: the OWASP Password Storage Cheat Sheet's minimum for HMAC-SHA-1 (2023).
    pub const RECOMMENDED_SHA1: Self = Self(nonzero(1_300_000));
    /// 600,000: the same sheet's minimum for HMAC-SHA-256.
    pub const RECOMMENDED_SHA256: Self = Self(nonzero(600_000));
    /// 210,000: the same sheet's minimum for HMAC-SHA-512.
    pub const RECOMMENDED_SHA512: Self = Self(nonzero(210_000));

    /// A cost from 1 round upwards.
    pub const fn new(rounds: u32) -> Result<Self, CostError> {
        match NonZeroU32::new(rounds) {
            Some(rounds) => Ok(Self(rounds)),
            None => Err(CostError {
                parameter: "the number of PBKDF2 rounds",
                least: 1,
                most: u32::MAX as u64,
            }),
        }
    }

    /// The number of rounds.
    #[must_use]
    pub const fn rounds(self) -> u32 {
        self.0.get()
    }

    pub(crate) const fn nonzero(self) -> NonZeroU32 {
        self.0
    }
}

impl fmt::Display for Pbkdf2Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "i={}", self.0)
    }
}

/// The cost of SHA-crypt: its `rounds`, 1,000 to 999,999,999 (Drepper, "Unix crypt using SHA-256 and SHA-512").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShaCryptCost(u32);

impl ShaCryptCost {
    /// 535,000: passlib 1.7's default for SHA-256-crypt, about a third of a second when it was set.
    pub const RECOMMENDED_SHA256: Self = Self(535_000);
    /// 656,000: passlib 1.7's default for SHA-512-crypt.
    pub const RECOMMENDED_SHA512: Self = Self(656_000);
    /// 5,000: what a string without `rounds=` means.
    pub const IMPLICIT: Self = Self(5_000);

    /// A cost from 1,000 to 999,999,999 rounds. The specification clamps other values; Ward refuses them.
    pub const fn new(rounds: u32) -> Result<Self, CostError> {
        match within(
            "the number of SHA-crypt rounds",
            rounds as u64,
            1_000,
            999_999_999,
        ) {
            Ok(()) => Ok(Self(rounds)),
            Err(error) => Err(error),
        }
    }

    /// The number of rounds.
    #[must_use]
    pub const fn rounds(self) -> u32 {
        self.0
    }
}

impl fmt::Display for ShaCryptCost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rounds={}", self.0)
    }
}
