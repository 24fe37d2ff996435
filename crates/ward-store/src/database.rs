//! Opening the database: location, pragmas, schema.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Row as _, SqliteConnection, SqlitePool};

use crate::StoreError;

/// Where the database lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file, made with mode 0600 when absent. Its folder must exist.
    File(PathBuf),
    /// In memory, gone with the process. For `--dev` and tests.
    Memory,
}

/// Marks a file as Ward's ("WARD"), as `PRAGMA application_id`.
const APPLICATION_ID: i64 = 0x5741_5244;

/// Every schema in order; the position, from one, is the number in `PRAGMA user_version`. Never edit one that landed.
const MIGRATIONS: &[&str] = &[include_str!("migrations/0001_first.sql")];

/// How long a statement waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Readers beside the one writer. `SQLite` readers do not block each other.
const READERS: u32 = 4;

/// An opened database: one connection that writes, some that read.
pub(crate) struct Database {
    pub(crate) writer: SqliteConnection,
    pub(crate) readers: SqlitePool,
}

pub(crate) async fn open(location: &Location) -> Result<Database, StoreError> {
    if let Location::File(path) = location {
        create_private(path)?;
    }
    let options = options(location);
    let mut writer = SqliteConnection::connect_with(&options).await?;
    migrate(&mut writer).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(BUSY_TIMEOUT)
        .connect_lazy_with(options);
    Ok(Database { writer, readers })
}

fn options(location: &Location) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new()
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("secure_delete", "ON");
    match location {
        Location::File(path) => options.filename(path).journal_mode(SqliteJournalMode::Wal),
        // A name that begins with a slash is one database for all connections of this process.
        Location::Memory => {
            static NEXT: AtomicU64 = AtomicU64::new(0);
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            options.filename(format!("/ward-memory-{number}")).vfs("memdb").journal_mode(SqliteJournalMode::Memory)
        }
    }
}

/// Makes the file ourselves, because the library would make it readable by others.
fn create_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Brings the schema up to date in one transaction.
async fn migrate(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let found = pragma(&mut transaction, "PRAGMA user_version").await?;
    let application = pragma(&mut transaction, "PRAGMA application_id").await?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let tables = pragma(&mut transaction, "SELECT count(*) FROM sqlite_schema").await?;
    if application != APPLICATION_ID && (found != 0 || tables != 0) {
        return Err(StoreError::NotWard);
    }
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    let done = usize::try_from(found).map_err(|_| StoreError::NotWard)?;
    for migration in MIGRATIONS.iter().skip(done) {
        sqlx::raw_sql(*migration).execute(&mut *transaction).await?;
    }
    if found < known {
        // Pragmas take no bound parameters; both values are numbers of ours.
        let stamp = format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {known};");
        sqlx::raw_sql(sqlx::AssertSqlSafe(stamp)).execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    Ok(())
}

async fn pragma(connection: &mut SqliteConnection, statement: &'static str) -> Result<i64, StoreError> {
    Ok(sqlx::query(statement).fetch_one(connection).await?.try_get(0)?)
}

/// A number that changes when another connection, of this process or another, has written.
pub(crate) async fn data_version(connection: &mut SqliteConnection) -> Result<i64, StoreError> {
    pragma(connection, "PRAGMA data_version").await
}
