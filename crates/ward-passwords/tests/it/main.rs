//! The crate from outside: against vectors that others wrote, and for what it refuses.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a panic is how a test fails, and stderr is where it says what it skipped"
)]

mod argon2;
mod bcrypt;
mod context;
mod cost;
mod created;
mod crypt_kat;
mod limits;
mod malformed;
mod passlib;
mod pbkdf2;
mod policy;
mod refusals;
mod scrypt;
mod strength;
mod vectors;
