//! `ward audit`: reading, proving and carrying away the audit log.

mod checkpoint;
mod entries;
mod export;
mod search;
mod tail;
mod verify;

use clap::Subcommand;

use crate::context::{Context, Outcome};
use crate::error::CliError;

/// Read, verify and export the audit log
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    Tail(tail::Tail),
    Search(search::Search),
    Verify(verify::Verify),
    Export(export::Export),
    Checkpoint(checkpoint::Checkpoint),
}

impl Audit {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        match self {
            Self::Tail(command) => command.run(context),
            Self::Search(command) => command.run(context),
            Self::Verify(command) => command.run(context),
            Self::Export(command) => command.run(context),
            Self::Checkpoint(command) => command.run(context),
        }
    }
}
