//! The binary from outside: every command, its main failure and its exit code.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

mod audit;
mod checks;
mod configuration;
mod encryption;
mod help;
mod keys;
mod password;
mod reference;
mod remote;
mod restart;
mod restore;
mod secrets;
mod serve;
mod tls;
mod tokens;
mod world;
