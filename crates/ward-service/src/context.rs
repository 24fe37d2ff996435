//! What every command gets: the environment, the global flags, the output, and the ways to the engine.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::client::Client;
use crate::config::{self, Config, Sources};
use crate::error::CliError;
use crate::output::Output;
use crate::{logging, platform};

/// The environment, as far as it is text.
pub(crate) type Environment = BTreeMap<String, String>;

/// What a command came to when nothing failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done, or the answer is yes.
    Done,
    /// The answer is no: exit code 1.
    No,
}

impl Outcome {
    pub(crate) const fn yes_if(yes: bool) -> Self {
        if yes { Self::Done } else { Self::No }
    }
}

/// What every command gets.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) global: crate::cli::Global,
    pub(crate) environment: Environment,
    pub(crate) output: Output,
}

impl Context {
    pub(crate) fn new(global: crate::cli::Global, json: bool) -> Self {
        let text =
            |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value.into_string().ok()?));
        let environment: Environment = std::env::vars_os().filter_map(text).collect();
        let output = Output::new(json, global.quiet, &environment);
        Self {
            global,
            environment,
            output,
        }
    }

    /// The configuration of file, environment and global flags.
    pub(crate) fn config(&self) -> Result<Config, CliError> {
        self.config_with(&[])
    }

    /// The same, with flags of the command.
    pub(crate) fn config_with(&self, flags: &[(&'static str, String)]) -> Result<Config, CliError> {
        let mut flags = flags.to_vec();
        if let Some(path) = &self.global.data_dir {
            let path = path
                .to_str()
                .ok_or_else(|| CliError::usage("the data directory's name is not utf-8"))?;
            flags.push(("data_dir", path.to_owned()));
        }
        let file = self.config_file()?;
        let platform_data_dir = platform::data_dir();
        Ok(config::load(&Sources {
            file: file.as_ref().map(|(path, text)| (path.as_path(), text.as_str())),
            environment: &self.environment,
            flags: &flags,
            platform_data_dir: platform_data_dir.as_deref(),
        })?)
    }

    /// Path and text of the configuration file. A file that was named must exist; the usual one need not.
    fn config_file(&self) -> Result<Option<(PathBuf, String)>, CliError> {
        let read = |path: &Path| std::fs::read_to_string(path).map(|text| (path.to_owned(), text));
        let named = self
            .global
            .config
            .clone()
            .or_else(|| self.environment.get("WARD_CONFIG").map(PathBuf::from));
        if let Some(path) = named {
            return read(&path)
                .map(Some)
                .map_err(|error| CliError::file(&path, &error));
        }
        for path in platform::config_files() {
            match read(&path) {
                Ok(found) => return Ok(Some(found)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(CliError::file(&path, &error)),
            }
        }
        Ok(None)
    }

    /// Opens the way to the engine, local or remote, does the work and closes it again.
    pub(crate) fn session<T>(
        &self,
        work: impl AsyncFnOnce(&Client) -> Result<T, CliError>,
    ) -> Result<T, CliError> {
        logging::for_commands(self.global.verbose, self.global.quiet);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let client = Client::open(self).await?;
            let result = work(&client).await;
            client.close().await;
            result
        })
    }

    /// Runs work that opens the store by itself.
    pub(crate) fn block_on<T>(&self, work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
        logging::for_commands(self.global.verbose, self.global.quiet);
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?
            .block_on(work)
    }

    /// The server to call instead of the local store.
    pub(crate) fn remote(&self) -> Option<&str> {
        self.global
            .url
            .as_deref()
            .or_else(|| self.environment.get("WARD_URL").map(String::as_str))
    }
}
