//! Configuration: which keys there are, where each value came from, and a small struct for each concern.
//!
//! [`load`] is pure over the text of `ward.toml`, a map of environment variables and the flags; it reads no file. Later
//! sources win: default, then `ward.toml`, then the environment, then flags. A key that does not exist is an error,
//! because a setting that silently does nothing is how a weaker choice goes unnoticed. Unknown `WARD_…` variables are
//! only reported: cluster software sets variables such as `WARD_SERVICE_HOST` for a service of that name.

mod api_keys;
mod audit;
mod error;
mod file;
mod hashing;
mod key;
mod limits;
mod log;
mod mcp;
mod outbound;
mod passwords;
mod root_key;
mod server;
mod similar;
mod storage;
pub(crate) mod tokens;
mod values;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(crate) use api_keys::ApiKeys;
pub(crate) use audit::Audit;
pub(crate) use error::ConfigError;
pub(crate) use hashing::Hashing;
pub(crate) use key::{Default, Key, Kind, Place};
pub(crate) use limits::Limits;
pub(crate) use log::{Format as LogFormat, Level as LogLevel, Log};
pub(crate) use outbound::Outbound;
pub(crate) use passwords::Passwords;
pub(crate) use root_key::RootKey;
pub(crate) use server::Server;
pub(crate) use storage::{Database, Storage};
pub(crate) use tokens::Tokens;
pub(crate) use values::{Origin, Values};

/// Every key, in the order of the documents.
pub(crate) const KEYS: &[&[Key]] = &[
    server::KEYS,
    storage::KEYS,
    root_key::KEYS,
    log::KEYS,
    tokens::KEYS,
    passwords::KEYS,
    hashing::KEYS,
    audit::KEYS,
    api_keys::KEYS,
    limits::KEYS,
    outbound::KEYS,
    mcp::KEYS,
];

/// The variables that are Ward's without being settings.
pub(crate) const OTHER_VARIABLES: &[(&str, &str)] = &[
    ("WARD_CONFIG", "The configuration file, as `--config`."),
    (
        "WARD_URL",
        "Call the server at this address instead of the local store.",
    ),
    (
        "WARD_TOKEN",
        "The API key or token to show to that server, and that of the agent in `ward mcp`.",
    ),
    (
        "WARD_CA_FILE",
        "One more root certificate (PEM) to trust for that server.",
    ),
];

/// Every key, flat.
pub(crate) fn keys() -> impl Iterator<Item = &'static Key> {
    KEYS.iter().flat_map(|keys| keys.iter())
}

/// What configuration is made of.
pub(crate) struct Sources<'a> {
    /// Path and text of `ward.toml`, when there is one.
    pub(crate) file: Option<(&'a Path, &'a str)>,
    /// The environment.
    pub(crate) environment: &'a BTreeMap<String, String>,
    /// Key names and values from flags.
    pub(crate) flags: &'a [(&'static str, String)],
    /// The platform's folder for data of `ward`; `None` where it knows no home.
    pub(crate) platform_data_dir: Option<&'a Path>,
}

/// Everything that is configured.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) server: Server,
    pub(crate) storage: Storage,
    pub(crate) root_key: RootKey,
    pub(crate) log: Log,
    pub(crate) tokens: Tokens,
    pub(crate) passwords: Passwords,
    pub(crate) hashing: Hashing,
    pub(crate) audit: Audit,
    pub(crate) api_keys: ApiKeys,
    pub(crate) limits: Limits,
    pub(crate) outbound: Outbound,
    pub(crate) mcp: ward_server::McpOptions,
    /// Every value and where it came from.
    pub(crate) values: Values,
    /// The file that was read.
    pub(crate) file: Option<PathBuf>,
    /// `WARD_…` variables that are set and mean nothing, each with the one that may have been meant.
    pub(crate) unknown_variables: Vec<(String, Option<&'static str>)>,
}

/// Puts the sources together and checks every value.
pub(crate) fn load(sources: &Sources<'_>) -> Result<Config, ConfigError> {
    let values = Values::collect(sources)?;
    Ok(Config {
        server: Server::read(&values)?,
        storage: Storage::read(&values)?,
        root_key: RootKey::read(&values, sources.environment)?,
        log: Log::read(&values)?,
        tokens: Tokens::read(&values, sources.environment)?,
        passwords: Passwords::read(&values)?,
        hashing: Hashing::read(&values)?,
        audit: Audit::read(&values)?,
        api_keys: ApiKeys::read(&values)?,
        limits: Limits::read(&values)?,
        outbound: Outbound::read(&values)?,
        mcp: mcp::read(&values)?,
        values,
        file: sources.file.map(|(path, _)| path.to_owned()),
        unknown_variables: unknown_variables(sources.environment),
    })
}

fn unknown_variables(environment: &BTreeMap<String, String>) -> Vec<(String, Option<&'static str>)> {
    let known: Vec<&'static str> = keys()
        .flat_map(|key| key.variables.iter().copied())
        .chain(OTHER_VARIABLES.iter().map(|(name, _)| *name))
        .collect();
    environment
        .keys()
        .filter(|name| name.starts_with("WARD_") && !known.contains(&name.as_str()))
        .map(|name| (name.clone(), similar::closest(name, known.iter().copied())))
        .collect()
}
