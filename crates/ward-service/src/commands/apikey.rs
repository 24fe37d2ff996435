//! `ward apikey`: credentials for callers of Ward.

mod create;
mod list;
mod revoke;
mod rotate;

use clap::Subcommand;

use crate::context::{Context, Outcome};
use crate::error::CliError;

/// Create, list, rotate and revoke API keys
#[derive(Debug, Subcommand)]
pub(crate) enum ApiKey {
    Create(create::Create),
    List(list::List),
    Rotate(rotate::Rotate),
    Revoke(revoke::Revoke),
}

impl ApiKey {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        match self {
            Self::Create(command) => command.run(context),
            Self::List(command) => command.run(context),
            Self::Rotate(command) => command.run(context),
            Self::Revoke(command) => command.run(context),
        }
    }
}
