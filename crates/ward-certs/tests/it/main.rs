//! Tests of `ward-certs` through its public interface.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests"
)]

mod certificate;
mod chain;
mod limbo;
mod made;
mod ocsp;
mod properties;
mod report;
