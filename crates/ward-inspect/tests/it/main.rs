//! The audits from outside: what each finds, and what none of them repeats.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests"
)]

mod catalogue;
mod email;
mod gitleaks;
mod password;
mod properties;
mod url;
