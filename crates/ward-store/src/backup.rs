//! Backup of a running store, and its restoration.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, Row as _, SqliteConnection};

use crate::files::{create_private, make_private, sync_folder, with_suffix};
use crate::{Location, RootKeySource, Store, StoreError};

/// What a backup or restored database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupReport {
    /// Length of the file in bytes.
    pub bytes: u64,
    /// Number of audit entries in it.
    pub audit_size: u64,
}

impl Store {
    /// Writes a consistent copy of the database to `target` while the store goes on working.
    ///
    /// The copy is made beside the target, checked, flushed, and renamed, so that the target is whole or absent. It is
    /// as sealed as the database: it opens with the same root key, which it does not hold. Refuses to replace a file.
    pub async fn backup(&self, target: &Path) -> Result<BackupReport, StoreError> {
        if target.try_exists()? {
            return Err(StoreError::File(std::io::ErrorKind::AlreadyExists.into()));
        }
        let partial = with_suffix(target, ".partial");
        create_private(&partial)?;
        let result = self.backup_into(&partial, target).await;
        if result.is_err() {
            let _ = std::fs::remove_file(&partial);
        }
        result
    }

    async fn backup_into(&self, partial: &Path, target: &Path) -> Result<BackupReport, StoreError> {
        let name = partial
            .to_str()
            .ok_or(StoreError::File(std::io::ErrorKind::InvalidFilename.into()))?;
        let mut connection = self.reader().await?;
        // The file exists and is empty: `VACUUM INTO` takes that, and it keeps the closed permissions.
        sqlx::query("VACUUM INTO ?")
            .bind(name)
            .execute(&mut *connection)
            .await?;
        drop(connection);
        let report = check(partial).await?;
        std::fs::File::open(partial)?.sync_all()?;
        std::fs::hard_link(partial, target)?;
        std::fs::remove_file(partial)?;
        sync_folder(target)?;
        Ok(report)
    }
}

/// Puts a backup in the place of the database at `database`, which no process may have open.
///
/// The backup is copied beside the database, checked, opened with the root key, and its audit log verified, before
/// anything is touched; then the former database, if any, is renamed to `<name>.before-restore` and the copy takes its
/// place. [`StoreError::Damaged`] for a backup that is not whole or whose log was altered.
///
/// A restored log is older than the checkpoint that was kept of it outside, which is what a roll-back looks like:
/// [`Store::check_against`] refuses it. Whoever restores on purpose archives that checkpoint with
/// [`checkpoint_file::set_aside`](crate::checkpoint_file::set_aside).
pub async fn restore(
    backup: &Path,
    database: &Path,
    root_key: &RootKeySource,
) -> Result<BackupReport, StoreError> {
    let partial = with_suffix(database, ".restoring");
    let _ = std::fs::remove_file(&partial);
    create_private(&partial)?;
    std::fs::copy(backup, &partial)?;
    make_private(&partial)?;
    let result = restore_checked(&partial, database, root_key).await;
    if result.is_err() {
        for leftover in [
            partial.clone(),
            with_suffix(&partial, "-wal"),
            with_suffix(&partial, "-shm"),
        ] {
            let _ = std::fs::remove_file(leftover);
        }
    }
    result
}

async fn restore_checked(
    partial: &Path,
    database: &Path,
    root_key: &RootKeySource,
) -> Result<BackupReport, StoreError> {
    let report = check(partial).await?;
    let store = Store::open(Location::File(partial.to_owned()), root_key).await?;
    let log = store.verify_audit(&[]).await;
    store.close().await;
    if !log?.ok {
        return Err(StoreError::Damaged { table: "audit_entry" });
    }
    std::fs::File::open(partial)?.sync_all()?;
    if database.try_exists()? {
        // Whatever the write-ahead log still holds belongs into the file that is put aside.
        let mut former =
            SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(database)).await?;
        sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&mut former)
            .await?;
        former.close().await?;
        std::fs::rename(database, with_suffix(database, ".before-restore"))?;
        for side in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(with_suffix(database, side));
        }
    }
    std::fs::rename(partial, database)?;
    sync_folder(database)?;
    Ok(report)
}

/// Reads every page of a database file and reports what it holds; [`StoreError::Damaged`] when it is not whole.
async fn check(path: &Path) -> Result<BackupReport, StoreError> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let verdict: String = sqlx::query("PRAGMA integrity_check(1)")
        .fetch_one(&mut connection)
        .await?
        .try_get(0)?;
    if verdict != "ok" {
        return Err(StoreError::DAMAGED);
    }
    let size: i64 = sqlx::query("SELECT size FROM audit_state WHERE id = 1")
        .fetch_one(&mut connection)
        .await?
        .try_get(0)?;
    connection.close().await?;
    Ok(BackupReport {
        bytes: std::fs::metadata(path)?.len(),
        audit_size: u64::try_from(size).map_err(|_| StoreError::Damaged { table: "audit_state" })?,
    })
}
