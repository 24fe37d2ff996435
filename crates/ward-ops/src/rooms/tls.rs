//! TLS endpoints.

mod ssl_check;

pub use ssl_check::{SslCheck, SslCheckRequest, SslCheckResponse};

use crate::Entry;

/// The operations of this room.
pub(crate) const OPERATIONS: &[Entry] = &[Entry::of::<SslCheck>()];
