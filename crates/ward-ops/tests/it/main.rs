//! The engine and its operations, from outside.
#![allow(clippy::arithmetic_side_effects, clippy::panic, reason = "tests")]

mod canary;
mod examples;
mod pipeline;
mod registry;
mod scopes;
mod world;
