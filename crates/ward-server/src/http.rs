//! The routes, a file each, and what they share.

pub(crate) mod body;
pub(crate) mod credential;
pub(crate) mod health;
pub(crate) mod host;
mod limits;
pub(crate) mod metrics;
pub(crate) mod problem;
pub(crate) mod tools;
pub(crate) mod trace;
pub(crate) mod wellknown;
