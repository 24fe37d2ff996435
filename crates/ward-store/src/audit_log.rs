//! The audit log at rest: entries, the frontier of their Merkle tree, and signed checkpoints.
//!
//! [`write`] appends within the writer's transaction, [`read`] and [`search`] hand out pages, [`verify`] holds the whole
//! log to its tags, its tree and its checkpoints, [`export`] writes it as a file, and [`offline`] does the last two on a
//! database that may be too damaged to serve. What makes and checks entries is `ward_audit`; here is only where they lie.

mod export;
mod keys;
mod offline;
mod read;
mod search;
mod state;
mod verify;
mod write;

pub(crate) use keys::LogKeys;
pub use offline::OfflineLog;
pub use read::{StoredCheckpoint, StoredEntry};
pub use search::{AuditFilter, AuditPage};
pub use state::AuditHead;
pub(crate) use write::Log;

use crate::StoreError;

const ENTRY: &str = "audit_entry";
const CHECKPOINT: &str = "audit_checkpoint";
const STATE: &str = "audit_state";

fn sql_index(index: u64) -> Result<i64, StoreError> {
    i64::try_from(index).map_err(|_| StoreError::Full)
}
