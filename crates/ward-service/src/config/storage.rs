//! The data directory and the database.

use std::path::PathBuf;

use super::{ConfigError, Default, Key, Kind, Place, Values};

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "data_dir",
        variables: &["WARD_DATA_DIR"],
        kind: Kind::Path,
        default: Default::Follows("the platform's folder for user data, such as ~/.local/share/ward"),
        place: Place::Anywhere,
        sentence: "The folder of the database, the root key file and the checkpoint. Made with mode 0700.",
    },
    Key {
        name: "database_url",
        variables: &["WARD_DATABASE_URL", "DATABASE_URL"],
        kind: Kind::Text,
        default: Default::Follows("sqlite:<data_dir>/ward.db"),
        place: Place::Anywhere,
        sentence: "The database: `sqlite:` and a path.",
    },
];

/// The data directory and the database.
#[derive(Debug)]
pub(crate) struct Storage {
    pub(crate) data_dir: PathBuf,
    pub(crate) database: Database,
}

/// The database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Database {
    /// SQLite in this file.
    Sqlite(PathBuf),
    /// SQLite in memory.
    Memory,
}

impl Storage {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let data_dir = values.path("data_dir").ok_or(ConfigError::Refused {
            reason: "there is no home folder to keep data in",
            hint: "set --data-dir or WARD_DATA_DIR",
        })?;
        let database = match values.text("database_url") {
            None => Database::Sqlite(data_dir.join("ward.db")),
            Some(url) => parse(values, url)?,
        };
        Ok(Self { data_dir, database })
    }
}

fn parse(values: &Values, url: &str) -> Result<Database, ConfigError> {
    if ["postgres:", "postgresql:"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
    {
        return Err(ConfigError::Refused {
            reason: "postgresql comes later; this ward keeps its data in sqlite",
            hint: "set WARD_DATABASE_URL=sqlite:/path/to/ward.db, which goes before DATABASE_URL",
        });
    }
    let path = url
        .strip_prefix("sqlite:")
        .map(|rest| rest.strip_prefix("//").unwrap_or(rest));
    match path {
        Some(":memory:") => Ok(Database::Memory),
        Some(path) if !path.is_empty() && !path.contains('?') => Ok(Database::Sqlite(PathBuf::from(path))),
        _ => Err(values.invalid("database_url", "it must be `sqlite:` and a path")),
    }
}
