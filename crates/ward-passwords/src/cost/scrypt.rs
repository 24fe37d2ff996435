//! scrypt's N, r and p.

use std::fmt;

use super::{CostError, within};

/// The cost of scrypt (RFC 7914): N as a power of two, block size r, parallelism p.
///
/// Memory is 128 · N · r bytes; work is in proportion to N · r · p.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScryptCost {
    log_n: u8,
    block_size: u32,
    parallelism: u32,
}

/// The binary logarithm of N, and p, that the OWASP Password Storage Cheat Sheet holds equivalent, all with r = 8.
const OWASP_MINIMA: [(u8, u32); 5] = [(17, 1), (16, 2), (15, 3), (14, 5), (13, 10)];

impl ScryptCost {
    /// N = 2^17, r = 8, p = 1 (128 MiB): the minimum of the OWASP Password Storage Cheat Sheet.
    pub const RECOMMENDED: Self = Self {
        log_n: 17,
        block_size: 8,
        parallelism: 1,
    };

    /// A cost from the binary logarithm of N (1 to 31), r (at least 1) and p (at least 1), where r · p stays
    /// below 2^30 (RFC 7914, section 2).
    ///
    /// RFC 7914 lets N grow further; 2^31 already means 256 GiB at the smallest useful block size.
    pub const fn new(log_n: u8, block_size: u32, parallelism: u32) -> Result<Self, CostError> {
        const MOST: u64 = (1 << 30) - 1;
        if let Err(error) = within("the binary logarithm of scrypt's N", log_n as u64, 1, 31) {
            return Err(error);
        }
        if let Err(error) = within("scrypt's block size r", block_size as u64, 1, MOST) {
            return Err(error);
        }
        #[expect(
            clippy::arithmetic_side_effects,
            reason = "the line above refuses a block size of zero"
        )]
        let most = MOST / block_size as u64;
        if let Err(error) = within("scrypt's parallelism p", parallelism as u64, 1, most) {
            return Err(error);
        }
        Ok(Self {
            log_n,
            block_size,
            parallelism,
        })
    }

    /// The binary logarithm of N (`ln`).
    #[must_use]
    pub const fn log_n(self) -> u8 {
        self.log_n
    }

    /// The block size (`r`).
    #[must_use]
    pub const fn block_size(self) -> u32 {
        self.block_size
    }

    /// The parallelism (`p`).
    #[must_use]
    pub const fn parallelism(self) -> u32 {
        self.parallelism
    }

    /// Memory in KiB, rounded up: the table of 128 · N · r bytes and the blocks of 128 · r · p bytes.
    #[must_use]
    pub const fn memory_kib(self) -> u64 {
        let rows = self.n().saturating_add(self.parallelism as u64);
        rows.saturating_mul(self.block_size as u64).div_ceil(8)
    }

    /// N · r · p, the number of steps.
    #[must_use]
    pub const fn work(self) -> u64 {
        self.n()
            .saturating_mul(self.block_size as u64)
            .saturating_mul(self.parallelism as u64)
    }

    const fn n(self) -> u64 {
        1_u64.wrapping_shl(self.log_n as u32)
    }

    pub(super) const fn meets_floor(self) -> bool {
        let mut rows = OWASP_MINIMA.as_slice();
        while let [(log_n, parallelism), rest @ ..] = rows {
            if self.log_n >= *log_n && self.block_size >= 8 && self.parallelism >= *parallelism {
                return true;
            }
            rows = rest;
        }
        false
    }

    pub(super) const fn is_weaker_than(self, policy: Self) -> bool {
        self.log_n < policy.log_n
            || self.block_size < policy.block_size
            || self.parallelism < policy.parallelism
    }
}

impl fmt::Display for ScryptCost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "ln={},r={},p={}",
            self.log_n, self.block_size, self.parallelism
        )
    }
}
