//! scrypt (RFC 7914): memory-hard key derivation from passwords.

use super::cost::{CostError, DeriveError};

/// N, r and p within the caps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    log_n: u8,
    block_size: u32,
    parallelism: u32,
}

impl Cost {
    /// N = 2^17, r = 8, p = 1: 128 MiB, the first option of the OWASP Password Storage Cheat Sheet.
    pub const RECOMMENDED: Self = Self {
        log_n: 17,
        block_size: 8,
        parallelism: 1,
    };
    /// Most work accepted, 128 · N · r · p in bytes: 1 GiB, about 3 seconds on one core of 2024. It bounds the
    /// memory, 128 · N · r, as well.
    pub const MAX_WORK: u64 = 1 << 30;
    /// Least work for new data, 128 · N · r · p in bytes: 96 MiB, the cheapest row of the OWASP sheet at 32 MiB.
    pub const FLOOR_WORK: u64 = 96 << 20;
    /// Least memory for new data, 128 · N · r in bytes: 32 MiB.
    pub const FLOOR_MEMORY: u64 = 32 << 20;

    /// A cost as found: `log_n` is the binary logarithm of N, from 1 up; r and p are at least 1.
    pub const fn new(log_n: u8, block_size: u32, parallelism: u32) -> Result<Self, CostError> {
        if log_n == 0 || block_size == 0 || parallelism == 0 {
            return Err(CostError::Invalid);
        }
        let cost = Self {
            log_n,
            block_size,
            parallelism,
        };
        // 2^30 bytes are reached at N = 2^23 with r = p = 1; the bound also keeps the shift below in range.
        if log_n > 23 || cost.work() > Self::MAX_WORK {
            return Err(CostError::TooHigh);
        }
        Ok(cost)
    }

    /// The same cost, refused when its memory or its work is below the floor.
    pub const fn for_new_data(self) -> Result<Self, CostError> {
        if self.memory() < Self::FLOOR_MEMORY || self.work() < Self::FLOOR_WORK {
            return Err(CostError::TooLow);
        }
        Ok(self)
    }

    /// The binary logarithm of N.
    #[must_use]
    pub const fn log_n(self) -> u8 {
        self.log_n
    }

    /// r, the block size in units of 128 bytes.
    #[must_use]
    pub const fn block_size(self) -> u32 {
        self.block_size
    }

    /// p, the number of independent mixes.
    #[must_use]
    pub const fn parallelism(self) -> u32 {
        self.parallelism
    }

    /// Working memory in KiB, rounded down: 128 · N · r bytes.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "at most 2^20 by the cap on the work"
    )]
    pub const fn memory_kib(self) -> u32 {
        (self.memory() >> 10) as u32
    }

    const fn memory(self) -> u64 {
        (128_u64 << self.log_n).saturating_mul(self.block_size as u64)
    }

    const fn work(self) -> u64 {
        if self.log_n > 23 {
            return u64::MAX;
        }
        self.memory().saturating_mul(self.parallelism as u64)
    }
}

/// Fills `out` (not empty) from the password and the salt.
pub fn derive(cost: Cost, password: &[u8], salt: &[u8], out: &mut [u8]) -> Result<(), DeriveError> {
    let params = scrypt::Params::new(cost.log_n, cost.block_size, cost.parallelism)
        .map_err(|_| DeriveError::BadInput)?;
    scrypt::scrypt(password, salt, &params, out).map_err(|_| DeriveError::BadInput)
}
