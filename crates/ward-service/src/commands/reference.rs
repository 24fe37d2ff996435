//! `ward reference`, hidden: writes the generated pages of `docs/reference`, so that they cannot differ from the binary.
//! Developers call it as `cargo xtask docs`.

mod commands;
mod scopes;
mod settings;
mod tools;

use std::path::PathBuf;

use clap::Args;

use crate::context::{Context, Outcome};
use crate::error::CliError;

/// Write the reference pages of this build
#[derive(Args, Debug)]
#[command(hide = true)]
pub(crate) struct Reference {
    /// Folder of the pages
    dir: PathBuf,
    /// Write nothing; exit with code 1 when a page is not what would be written
    #[arg(long)]
    check: bool,
}

/// A page: its file name and what writes it.
type Page = (&'static str, fn() -> String);

/// Every page.
const PAGES: &[Page] = &[
    ("cli.md", commands::page),
    ("config.md", settings::page),
    ("scopes.md", scopes::page),
    ("tools.md", tools::page),
];

impl Reference {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let mut current = true;
        for (name, page) in PAGES {
            let path = self.dir.join(name);
            let failed = |error| CliError::file(&path, &error);
            let page = page();
            if !self.check {
                std::fs::create_dir_all(&self.dir).map_err(failed)?;
                std::fs::write(&path, page).map_err(failed)?;
            } else if std::fs::read_to_string(&path).map_err(failed)? != page {
                context.output.say(&format!("{} is not current", path.display()));
                current = false;
            }
        }
        Ok(Outcome::yes_if(current))
    }
}

/// The text for a cell of a table.
fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

/// The comment at the head of every page.
const GENERATED: &str = "<!-- Written by `cargo xtask docs`. -->\n";
