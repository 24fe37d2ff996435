//! Tokens that a service hands out and takes back: JSON Web Tokens, the key set that checks them, and API keys.
//!
//! Most callers want four calls: [`jwt::SigningKey::sign`] and [`jwt::VerifyingKeys::verify`] for tokens,
//! [`api_key::ApiKey::generate`] and [`api_key::ApiKey::parse`] for keys.
//!
//! ```
//! use std::time::Duration;
//! use ward_secret::{Timestamp, testing::SeededRandom};
//! use ward_tokens::jwt::{AudienceRule, Claims, SigningKey, Validation, VerifyError, VerifyingKeys};
//!
//! let now = Timestamp::from_unix_seconds(1_795_248_000);
//! let random = &mut SeededRandom::new(1); // a real service takes the operating system's generator
//! let key = SigningKey::ed25519(&[7; 32])?;
//!
//! let mut claims = Claims::access("alice", ["read".to_owned()], now, Duration::from_secs(1800), random);
//! claims.aud = vec!["orders".to_owned()];
//! let token = key.sign(&claims)?;
//!
//! let keys = VerifyingKeys::from_iter([key.verifying_key()]);
//! let expected = Validation::new().audience(AudienceRule::Contains("orders".to_owned()));
//! let verified = keys.verify(&token, &expected, now)?;
//! assert_eq!(verified.claims.sub.as_deref(), Some("alice"));
//!
//! let later = now.after(Duration::from_secs(3600));
//! assert_eq!(keys.verify(&token, &expected, later).unwrap_err(), VerifyError::Expired);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it refuses, and why
//! - **An algorithm chosen by the token.** A key knows its one algorithm; the header only repeats it (RFC 8725,
//!   section 3.1). `none` in any letters is just another wrong algorithm.
//! - **A key brought by the token.** `jwk`, `jku`, `x5u` and `x5c` are refused; `kid` is compared with the ids of the
//!   keys at hand and used for nothing else.
//! - **Guessable secrets.** HS256 needs 32 bytes (RFC 7518, section 3.2); [`jwt::weakness`] finds longer ones that
//!   were typed rather than drawn.
//! - **Tokens without an end**, tokens for someone else ([`jwt::AudienceRule`]), and two readings of one text: a name
//!   that appears twice, base64 with padding or loose bits, and anything after the third part.
//!
//! # Formats
//! JWS compact serialisation (RFC 7515) with HS256 (RFC 7518) and `EdDSA` over Ed25519 (RFC 8037); JWT (RFC 7519)
//! under the advice of RFC 8725; JWK sets (RFC 7517) and thumbprints (RFC 7638). API keys are Ward's own text form,
//! written down in [`api_key`].

pub mod api_key;
mod base64url;
pub mod jwks;
pub mod jwt;
mod strict_json;
