//! The audit log of a database that is not served: to be verified or exported, however damaged.

use std::io::Write;

use sqlx::{Connection as _, SqliteConnection};
use tokio::sync::Mutex;
use ward_audit::Report;
use ward_audit::checkpoint::Origin;
use ward_audit::note::NoteVerifier;

use super::{LogKeys, export, verify};
use crate::{Location, RootKeySource, Store, StoreError, data_keys, database};

/// The audit log of a database opened to read only. From [`Store::open_for_verification`].
pub struct OfflineLog {
    connection: Mutex<SqliteConnection>,
    keys: LogKeys,
}

impl Store {
    /// Opens the audit log of an existing database to read only, for `ward audit verify` and its like.
    ///
    /// Where [`Store::open`] refuses a log whose state row or latest checkpoint is damaged, this opens it, so that
    /// [`OfflineLog::verify`] can name what is wrong. It changes nothing in the database and may run beside a process
    /// that serves it. It needs the store's own keys: [`StoreError::WrongRootKey`], [`StoreError::Damaged`] for
    /// `store_key` or `store_secret`, [`StoreError::NotWard`], [`StoreError::NewerSchema`], and [`StoreError::File`] when
    /// there is no such file; [`Location::Memory`] has none.
    pub async fn open_for_verification(
        location: &Location,
        root_key: &RootKeySource,
    ) -> Result<OfflineLog, StoreError> {
        let mut connection = database::open_read_only(location).await?;
        let sealer = data_keys::open_existing(&mut connection, root_key).await?;
        let keys = LogKeys::load(&mut connection, &sealer).await?;
        let keys = keys.ok_or(StoreError::Damaged {
            table: "store_secret",
        })?;
        Ok(OfflineLog {
            connection: Mutex::new(connection),
            keys,
        })
    }
}

impl OfflineLog {
    /// What [`Store::verify_audit`] does, without a running process to compare with.
    pub async fn verify(&self, outside: &[&str]) -> Result<Report, StoreError> {
        verify::verify(&mut *self.connection.lock().await, &self.keys, outside).await
    }

    /// What [`Store::export_audit`] does.
    pub async fn export(&self, out: impl Write + Send) -> Result<u64, StoreError> {
        export::export(&mut *self.connection.lock().await, &self.keys, out).await
    }

    /// The public half of the key that signs the log's checkpoints.
    #[must_use]
    pub fn verifier(&self) -> NoteVerifier {
        self.keys.signer.verifier()
    }

    /// The log's origin line.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.keys.origin
    }

    /// Closes the database.
    pub async fn close(self) {
        let _ = self.connection.into_inner().close().await;
    }
}
