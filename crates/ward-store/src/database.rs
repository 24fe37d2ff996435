//! Opening the database: location, pragmas, schema.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Row as _, SqliteConnection, SqlitePool};

use crate::StoreError;
use crate::files::create_private;

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

const KNOWN_SCHEMA: i64 = 1;

/// Rows that may wait between the database's thread and a reader of the whole log.
pub(crate) const ROW_BUFFER: usize = 1_024;

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
        // The library would make it readable by others.
        match create_private(path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
            _ => {}
        }
    }
    let (options, journal) = options(location);
    let mut writer = SqliteConnection::connect_with(&options).await?;
    migrate(&mut writer).await?;
    // Only now: a database that is not ours must stay as it was, and the journal mode is written into it.
    sqlx::raw_sql(journal).execute(&mut writer).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(BUSY_TIMEOUT)
        .connect_lazy_with(options);
    Ok(Database { writer, readers })
}

/// Opens a database that exists, to read only, and changes nothing about it: no schema, no journal mode.
pub(crate) async fn open_read_only(location: &Location) -> Result<SqliteConnection, StoreError> {
    let Location::File(path) = location else {
        return Err(StoreError::File(io::ErrorKind::NotFound.into()));
    };
    if !path.try_exists()? {
        return Err(StoreError::File(io::ErrorKind::NotFound.into()));
    }
    let options = common_options().filename(path).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    if schema_of(&mut connection).await? == 0 {
        return Err(StoreError::NotWard);
    }
    Ok(connection)
}

fn common_options() -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .busy_timeout(BUSY_TIMEOUT)
        .row_buffer_size(ROW_BUFFER)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
}

/// How to connect, and the statement that sets the journal mode for all connections.
fn options(location: &Location) -> (SqliteConnectOptions, &'static str) {
    let options = common_options()
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "ON");
    match location {
        Location::File(path) => (options.filename(path), "PRAGMA journal_mode = WAL"),
        // A name that begins with a slash is one database for all connections of this process.
        Location::Memory => {
            static NEXT: AtomicU64 = AtomicU64::new(0);
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let options = options.filename(format!("/ward-memory-{number}")).vfs("memdb");
            (options, "PRAGMA journal_mode = MEMORY")
        }
    }
}

/// The number of the schema; zero for an empty database. Refuses what is not Ward's, and what is newer than we know.
async fn schema_of(connection: &mut SqliteConnection) -> Result<i64, StoreError> {
    let found = pragma(connection, "PRAGMA user_version").await?;
    let application = pragma(connection, "PRAGMA application_id").await?;
    let tables = pragma(connection, "SELECT count(*) FROM sqlite_schema").await?;
    if application != APPLICATION_ID && (found != 0 || tables != 0) {
        return Err(StoreError::NotWard);
    }
    if found > KNOWN_SCHEMA {
        return Err(StoreError::NewerSchema {
            found,
            known: KNOWN_SCHEMA,
        });
    }
    Ok(found)
}

/// Brings the schema up to date in one transaction.
async fn migrate(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let found = schema_of(&mut transaction).await?;
    let done = usize::try_from(found).map_err(|_| StoreError::NotWard)?;
    for migration in MIGRATIONS.iter().skip(done) {
        sqlx::raw_sql(*migration).execute(&mut *transaction).await?;
    }
    if found < KNOWN_SCHEMA {
        // Pragmas take no bound parameters; both values are numbers of ours.
        let stamp =
            format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {KNOWN_SCHEMA};");
        sqlx::raw_sql(sqlx::AssertSqlSafe(stamp))
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}

async fn pragma(connection: &mut SqliteConnection, statement: &'static str) -> Result<i64, StoreError> {
    Ok(sqlx::query(statement).fetch_one(connection).await?.try_get(0)?)
}

/// Holds the database to `bytes`, rounded down to whole pages; `None` lifts the limit. Counts for this connection only.
pub(crate) async fn limit_size(
    connection: &mut SqliteConnection,
    bytes: Option<u64>,
) -> Result<(), StoreError> {
    // The most that `SQLite` takes (<https://www.sqlite.org/limits.html>, item 13).
    const MOST_PAGES: i64 = 4_294_967_294;
    let page = u64::try_from(pragma(connection, "PRAGMA page_size").await?).unwrap_or(u64::MAX);
    let pages = bytes
        .and_then(|bytes| bytes.checked_div(page))
        .and_then(|pages| i64::try_from(pages).ok());
    let pages = pages.unwrap_or(MOST_PAGES).clamp(1, MOST_PAGES);
    let statement = format!("PRAGMA max_page_count = {pages}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
        .execute(connection)
        .await?;
    Ok(())
}

/// A number that changes when another connection, of this process or another, has written.
pub(crate) async fn data_version(connection: &mut SqliteConnection) -> Result<i64, StoreError> {
    pragma(connection, "PRAGMA data_version").await
}
