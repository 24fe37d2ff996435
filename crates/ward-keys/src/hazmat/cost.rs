//! What the password-based key derivation functions have in common: their cost is an argument that can come
//! from an attacker.
//!
//! Each function has a `Cost` type. Its `new` checks the caps, so that a cost read from a ciphertext is refused
//! before any work; its `for_new_data` checks the floor, so that nothing new is made too cheap. Old data below
//! the floor still opens.

use thiserror::Error;

/// Most memory that one derivation may use: 1 GiB, in KiB. Four times what RFC 9106 calls memory-constrained,
/// and still within a small server.
pub const MAX_MEMORY_KIB: u32 = 1024 * 1024;

/// Why a cost was refused.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum CostError {
    /// The numbers do not make a cost of this function, such as zero iterations.
    #[error("the key derivation cost is not valid")]
    Invalid,
    /// Above the cap: honouring it would let a ciphertext decide how long the machine works.
    #[error("the key derivation cost is above what is allowed")]
    TooHigh,
    /// Below the floor for new data. Never returned when old data is read.
    #[error("the key derivation cost is below what is safe for new data")]
    TooLow,
}

/// Why a derivation did not happen.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeriveError {
    /// The salt is shorter, or the output shorter or longer, than the function allows.
    #[error("the salt or the output length does not suit the key derivation function")]
    BadInput,
    /// The working memory could not be allocated.
    #[error("not enough memory for key derivation")]
    OutOfMemory,
}
