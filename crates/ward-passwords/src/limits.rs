//! What verification will spend on a hash string that somebody else wrote.

use std::fmt;

/// Caps that are checked against the parameters in a hash string before any memory is taken or work is done.
///
/// A stored hash names its own cost, so whoever can plant one could otherwise ask for 4 GiB or for a day of
/// bcrypt. Each default stands for at most a few seconds of one core.
///
/// ```
/// use ward_passwords::VerifyLimits;
///
/// let limits = VerifyLimits { bcrypt_cost: 14, ..VerifyLimits::DEFAULT };
/// assert_eq!(limits.memory_kib, 256 * 1024);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyLimits {
    /// Memory of Argon2 and scrypt, in KiB.
    pub memory_kib: u32,
    /// Passes of Argon2.
    pub argon2_passes: u32,
    /// Lanes of Argon2.
    pub argon2_lanes: u32,
    /// N · r · p of scrypt.
    pub scrypt_work: u64,
    /// The logarithmic cost of bcrypt and bcrypt-sha256.
    pub bcrypt_cost: u8,
    /// Rounds of PBKDF2, times the blocks of output that the digest needs.
    pub pbkdf2_rounds: u32,
    /// Rounds of SHA-crypt. Lower than PBKDF2's, because each round reads the whole password twice.
    pub sha_crypt_rounds: u32,
    /// Digests or cipher calls of the formats in [`decrepit`](crate::decrepit): phpass's 2^cost, SHA-1-crypt's and
    /// `BSDi`'s rounds.
    pub legacy_rounds: u32,
}

impl VerifyLimits {
    /// 256 MiB, 16 passes, 64 lanes; N · r · p = 2^22; bcrypt 16; 10 million and 1 million rounds;
    /// 8 million for old formats.
    pub const DEFAULT: Self = Self {
        memory_kib: 262_144,
        argon2_passes: 16,
        argon2_lanes: 64,
        scrypt_work: 1 << 22,
        bcrypt_cost: 16,
        pbkdf2_rounds: 10_000_000,
        sha_crypt_rounds: 1_000_000,
        legacy_rounds: 8_000_000,
    };
}

impl Default for VerifyLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// What a hash string asks too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Resource {
    /// Memory of Argon2, scrypt or yescrypt.
    Memory,
    /// Passes of Argon2.
    Passes,
    /// Lanes of Argon2.
    Lanes,
    /// Rounds of bcrypt, PBKDF2, SHA-crypt or an old format.
    Rounds,
    /// Steps of scrypt or yescrypt, N · r · p.
    Work,
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Memory => "memory",
            Self::Passes => "passes",
            Self::Lanes => "lanes",
            Self::Rounds => "rounds",
            Self::Work => "work",
        })
    }
}

/// Refuses a demand above its cap.
pub(crate) fn admit(
    resource: Resource,
    asked: impl Into<u64>,
    limit: impl Into<u64>,
) -> Result<(), Resource> {
    if asked.into() > limit.into() {
        Err(resource)
    } else {
        Ok(())
    }
}
