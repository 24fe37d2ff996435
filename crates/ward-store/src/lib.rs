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
//! # The audit log
//! [`Store::verify_audit`] reads the whole log as of one moment and names what is wrong with it, [`Store::export_audit`]
//! writes it as a file for others to check, and [`Store::open_for_verification`] does both on a database that is too
//! damaged to serve. That the whole database was replaced by an older copy of itself shows only outside of it:
//! [`Store::keep_checkpoint_file`] keeps the newest signed checkpoint in a file, [`Store::check_against`] compares at
//! the next start; see [`checkpoint_file`].
//!
//! # What it refuses
//! A database of a newer schema, a root key that does not open it, a file that is not Ward's: these are left as they are.
//! A sealed column that was altered, or moved to another row, is [`StoreError::Damaged`] and yields nothing. A log whose
//! state is not the one that it signed is not written on, and a store whose keys are gone is not begun anew. When the
//! disk or the quota ([`Store::set_quota`]) is full, nothing is half written: all who shared the commit are told
//! [`StoreError::Full`], and reads go on.
//!
//! # Formats
//! Tables, sealed columns, wrapped keys, the derivation of the root key, and what somebody with the file can and cannot
//! do: `docs/formats/store.md`. Cipher: XChaCha20-Poly1305; passphrases: Argon2id (RFC 9106); checkpoints: C2SP
//! tlog-checkpoint.

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
