//! Tests of `ward-net` against real listeners on this machine.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests"
)]

mod connect;
mod openssl;
mod probe;
mod servers;
mod trust;
