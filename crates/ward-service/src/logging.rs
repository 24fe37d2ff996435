//! The log on standard error. Other crates' chatter stays out unless it is a warning.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt};

use crate::config::{Log, LogFormat, LogLevel};

/// For `ward serve`: as configured.
pub(crate) fn for_server(log: &Log, verbose: u8) {
    let json = match log.format {
        LogFormat::Json => true,
        LogFormat::Text => false,
        LogFormat::Auto => !io::stderr().is_terminal(),
    };
    let level = match verbose {
        0 => log.level,
        1 => log.level.max(LogLevel::DEBUG),
        _ => LogLevel::TRACE,
    };
    start(json, level);
}

/// For every other command: faults only, unless more is asked for.
pub(crate) fn for_commands(verbose: u8, quiet: bool) {
    let level = match (quiet, verbose) {
        (true, _) => LogLevel::OFF,
        (false, 0) => LogLevel::ERROR,
        (false, 1) => LogLevel::INFO,
        (false, _) => LogLevel::DEBUG,
    };
    start(false, level);
}

fn start(json: bool, level: LogLevel) {
    let rooms = ["ward", "ward_net", "ward_ops", "ward_server", "ward_store"];
    let filter = Targets::new()
        .with_targets(rooms.map(|room| (room, level)))
        // It quotes what was sent.
        .with_target("rmcp", LogLevel::OFF)
        .with_default(level.min(LogLevel::WARN));
    let layer = fmt::layer().with_writer(io::stderr);
    let layer = if json {
        layer.json().flatten_event(true).with_filter(filter).boxed()
    } else {
        layer
            .with_ansi(io::stderr().is_terminal())
            .with_target(false)
            .with_filter(filter)
            .boxed()
    };
    // A second start in one process would be a mistake of ours; the first one stays.
    let _ = tracing_subscriber::registry().with(layer).try_init();
}
