//! The page of commands: what `--help` says, at one width everywhere.

use std::fmt::Write as _;

use clap::{Command, CommandFactory as _};

use super::GENERATED;
use crate::cli::Cli;

pub(super) fn page() -> String {
    let mut page = format!("{GENERATED}\n# Commands\n\nWhat `--help` says of every command.\n");
    // Global options are told once, at the top.
    let mut root = Cli::command().term_width(100).disable_colored_help(true);
    root.build();
    section(&mut page, &mut root, 2);
    page
}

fn section(page: &mut String, command: &mut Command, depth: usize) {
    let name = command.get_bin_name().unwrap_or("ward").to_owned();
    let help = command.render_help().to_string();
    let help = if depth == 2 { help } else { without_globals(&help) };
    let _ = write!(
        page,
        "\n{} {name}\n\n```text\n{}\n```\n",
        "#".repeat(depth.min(3)),
        trimmed(&help)
    );
    for inner in command
        .get_subcommands_mut()
        .filter(|inner| !inner.is_hide_set() && inner.get_name() != "help")
    {
        section(page, inner, depth.saturating_add(1));
    }
}

/// The help without the block of global options: from its heading to the next empty line.
fn without_globals(help: &str) -> String {
    let Some((before, block)) = help.split_once("\nGlobal options:\n") else {
        return help.to_owned();
    };
    let after = block.split_once("\n\n").map_or("", |(_, after)| after);
    format!("{before}\n{after}")
}

fn trimmed(help: &str) -> String {
    help.lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
        .trim_end()
        .to_owned()
}
