//! The arguments: global flags, and one command of [`crate::commands`].

use std::path::PathBuf;

use clap::{ArgAction, ArgMatches, Args, CommandFactory as _, FromArgMatches as _, Parser};

use crate::commands::Command;

const AFTER: &str = "\
Without WARD_URL a command works on the local store; with WARD_URL and WARD_TOKEN it calls a server.

Exit codes: 0 done, 1 the answer is no, 2 usage or bad input, 3 not permitted or rate limited, \
4 conflict or locked, 5 target or store unavailable, 70 internal error.";

/// Passwords, tokens, encryption, keys, TLS checks, and a log of it all that nobody can quietly edit.
#[derive(Debug, Parser)]
#[command(name = "ward", version, after_help = AFTER, max_term_width = 100, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Flags of every command.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Folder of the database and the root key [env: `WARD_DATA_DIR`]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Configuration file [env: `WARD_CONFIG`]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Call the server at this address instead of the local store [env: `WARD_URL`]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// File with the API key or token for that server; else the variable `WARD_TOKEN`
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
    /// One more root certificate (PEM) to trust for that server [env: `WARD_CA_FILE`]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,
    /// Send the credential over plain HTTP to another machine
    #[arg(long, global = true)]
    pub(crate) insecure_http: bool,
    /// Say nothing but data and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Log more; twice for still more
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// The flag of every command whose answer can be had as JSON. Not a global one: to `ward call`, `--json` is the request.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Json {
    /// Print the response as JSON, and errors as a problem object
    #[arg(long = "json")]
    _json: bool,
}

/// What the arguments say.
pub(crate) struct Parsed {
    pub(crate) command: Command,
    pub(crate) global: Global,
    /// Whether the answer is to be JSON.
    pub(crate) json: bool,
}

/// Reads the arguments. Ends the process with a usage message and code 2 when they make no sense, and with code 0 after
/// `--help` and `--version`.
pub(crate) fn parse() -> Parsed {
    let matches = Cli::command().get_matches();
    let json = wants_json(&matches);
    match Cli::from_arg_matches(&matches) {
        Ok(Cli { global, command }) => Parsed {
            command,
            global,
            json,
        },
        Err(error) => error.exit(),
    }
}

/// Whether the innermost command was given `--json`. `ward call` is for programs, so it counts as such.
fn wants_json(matches: &ArgMatches) -> bool {
    match matches.subcommand() {
        Some(("call", _)) => true,
        Some((_, inner)) => wants_json(inner),
        None => matches
            .try_get_one::<bool>("_json")
            .ok()
            .flatten()
            .copied()
            .unwrap_or(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_contradict_nothing() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_argument_is_documented() {
        fn check(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                assert!(
                    argument.get_help().is_some(),
                    "{} {}",
                    command.get_name(),
                    argument.get_id()
                );
            }
            command.get_subcommands().for_each(check);
        }
        let mut command = Cli::command();
        command.build();
        check(&command);
    }

    #[test]
    fn no_argument_takes_a_secret() {
        fn check(command: &clap::Command) {
            for argument in command
                .get_arguments()
                .filter(|argument| argument.get_action().takes_values())
            {
                let name = argument.get_id().as_str();
                let file = name.ends_with("_file");
                let secret = ["password", "passphrase", "secret", "token"]
                    .iter()
                    .any(|word| name.contains(word));
                assert!(file || !secret, "{} takes {name}", command.get_name());
            }
            command.get_subcommands().for_each(check);
        }
        let mut command = Cli::command();
        command.build();
        check(&command);
    }

    #[test]
    fn no_command_reuses_the_id_of_a_global_option() {
        fn check(command: &clap::Command, global: &[String]) {
            for argument in command.get_arguments() {
                let id = argument.get_id().to_string();
                assert!(!global.contains(&id), "{} has its own {id}", command.get_name());
            }
            command.get_subcommands().for_each(|inner| check(inner, global));
        }
        let command = Cli::command();
        let global: Vec<String> = command
            .get_arguments()
            .map(|argument| argument.get_id().to_string())
            .collect();
        command.get_subcommands().for_each(|inner| check(inner, &global));
    }

    #[test]
    fn json_is_found_in_the_innermost_command() {
        let json = |arguments: &[&str]| wants_json(&Cli::command().try_get_matches_from(arguments).unwrap());
        assert!(json(&["ward", "key", "list", "--json"]));
        assert!(!json(&["ward", "key", "list"]));
        assert!(json(&["ward", "call", "whoami"]));
    }
}
