//! What can go wrong with the store.

use thiserror::Error;

/// Why the store did not do what was asked. Texts name neither values nor paths of the caller's data.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database was written by a newer Ward.
    #[error("the database has schema {found}, newer than the {known} that this ward knows; use the newer ward")]
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
    /// The log in the database is behind its outside checkpoint: an older state was put back.
    #[error("the audit log is behind its outside checkpoint")]
    RolledBack,
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
    pub(super) const CORRUPT: i32 = 11;
    pub(super) const FULL: i32 = 13;
    pub(super) const NOT_A_DATABASE: i32 = 26;
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(database) = &error {
            if database.is_unique_violation() {
                return Self::Taken;
            }
            let extended = database.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or(0);
            match extended & 0xff {
                code::BUSY | code::LOCKED => return Self::Busy,
                code::CORRUPT => return Self::Damaged { table: "(any)" },
                code::FULL => return Self::Full,
                code::NOT_A_DATABASE => return Self::NotWard,
                _ => {}
            }
        }
        if matches!(error, sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed) {
            return Self::Busy;
        }
        Self::Database(error)
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull { Self::Full } else { Self::File(error) }
    }
}
