//! The one database of Ward: keysets, API keys and the audit log in `SQLite`, with secret columns sealed, every
//! change committed together with its audit entry, and many commits grouped into one.
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use ward_secret::Secret;
//! use ward_store::{Location, RootKeySource, Store};
//!
//! let root = RootKeySource::Key(Secret::new([7; 32]));
//! let store = Store::open(Location::Memory, &root).await?;
//! assert_eq!(store.audit_head().size, 0);
//! # store.close().await;
//! # Ok::<(), ward_store::StoreError>(())
//! # }).unwrap();
//! ```
//!
//! # How a change is made
//! [`Store::commit`] takes a change (a closure over a [`Transaction`]) and the audit event that tells of it. One writer
//! task runs the waiting changes, each in a savepoint of one transaction, appends their entries to the log, commits
//! once and only then answers all of them. A change that fails is rolled back alone; its event is recorded all the same.
//! [`Store::record`] appends an event without a change and takes the same way. There is no other way to write.
//!
//! # What it refuses
//! A database of a newer schema, a root key that does not open it, a file that is not Ward's. A sealed column that was
//! altered, or moved to another row, is [`StoreError::Damaged`] and yields nothing.

mod api_keys;
mod audit_log;
mod backup;
pub mod checkpoint_file;
mod data_keys;
mod database;
mod error;
mod files;
mod keysets;
mod root_key;
mod seal;
mod store;
mod writer;

pub use api_keys::ApiKeyRow;
pub use audit_log::{AuditFilter, AuditHead, AuditPage, OfflineLog, StoredCheckpoint, StoredEntry};
pub use backup::{BackupReport, restore};
pub use database::Location;
pub use error::StoreError;
pub use keysets::NamedKeyset;
pub use root_key::{ROOT_KEY_LEN, RootKeySource, create_key_file};
pub use store::Store;
pub use writer::{Committed, Transaction};
