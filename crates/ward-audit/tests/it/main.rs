//! The audit log against independent vectors, against an attacker, and against its own definitions.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests"
)]

mod entry;
mod export;
mod frozen;
mod merkle;
mod support;
mod tamper;
mod vectors;
mod verify;
