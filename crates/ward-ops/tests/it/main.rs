//! The engine and its operations, from outside.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod canary;
mod examples;
mod limits;
mod outbound;
mod pipeline;
mod registry;
mod scopes;
mod world;
