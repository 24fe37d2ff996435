//! Secret values that do not print, compare in constant time and wipe themselves; and the argument
//! types through which time and randomness enter Ward's pure crates.
//!
//! Most callers want two things: [`SecretString`] or [`SecretBytes`] to carry a secret, and
//! [`Secret::expose`] at the one place where the secret is used.
//!
//! ```
//! use ward_secret::SecretString;
//!
//! let password = SecretString::from("correct horse");
//! assert_eq!(format!("{password:?}"), "Secret(..)");
//! assert!(password.expose().starts_with("correct"));
//! ```
//!
//! # What it refuses
//! A [`Secret`] has no `Display`, no `Serialize`, no `PartialEq` and a `Debug` that shows nothing, so a
//! secret cannot reach a log, a response or an early-exit comparison by a derive on the struct around it.
//! Compare with [`equal`]. It cannot protect copies that the caller makes: build the value with its final
//! capacity, because a `Vec` that grows leaves its old bytes behind.
//!
//! # Time and randomness
//! Cores take a [`Timestamp`] and a `&mut dyn` [`Random`]. The operating system's clock and generator are
//! behind the feature `system` and belong in shells; [`testing`] holds repeatable ones.

mod compare;
mod random;
mod secret;
pub mod testing;
mod timestamp;

pub use compare::equal;
#[cfg(feature = "system")]
pub use random::SystemRandom;
pub use random::{Random, random_array};
pub use secret::{Secret, SecretBytes, SecretString};
#[cfg(feature = "system")]
pub use timestamp::SystemClock;
pub use timestamp::{Clock, Timestamp};
