//! What can go wrong with the store.

use thiserror::Error;

/// Why the store did not do what was asked. Texts name neither values nor paths of the caller's data.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database was written by a newer Ward.
    #[error(
        "the database has schema {found}, newer than the {known} that this ward knows; use the newer ward"
    )]
    NewerSchema {
        /// The schema number in the file.
        found: i64,
        /// The newest schema number known here.
        known: i64,
    },
    /// The file is a database, but not one of Ward's, or not a database at all.
    #[error("the file is not a ward database")]
    NotWard,
    /// The root key is not the one that this database was made with.
    #[error("the root key does not open this database")]
    WrongRootKey,
    /// The root key could not be had: no file, bad length, open permissions.
    #[error("{0}")]
    RootKey(&'static str),
    /// A stored value does not open or does not parse: altered, moved or cut.
    #[error("stored data is damaged in table {table}")]
    Damaged {
        /// The table that holds it.
        table: &'static str,
    },
    /// A unique name or id is taken.
    #[error("the name is already taken")]
    Taken,
    /// The row does not exist.
    #[error("there is no such record")]
    Missing,
    /// The disk is full; nothing was written. Reads go on.
    #[error("the storage is full")]
    Full,
    /// Another process holds the database, or it is closing.
    #[error("the database is busy or closing")]
    Busy,
    /// The log in the database does not reach, or contradicts, a checkpoint that was seen before: an older state or
    /// another database was put back.
    #[error(
        "the audit log does not continue the checkpoint that was kept of it: an older or another database was put back"
    )]
    RolledBack,
    /// The checkpoint file could not be used: its text is not a checkpoint, or one that this log did not sign.
    #[error("{0}")]
    CheckpointFile(&'static str),
    /// A file next to the database could not be read or written.
    #[error("a file of the store could not be read or written: {0}")]
    File(#[source] std::io::Error),
    /// Anything else that the database reported.
    #[error("the database reported an error")]
    Database(#[source] sqlx::Error),
}

/// `SQLite` primary result codes (<https://www.sqlite.org/rescode.html>).
mod code {
    pub(super) const BUSY: i32 = 5;
    pub(super) const LOCKED: i32 = 6;
    pub(super) const NO_MEMORY: i32 = 7;
    pub(super) const IO: i32 = 10;
    pub(super) const CORRUPT: i32 = 11;
    pub(super) const FULL: i32 = 13;
    pub(super) const NOT_A_DATABASE: i32 = 26;
}

/// The primary result code; zero for errors that are not the database's.
fn primary_code(error: &sqlx::Error) -> i32 {
    let sqlx::Error::Database(database) = error else {
        return 0;
    };
    database
        .code()
        .and_then(|code| code.parse::<i32>().ok())
        .unwrap_or(0)
        & 0xff
}

impl StoreError {
    /// Damage that cannot be put down to one table.
    pub(crate) const DAMAGED: Self = Self::Damaged { table: "(any)" };

    /// The same answer once more, for the next caller of a failed batch: errors of libraries cannot be copied.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::NewerSchema { found, known } => Self::NewerSchema {
                found: *found,
                known: *known,
            },
            Self::NotWard => Self::NotWard,
            Self::WrongRootKey => Self::WrongRootKey,
            Self::RootKey(reason) => Self::RootKey(reason),
            Self::Damaged { table } => Self::Damaged { table },
            Self::Taken => Self::Taken,
            Self::Missing => Self::Missing,
            Self::Full => Self::Full,
            Self::Busy => Self::Busy,
            Self::RolledBack => Self::RolledBack,
            Self::CheckpointFile(reason) => Self::CheckpointFile(reason),
            Self::File(error) => Self::File(error.kind().into()),
            Self::Database(error) => Self::Database(sqlx::Error::Protocol(error.to_string())),
        }
    }

    /// Whether `SQLite` may have rolled the whole transaction back when it reported this
    /// (<https://www.sqlite.org/lang_transaction.html>, section 3). A statement after it would commit on its own.
    pub(crate) fn ends_transaction(&self) -> bool {
        match self {
            Self::Full => true,
            Self::Database(error) => matches!(primary_code(error), code::NO_MEMORY | code::IO),
            _ => false,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if error
            .as_database_error()
            .is_some_and(sqlx::error::DatabaseError::is_unique_violation)
        {
            return Self::Taken;
        }
        match primary_code(&error) {
            code::BUSY | code::LOCKED => return Self::Busy,
            code::CORRUPT => return Self::DAMAGED,
            code::FULL => return Self::Full,
            code::NOT_A_DATABASE => return Self::NotWard,
            _ => {}
        }
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Self::Busy,
            // A value of another type than the schema says, or text that is not UTF-8.
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::DAMAGED,
            error => Self::Database(error),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            Self::Full
        } else {
            Self::File(error)
        }
    }
}
