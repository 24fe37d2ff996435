//! Hashing, verifying and judging passwords.

mod check;
mod hash;
mod strength;
mod verify;

pub use check::{Check, CheckRequest, CheckResponse};
pub use hash::{Hash, HashRequest, HashResponse};
pub use strength::{IssueReport, StrengthReport};
pub use verify::{Verify, VerifyRequest, VerifyResponse};

use crate::{Entry, OpError};

/// The operations of this room.
pub(crate) const OPERATIONS: &[Entry] = &[Entry::of::<Hash>(), Entry::of::<Verify>(), Entry::of::<Check>()];

/// Longest password that is worked on, in bytes.
pub(crate) const MAX_PASSWORD_BYTES: usize = ward_passwords::MAX_PASSWORD_BYTES;

pub(crate) fn check_length(pointer: &'static str, password: &str) -> Result<(), OpError> {
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(OpError::invalid(pointer, "longer than 1,024 bytes"));
    }
    Ok(())
}
