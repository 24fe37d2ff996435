//! API keys: a random secret in a form that people can paste, scanners can find and servers can check offline.
//!
//! ```text
//! ward_live_k7Qd2mXw0aZ4_<43 letters and digits>_<6 letters and digits>
//!      │    │            │                        └ CRC-32 of everything before it, in base 62
//!      │    │            └ the secret: 43 base-62 digits, 256 bits
//!      │    └ the id: 12 base-62 digits, 71 bits; not secret, the name of the key in lists and logs
//!      └ the environment: 1 to 12 lower-case letters and digits
//! ```
//!
//! Every key matches [`PATTERN`]. The checksum stops typing errors and made-up keys before any look-up, and lets a
//! scanner tell a real key from look-alike text; it is no protection against anyone who can compute one.
//!
//! ```
//! use ward_secret::testing::SeededRandom;
//! use ward_tokens::api_key::{ApiKey, ApiKeyError};
//!
//! let key = ApiKey::generate("live", &mut SeededRandom::new(1))?;
//! let stored = key.secret_hash(); // goes into the store, with key.id()
//! let shown_once = key.text().expose().clone(); // goes to the owner
//!
//! let presented = ApiKey::parse(&shown_once)?;
//! assert_eq!(presented.id(), key.id());
//! assert!(presented.matches(&stored));
//! assert_eq!(ApiKey::parse(&shown_once[..60]).unwrap_err(), ApiKeyError::Malformed);
//! # Ok::<(), ApiKeyError>(())
//! ```
//!
//! [`ApiKeyRecord`] is the life of a key as plain state: scopes, end, revocation, rotation with an overlap.

mod base62;
mod record;
mod text;

pub use record::{ApiKeyRecord, ApiKeyStatus, LAST_USED_RESOLUTION, MAX_OVERLAP, RotateError, Rotation};
pub use text::{ApiKey, ApiKeyError, ID_LEN, PATTERN};
