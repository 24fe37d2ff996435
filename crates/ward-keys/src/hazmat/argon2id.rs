//! Argon2id version 1.3 (RFC 9106): memory-hard key derivation from passwords, the first choice for new data.

use argon2::{Algorithm, Argon2, Error, Params, Version};

use super::cost::{CostError, DeriveError, MAX_MEMORY_KIB};

/// Memory, passes and lanes within the caps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// 64 MiB, 3 passes, 4 lanes: the second recommended option of RFC 9106, section 4.
    pub const RECOMMENDED: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 4,
    };
    /// Most lanes accepted.
    pub const MAX_LANES: u32 = 64;
    /// Most work accepted, memory times passes: 4 GiB in KiB, about 3 seconds on one core of 2024.
    pub const MAX_WORK_KIB: u64 = 4 * 1024 * 1024;
    /// Least memory for new data: 19 MiB, the smallest that OWASP lists beside two passes.
    pub const FLOOR_MEMORY_KIB: u32 = 19 * 1024;
    /// Least work for new data, memory times passes in KiB: 19 MiB twice (OWASP Password Storage Cheat Sheet).
    pub const FLOOR_WORK_KIB: u64 = 2 * 19 * 1024;

    /// A cost as found: memory from 8 KiB per lane to 1 GiB, at least one pass, 1 to 64 lanes, and memory times
    /// passes of at most [`Self::MAX_WORK_KIB`].
    pub const fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, CostError> {
        if passes == 0 || lanes == 0 || memory_kib < lanes.saturating_mul(8) {
            return Err(CostError::Invalid);
        }
        let cost = Self {
            memory_kib,
            passes,
            lanes,
        };
        if memory_kib > MAX_MEMORY_KIB || lanes > Self::MAX_LANES || cost.work_kib() > Self::MAX_WORK_KIB {
            return Err(CostError::TooHigh);
        }
        Ok(cost)
    }

    /// The same cost, refused when its memory or its work is below the floor.
    pub const fn for_new_data(self) -> Result<Self, CostError> {
        if self.memory_kib < Self::FLOOR_MEMORY_KIB || self.work_kib() < Self::FLOOR_WORK_KIB {
            return Err(CostError::TooLow);
        }
        Ok(self)
    }

    /// Memory in KiB.
    #[must_use]
    pub const fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    #[must_use]
    pub const fn passes(self) -> u32 {
        self.passes
    }

    /// Lanes that can be filled at the same time.
    #[must_use]
    pub const fn lanes(self) -> u32 {
        self.lanes
    }

    const fn work_kib(self) -> u64 {
        (self.memory_kib as u64).saturating_mul(self.passes as u64)
    }
}

/// Fills `out` (at least 4 bytes) from the password and the salt (at least 8 bytes).
pub fn derive(cost: Cost, password: &[u8], salt: &[u8], out: &mut [u8]) -> Result<(), DeriveError> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(out.len()))
        .map_err(|_| DeriveError::BadInput)?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password, salt, out)
        .map_err(|error| {
            if error == Error::OutOfMemory {
                DeriveError::OutOfMemory
            } else {
                DeriveError::BadInput
            }
        })
}
