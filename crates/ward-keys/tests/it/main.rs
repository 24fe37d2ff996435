//! Primitives against vectors that others wrote; kinds, keysets and public keys by their rules.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests, and functions that tests share"
)]

mod aead;
mod cost;
mod derivation;
mod jwk;
mod keyset;
mod opened;
mod primitives;
mod text;
mod vectors;
