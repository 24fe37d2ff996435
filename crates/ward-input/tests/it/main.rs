//! Suites that others wrote, and the properties that hold for every input.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests"
)]

mod isemail;
mod json_fields;
mod json_limits;
mod jsontest;
mod properties;
mod vectors;
