//! The `ward` command: arguments become a command, configuration becomes an engine, and the command runs on it,
//! here or on a server.
//!
//! It refuses secrets in arguments, which every user of the machine can read, and never shows one that it was given.
//! Standard output is data, standard error is talk, and the exit code says how it went: 0 done, 1 the answer is no,
//! 2 usage or bad input, 3 not permitted or limited, 4 conflict or locked, 5 target or store unavailable, 70 internal.

mod cli;
mod client;
mod commands;
mod config;
mod context;
mod error;
mod files;
mod input;
mod logging;
mod output;
mod platform;
mod wiring;

use std::process::ExitCode;

use crate::context::{Context, Outcome};
use crate::error::CliError;

fn main() -> ExitCode {
    ExitCode::from(error::internal_unless_done(run))
}

fn run() -> u8 {
    let cli::Parsed {
        command,
        global,
        json,
    } = cli::parse();
    let context = Context::new(global, json);
    match command.run(&context) {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::No) => 1,
        Err(error) => {
            if let CliError::Failed(failure) = &error {
                context.output.failure(failure);
            }
            error.exit_code()
        }
    }
}
