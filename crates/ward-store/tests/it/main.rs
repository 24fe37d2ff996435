//! The store from outside: what it keeps, what it refuses, what it survives.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests"
)]

mod audit;
mod backup;
mod checkpoint_file;
mod damage;
mod full;
mod kill;
mod opening;
mod root_key;
mod sealing;
mod tamper;
mod world;
mod writing;
