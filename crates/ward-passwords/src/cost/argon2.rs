//! Argon2's memory, passes and lanes.

use std::fmt;

use super::{CostError, within};

/// The cost of Argon2 (RFC 9106, section 3.1): memory in KiB, passes over it, lanes that fill it in parallel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argon2Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// Memory in KiB and passes that the OWASP Password Storage Cheat Sheet holds equivalent, one lane each.
const OWASP_MINIMA: [(u32, u32); 5] = [(47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5)];

impl Argon2Cost {
    /// 19 MiB, two passes, one lane: OWASP's minimum, and Ward's default.
    ///
    /// Why not more: a login costs about 20 ms of one core and 19 MiB, so a small machine survives a flood of
    /// logins without a queue that locks people out. RFC 9106's second recommended option (64 MiB, three
    /// passes, four lanes) takes five times that. Operators with room should calibrate upwards; the default is
    /// never below what OWASP asks.
    pub const RECOMMENDED: Self = Self {
        memory_kib: 19_456,
        passes: 2,
        lanes: 1,
    };

    /// A cost from memory in KiB (at least 8 per lane), passes (at least 1) and lanes (1 to 2^24 − 1), the
    /// ranges of RFC 9106.
    pub const fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, CostError> {
        const MOST: u64 = u32::MAX as u64;
        if let Err(error) = within("the number of Argon2 lanes", lanes as u64, 1, 0xff_ffff) {
            return Err(error);
        }
        let least = (lanes as u64).saturating_mul(8);
        if let Err(error) = within("the Argon2 memory in KiB", memory_kib as u64, least, MOST) {
            return Err(error);
        }
        if let Err(error) = within("the number of Argon2 passes", passes as u64, 1, MOST) {
            return Err(error);
        }
        Ok(Self {
            memory_kib,
            passes,
            lanes,
        })
    }

    /// Memory in KiB (`m`).
    #[must_use]
    pub const fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory (`t`).
    #[must_use]
    pub const fn passes(self) -> u32 {
        self.passes
    }

    /// Lanes (`p`).
    #[must_use]
    pub const fn lanes(self) -> u32 {
        self.lanes
    }

    pub(super) const fn meets_floor(self) -> bool {
        let mut rows = OWASP_MINIMA.as_slice();
        while let [(memory_kib, passes), rest @ ..] = rows {
            if self.memory_kib >= *memory_kib && self.passes >= *passes {
                return true;
            }
            rows = rest;
        }
        false
    }

    /// Lanes are left out: fewer lanes over the same memory are not easier to attack.
    pub(super) const fn is_weaker_than(self, policy: Self) -> bool {
        self.memory_kib < policy.memory_kib || self.passes < policy.passes
    }
}

impl fmt::Display for Argon2Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m={},t={},p={}", self.memory_kib, self.passes, self.lanes)
    }
}
