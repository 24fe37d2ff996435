//! How much work a hash takes: the tunable parameters of each scheme, their ranges, defaults and floors.

mod argon2;
mod bcrypt;
mod rounds;
mod scrypt;

use std::fmt;

pub use argon2::Argon2Cost;
pub use bcrypt::BcryptCost;
pub use rounds::{Pbkdf2Cost, ShaCryptCost};
pub use scrypt::ScryptCost;

use crate::Scheme;

/// A scheme together with its cost, so that the two cannot disagree.
///
/// ```
/// use ward_passwords::{BcryptCost, Cost, Scheme};
///
/// let cost = Cost::Bcrypt(BcryptCost::new(12)?);
/// assert_eq!(cost.scheme(), Scheme::Bcrypt);
/// assert!(cost.meets_floor());
/// assert_eq!(Cost::recommended(Scheme::Argon2id).to_string(), "m=19456,t=2,p=1");
/// # Ok::<(), ward_passwords::CostError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cost {
    /// Argon2id with its memory, passes and lanes.
    Argon2id(Argon2Cost),
    /// Argon2i with its memory, passes and lanes.
    Argon2i(Argon2Cost),
    /// Argon2d with its memory, passes and lanes.
    Argon2d(Argon2Cost),
    /// scrypt with N, r and p.
    Scrypt(ScryptCost),
    /// bcrypt with its logarithmic cost.
    Bcrypt(BcryptCost),
    /// bcrypt over HMAC-SHA-256 with bcrypt's logarithmic cost.
    BcryptSha256(BcryptCost),
    /// PBKDF2-HMAC-SHA-1 with its rounds.
    Pbkdf2Sha1(Pbkdf2Cost),
    /// PBKDF2-HMAC-SHA-256 with its rounds.
    Pbkdf2Sha256(Pbkdf2Cost),
    /// PBKDF2-HMAC-SHA-512 with its rounds.
    Pbkdf2Sha512(Pbkdf2Cost),
    /// SHA-256-crypt with its rounds.
    Sha256Crypt(ShaCryptCost),
    /// SHA-512-crypt with its rounds.
    Sha512Crypt(ShaCryptCost),
}

/// A cost parameter lies outside what its scheme can compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{parameter} must be between {least} and {most}")]
pub struct CostError {
    /// Which parameter, in words with its unit.
    pub parameter: &'static str,
    /// The smallest value that the scheme defines.
    pub least: u64,
    /// The largest value that the scheme defines, given the other parameters.
    pub most: u64,
}

/// Refuses `value` outside `least..=most`.
const fn within(parameter: &'static str, value: u64, least: u64, most: u64) -> Result<(), CostError> {
    if value < least || value > most {
        return Err(CostError {
            parameter,
            least,
            most,
        });
    }
    Ok(())
}

impl Cost {
    /// Ward's default cost of a scheme; each constant is documented with its source at its type.
    #[must_use]
    pub const fn recommended(scheme: Scheme) -> Self {
        match scheme {
            Scheme::Argon2id => Self::Argon2id(Argon2Cost::RECOMMENDED),
            Scheme::Argon2i => Self::Argon2i(Argon2Cost::RECOMMENDED),
            Scheme::Argon2d => Self::Argon2d(Argon2Cost::RECOMMENDED),
            Scheme::Scrypt => Self::Scrypt(ScryptCost::RECOMMENDED),
            Scheme::Bcrypt => Self::Bcrypt(BcryptCost::RECOMMENDED),
            Scheme::BcryptSha256 => Self::BcryptSha256(BcryptCost::RECOMMENDED),
            Scheme::Pbkdf2Sha1 => Self::Pbkdf2Sha1(Pbkdf2Cost::RECOMMENDED_SHA1),
            Scheme::Pbkdf2Sha256 => Self::Pbkdf2Sha256(Pbkdf2Cost::RECOMMENDED_SHA256),
            Scheme::Pbkdf2Sha512 => Self::Pbkdf2Sha512(Pbkdf2Cost::RECOMMENDED_SHA512),
            Scheme::Sha256Crypt => Self::Sha256Crypt(ShaCryptCost::RECOMMENDED_SHA256),
            Scheme::Sha512Crypt => Self::Sha512Crypt(ShaCryptCost::RECOMMENDED_SHA512),
        }
    }

    /// The scheme that this is a cost of.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        match self {
            Self::Argon2id(_) => Scheme::Argon2id,
            Self::Argon2i(_) => Scheme::Argon2i,
            Self::Argon2d(_) => Scheme::Argon2d,
            Self::Scrypt(_) => Scheme::Scrypt,
            Self::Bcrypt(_) => Scheme::Bcrypt,
            Self::BcryptSha256(_) => Scheme::BcryptSha256,
            Self::Pbkdf2Sha1(_) => Scheme::Pbkdf2Sha1,
            Self::Pbkdf2Sha256(_) => Scheme::Pbkdf2Sha256,
            Self::Pbkdf2Sha512(_) => Scheme::Pbkdf2Sha512,
            Self::Sha256Crypt(_) => Scheme::Sha256Crypt,
            Self::Sha512Crypt(_) => Scheme::Sha512Crypt,
        }
    }

    /// Whether the cost reaches the minimum of the OWASP Password Storage Cheat Sheet (2023 and later).
    ///
    /// A cost below it can be built, because an operator may name a weaker choice; a deployment check lists it.
    /// The sheet has no minimum for SHA-crypt, so that never meets it.
    #[must_use]
    pub const fn meets_floor(&self) -> bool {
        match self {
            Self::Argon2id(cost) | Self::Argon2i(cost) | Self::Argon2d(cost) => cost.meets_floor(),
            Self::Scrypt(cost) => cost.meets_floor(),
            Self::Bcrypt(cost) | Self::BcryptSha256(cost) => cost.meets_floor(),
            Self::Pbkdf2Sha1(cost) => cost.rounds() >= Pbkdf2Cost::RECOMMENDED_SHA1.rounds(),
            Self::Pbkdf2Sha256(cost) => cost.rounds() >= Pbkdf2Cost::RECOMMENDED_SHA256.rounds(),
            Self::Pbkdf2Sha512(cost) => cost.rounds() >= Pbkdf2Cost::RECOMMENDED_SHA512.rounds(),
            Self::Sha256Crypt(_) | Self::Sha512Crypt(_) => false,
        }
    }

    /// Whether any parameter is below that of `policy`. False for a cost of another scheme: costs of two
    /// schemes have no order.
    #[must_use]
    pub const fn is_weaker_than(&self, policy: &Self) -> bool {
        match (self, policy) {
            (Self::Argon2id(own), Self::Argon2id(policy))
            | (Self::Argon2i(own), Self::Argon2i(policy))
            | (Self::Argon2d(own), Self::Argon2d(policy)) => own.is_weaker_than(*policy),
            (Self::Scrypt(own), Self::Scrypt(policy)) => own.is_weaker_than(*policy),
            (Self::Bcrypt(own), Self::Bcrypt(policy))
            | (Self::BcryptSha256(own), Self::BcryptSha256(policy)) => own.log_rounds() < policy.log_rounds(),
            (Self::Pbkdf2Sha1(own), Self::Pbkdf2Sha1(policy))
            | (Self::Pbkdf2Sha256(own), Self::Pbkdf2Sha256(policy))
            | (Self::Pbkdf2Sha512(own), Self::Pbkdf2Sha512(policy)) => own.rounds() < policy.rounds(),
            (Self::Sha256Crypt(own), Self::Sha256Crypt(policy))
            | (Self::Sha512Crypt(own), Self::Sha512Crypt(policy)) => own.rounds() < policy.rounds(),
            _ => false,
        }
    }
}

/// The parameters as the scheme's strings name them: `m=19456,t=2,p=1`, `ln=17,r=8,p=1`, `r=12`, `i=600000`,
/// `rounds=656000`.
impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argon2id(cost) | Self::Argon2i(cost) | Self::Argon2d(cost) => cost.fmt(f),
            Self::Scrypt(cost) => cost.fmt(f),
            Self::Bcrypt(cost) | Self::BcryptSha256(cost) => cost.fmt(f),
            Self::Pbkdf2Sha1(cost) | Self::Pbkdf2Sha256(cost) | Self::Pbkdf2Sha512(cost) => cost.fmt(f),
            Self::Sha256Crypt(cost) | Self::Sha512Crypt(cost) => cost.fmt(f),
        }
    }
}
