//! The arithmetic of limits against a naive simulation, the table against floods, the fields against vectors.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test fails by panicking and says what it skips"
)]

mod fields;
mod gcra;
mod jumps;
mod quota;
mod table;
mod tally;

use std::time::Duration;

use ward_limits::Moment;

/// The moment `seconds` after the start.
fn at(seconds: u64) -> Moment {
    Moment::from_start(Duration::from_secs(seconds))
}

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
