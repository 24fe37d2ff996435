//! Developer tasks. `cargo xtask layers` checks that the arrows between crates point down and that the lower layers stay
//! free of I/O; `cargo xtask docs` writes the generated reference pages.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool")]

mod docs;
mod layers;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let result = match (arguments.next().as_deref(), arguments.next().as_deref()) {
        (Some("layers"), None) => layers::check(),
        (Some("docs"), None) => docs::write(),
        (Some("docs"), Some("--check")) => docs::check(),
        _ => Err("usage: cargo xtask layers | docs [--check]".to_owned()),
    };
    match result {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
