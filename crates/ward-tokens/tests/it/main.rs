//! Facts about tokens, key sets and API keys; with vectors of others and the known attacks.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests"
)]

mod api_keys;
mod attacks;
mod claims;
mod forge;
mod keys;
mod peers;
mod records;
mod rfc;
mod secrets;
mod shared_vectors;
mod validation;
