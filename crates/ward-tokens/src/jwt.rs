//! JSON Web Tokens: signed claims with an end.
//!
//! A [`SigningKey`] or [`VerifyingKey`] has one algorithm, set when the key is made. [`VerifyingKeys`] holds those
//! that may check a token; [`Validation`] says what else must hold. What passes is a [`Verified`]; what is only
//! looked at, without a check, is an [`Unverified`], and nothing that decides should take one.
//!
//! Size comes first, then the form, the key, the signature; the claims are not read before the signature holds.

mod claims;
mod error;
mod header;
mod inspect;
pub mod jws;
mod key;
mod numeric_date;
mod validation;
mod weak;

pub use claims::{ACCESS, Claims};
pub use error::{KeyError, SignError, VerifyError};
pub use inspect::{Unverified, inspect};
pub use key::{Algorithm, MIN_SECRET_LEN, SigningKey, VerifyingKey, VerifyingKeys};
pub use validation::{AudienceRule, DEFAULT_LEEWAY, MAX_LEEWAY, Validation, Verified};
pub use weak::{Weakness, weakness};

/// Longest token that is read or written, in bytes. A header line of most servers ends at 8 or 16 KiB, so a longer
/// token could not be presented anyway.
pub const MAX_TOKEN_LEN: usize = 16 * 1024;
