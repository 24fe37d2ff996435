//! TLS endpoints.

use crate::Entry;

/// The operations of this room.
pub(crate) const OPERATIONS: &[Entry] = &[];
