//! The root key, from wherever it is configured to come.

use std::path::Path;

use ward_ops::ErrorKind;
use ward_secret::{Secret, SystemRandom, random_array};
use ward_store::{RootKeySource, create_key_file};

use crate::config::{Config, RootKey};
use crate::error::CliError;
use crate::input;

/// The source that is configured. A key file that is missing is made only at a first start: beside an existing database
/// a new key would open nothing, and hide that the right one is lost.
pub(crate) fn source(config: &Config, first_start: bool) -> Result<RootKeySource, CliError> {
    match &config.root_key {
        RootKey::Value(text) => Ok(RootKeySource::from_text(text.expose())?),
        RootKey::PassphraseFile(path) => Ok(RootKeySource::Passphrase(input::secret_file(path)?)),
        RootKey::File(path) => file(path, first_start),
        RootKey::Usual {
            credential: Some(path),
        } if path.exists() => Ok(RootKeySource::from_text(input::secret_file(path)?.expose())?),
        RootKey::Usual { .. } => file(&config.storage.data_dir.join("root.key"), first_start),
    }
}

fn file(path: &Path, first_start: bool) -> Result<RootKeySource, CliError> {
    match path.try_exists() {
        Ok(true) => {}
        Ok(false) if first_start => create_key_file(path, &mut SystemRandom)?,
        Ok(false) => {
            let detail = format!("there is no root key at {}", path.display());
            return Err(CliError::new(ErrorKind::Unavailable, "no_root_key", detail)
                .hint("put the root key file there, or set the source that the database was made with"));
        }
        Err(error) => return Err(CliError::file(path, &error)),
    }
    Ok(RootKeySource::File(path.to_owned()))
}

/// A key for a store that does not outlive the process.
pub(super) fn ephemeral() -> RootKeySource {
    RootKeySource::Key(Secret::new(random_array(&mut SystemRandom)))
}
