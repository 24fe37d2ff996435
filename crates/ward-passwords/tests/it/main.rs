//! The crate from outside: against vectors that others wrote, and for what it refuses.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a panic is how a test fails, and stderr is where it says what it skipped"
)]

mod argon2;
mod bcrypt;
mod breach;
mod context;
mod cost;
mod created;
mod crypt_kat;
mod estate;
mod generate;
mod legacy;
mod limits;
mod malformed;
mod migration;
mod passlib;
mod pbkdf2;
mod policy;
mod refusals;
mod requirements;
mod scrypt;
mod strength;
mod vectors;
