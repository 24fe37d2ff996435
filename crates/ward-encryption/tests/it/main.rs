//! Fernet against its specification and Python, packages and envelopes against vectors made without Ward, and the
//! refusals of each.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests, and functions that tests share"
)]

mod data_key;
mod envelope;
mod fernet;
mod fernet_keyset;
mod fernet_spec;
mod key_info;
mod multi_fernet;
mod package;
mod parameters;
mod python;

use ward_secret::Timestamp;

/// 2026-11-21T08:00:00Z.
const NOW: Timestamp = Timestamp::from_unix_seconds(1_795_248_000);
