//! Issuing and verifying tokens.

mod issue;
mod verify;

pub use issue::{Issue, IssueRequest, IssueResponse};
pub use verify::{Verify, VerifyRequest, VerifyResponse};

use crate::Entry;

/// The operations of this room.
pub(crate) const OPERATIONS: &[Entry] = &[Entry::of::<Issue>(), Entry::of::<Verify>()];
