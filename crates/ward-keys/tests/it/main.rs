//! Primitives against vectors that others wrote; kinds, keysets and public keys by their rules.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests"
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
