//! `ward man`.

use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_mangen::Man as Page;

use crate::cli::Cli;
use crate::context::{Context, Outcome};
use crate::error::CliError;

const AFTER: &str = "\
Examples:
  ward man | man -l -
  ward man ~/.local/share/man/man1";

/// Print the man page, or write those of all commands to a folder
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Man {
    /// Folder for the pages of all commands
    dir: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        match self.dir {
            None => {
                let mut page = Vec::new();
                Page::new(Cli::command()).render(&mut page)?;
                context.output.data(&page)?;
            }
            Some(folder) => {
                let failed = |error| CliError::file(&folder, &error);
                std::fs::create_dir_all(&folder).map_err(failed)?;
                clap_mangen::generate_to(Cli::command(), &folder).map_err(failed)?;
            }
        }
        Ok(Outcome::Done)
    }
}
