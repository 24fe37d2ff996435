//! `ward password`: hashes and their verification.

mod check;
mod hash;
mod schemes;
mod verify;

use clap::Subcommand;

use crate::context::{Context, Outcome};
use crate::error::CliError;

/// Hash, verify and judge passwords
#[derive(Debug, Subcommand)]
pub(crate) enum Password {
    Hash(hash::Hash),
    Verify(verify::Verify),
    Check(check::Check),
    Schemes(schemes::Schemes),
}

impl Password {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        match self {
            Self::Hash(command) => command.run(context),
            Self::Verify(command) => command.run(context),
            Self::Check(command) => command.run(context),
            Self::Schemes(command) => command.run(context),
        }
    }
}
