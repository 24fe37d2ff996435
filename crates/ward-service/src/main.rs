//! The `ward` command: arguments become a [`cli::Command`], configuration becomes an engine, and the command runs on it,
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

use std::io::Write as _;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use crate::context::{Context, Environment, Outcome};
use crate::error::CliError;
use crate::output::Output;

/// A fault of Ward's own (`EX_SOFTWARE` of sysexits.h).
const INTERNAL: u8 = 70;

fn main() -> ExitCode {
    // A panic's message may hold what it was working on; its place does not.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map_or_else(String::new, |place| format!(" at {place}"));
        let _ = writeln!(
            std::io::stderr(),
            "error: ward failed, and the fault is its own{place}"
        );
    }));
    let result = std::panic::catch_unwind(AssertUnwindSafe(run));
    ExitCode::from(result.unwrap_or(INTERNAL))
}

fn run() -> u8 {
    let cli::Parsed {
        command,
        global,
        json,
    } = cli::parse();
    let environment: Environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let output = Output::new(json, global.quiet, &environment);
    let context = Context {
        global,
        environment,
        output,
    };
    match command.run(&context) {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::No) => 1,
        Err(error) => {
            if let CliError::Failed(failure) = &error {
                output.failure(failure);
            }
            error.exit_code()
        }
    }
}
