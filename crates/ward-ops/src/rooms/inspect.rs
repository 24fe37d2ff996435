//! Findings about data and code.

mod security_audit;

pub use security_audit::{
    FindingItem, LocationItem, SecurityAudit, SecurityAuditRequest, SecurityAuditResponse, Target,
};

use crate::Entry;

/// The operations of this room.
pub(crate) const OPERATIONS: &[Entry] = &[Entry::of::<SecurityAudit>()];
