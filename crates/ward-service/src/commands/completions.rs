//! `ward completions`.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::context::{Context, Outcome};
use crate::error::CliError;

const AFTER: &str = "\
Examples:
  ward completions bash > ~/.local/share/bash-completion/completions/ward
  ward completions fish > ~/.config/fish/completions/ward.fish";

/// Print completions for a shell
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Completions {
    /// Shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "ward", &mut script);
        context.output.data(&script)?;
        Ok(Outcome::Done)
    }
}
