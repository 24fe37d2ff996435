//! bcrypt's logarithmic cost.

use std::fmt;

use super::{CostError, within};

/// The cost of bcrypt: the binary logarithm of its key expansions ("salt rounds", "work factor").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BcryptCost(u8);

impl BcryptCost {
    /// 12, the default of passlib and of most libraries today; OWASP's minimum is 10.
    pub const RECOMMENDED: Self = Self(12);

    /// A cost from 4 to 31, the range of the original implementation. Each step doubles the time.
    pub const fn new(log_rounds: u8) -> Result<Self, CostError> {
        match within("the bcrypt cost", log_rounds as u64, 4, 31) {
            Ok(()) => Ok(Self(log_rounds)),
            Err(error) => Err(error),
        }
    }

    /// The cost as the hash string shows it.
    #[must_use]
    pub const fn log_rounds(self) -> u8 {
        self.0
    }

    pub(super) const fn meets_floor(self) -> bool {
        self.0 >= 10
    }
}

impl fmt::Display for BcryptCost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "r={}", self.0)
    }
}
