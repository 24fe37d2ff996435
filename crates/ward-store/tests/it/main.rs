//! The store from outside: what it keeps, what it refuses, what it survives.
#![allow(clippy::arithmetic_side_effects, clippy::panic, reason = "tests")]

mod world;
mod writing;
