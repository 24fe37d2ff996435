//! Where the root key comes from.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ward_secret::SecretString;

use super::{ConfigError, Default, Key, Kind, Place, Values};

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "root_key.file",
        variables: &["WARD_ROOT_KEY_FILE"],
        kind: Kind::Path,
        default: Default::Follows("<data_dir>/root.key"),
        place: Place::Anywhere,
        sentence: "The file with the root key, 64 hexadecimal digits, mode 0600. Made at the first start. Without it \
            the database cannot be opened by anybody.",
    },
    Key {
        name: "root_key.passphrase_file",
        variables: &["WARD_ROOT_KEY_PASSPHRASE_FILE"],
        kind: Kind::Path,
        default: Default::Absent,
        place: Place::Anywhere,
        sentence: "A file whose first line is the passphrase from which the root key is derived (Argon2id).",
    },
    Key {
        name: "root_key.value",
        variables: &["WARD_ROOT_KEY"],
        kind: Kind::Secret,
        default: Default::Absent,
        place: Place::NotInFile(
            "use root_key.file, or the credential `ward-root-key` of the service manager",
        ),
        sentence: "The root key itself, 64 hexadecimal digits. The variable is visible to whoever may read the \
            environment of the process: prefer a file or a credential.",
    },
];

/// The name of the service manager's credential that holds the root key.
pub(crate) const CREDENTIAL: &str = "ward-root-key";

/// Where the root key comes from: the one that is set, else the credential if it exists, else the file.
#[derive(Debug)]
pub(crate) enum RootKey {
    /// The key itself.
    Value(SecretString),
    /// A passphrase in this file.
    PassphraseFile(PathBuf),
    /// This file, set on purpose.
    File(PathBuf),
    /// Nothing is set: the credential if there is one, else a file in the data directory.
    Usual {
        /// Where the credential would be.
        credential: Option<PathBuf>,
    },
}

impl RootKey {
    pub(super) fn read(values: &Values, environment: &BTreeMap<String, String>) -> Result<Self, ConfigError> {
        let value = values.secret("root_key.value").cloned().map(Self::Value);
        let passphrase = values.path("root_key.passphrase_file").map(Self::PassphraseFile);
        let file = values.path("root_key.file").map(Self::File);
        let mut set = [value, passphrase, file].into_iter().flatten();
        match (set.next(), set.next()) {
            (_, Some(_)) => Err(ConfigError::Refused {
                reason: "more than one source of the root key is set",
                hint: "keep one of WARD_ROOT_KEY, root_key.passphrase_file and root_key.file",
            }),
            (Some(only), None) => Ok(only),
            (None, None) => Ok(Self::Usual {
                credential: super::tokens::credential(environment, CREDENTIAL),
            }),
        }
    }
}
