//! `ward token`: JSON Web Tokens.

mod inspect;
mod issue;
mod verify;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use ward_secret::SecretString;

use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::input::{self, Secrets};

/// Issue, verify and inspect tokens
#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    Issue(issue::Issue),
    Verify(verify::Verify),
    Inspect(inspect::Inspect),
}

impl Token {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        match self {
            Self::Issue(command) => command.run(context),
            Self::Verify(command) => command.run(context),
            Self::Inspect(command) => command.run(context),
        }
    }
}

/// Where a token is read from. Never an argument: whoever holds a token is its user.
#[derive(Args, Debug)]
pub(crate) struct TokenSource {
    /// File whose first line is the token; standard input when absent
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

impl TokenSource {
    fn read(&self) -> Result<SecretString, CliError> {
        let token = match &self.file {
            Some(path) => input::secret_file(path)?,
            None => Secrets::for_password(false).existing("token")?,
        };
        Ok(SecretString::from(token.expose().trim()))
    }
}
