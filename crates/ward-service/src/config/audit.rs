//! The audit log: where its newest checkpoint is kept beside the database.

use std::path::PathBuf;

use super::{ConfigError, Default, Key, Kind, Place, Values};

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "audit.checkpoint_file",
        variables: &["WARD_AUDIT_CHECKPOINT_FILE"],
        kind: Kind::Path,
        default: Default::Follows("<data_dir>/checkpoint"),
        place: Place::Anywhere,
        sentence: "The file with the newest signed checkpoint of the log. Best on another disk or on storage that only \
            appends: it shows when the database was rolled back, and then `ward serve` does not start.",
    },
    Key {
        name: "audit.durability",
        variables: &["WARD_AUDIT_DURABILITY"],
        kind: Kind::Choice(&["commit"]),
        default: Default::Is("commit"),
        place: Place::Anywhere,
        sentence: "When a call is answered: once its audit entry is on the disk. There is no weaker choice.",
    },
];

/// The audit log.
#[derive(Debug)]
pub(crate) struct Audit {
    pub(crate) checkpoint_file: PathBuf,
}

impl Audit {
    #[expect(clippy::unnecessary_wraps, reason = "every concern reads alike")]
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let usual = || values.path("data_dir").unwrap_or_default().join("checkpoint");
        Ok(Self {
            checkpoint_file: values.path("audit.checkpoint_file").unwrap_or_else(usual),
        })
    }
}
