//! Facts about scopes, principals, grants and decisions.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "tests")]

mod decisions;
mod grants;
mod scopes;
