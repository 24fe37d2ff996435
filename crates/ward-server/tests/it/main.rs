//! Tests of the server as its clients meet it: over a socket.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

mod client;
mod connections;
mod credentials;
mod health;
mod log;
mod markers;
mod mcp;
mod mcp_stdio;
mod metrics;
mod problems;
mod shutdown;
mod tools;
mod wellknown;
mod world;
