//! Keysets with versions and a primary, and the only home of cryptographic primitives.
//!
//! A [`Keyset`] is one named key over its whole life: it has a [`Kind`] that never changes, versions numbered
//! from 1, and one *primary* version that makes everything new. Rotation adds a version and makes it primary;
//! the older ones go on opening what they made until they are closed one by one.
//!
//! Most callers want two calls: [`Keyset::generate`] when a key is created, and [`Opened::from_keyset`] to turn
//! a keyset into prepared keys that are cheap to use and worth caching.
//!
//! ```
//! use ward_keys::{Keyset, Kind, SigningKeys};
//! use ward_secret::{SystemRandom, Timestamp};
//!
//! let now = Timestamp::from_unix_seconds(1_795_248_000);
//! let mut keyset = Keyset::generate(Kind::Ed25519, now, &mut SystemRandom);
//! let before = SigningKeys::from_keyset(&keyset)?.sign(b"release 1.0");
//!
//! keyset.rotate(now, &mut SystemRandom)?;
//! let keys = SigningKeys::from_keyset(&keyset)?;
//! assert_eq!(keys.primary().number, 2);
//! assert!(keys.verify(before.version, b"release 1.0", &before.bytes).is_ok());
//! assert!(keys.verify(before.version, b"release 1.1", &before.bytes).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it refuses
//! - A key for one use in the place of another: material is opened only as the type that its kind allows.
//! - Stored parts that do not add up: no primary, a number twice, material of the wrong length.
//! - To serialise material. There is no `Serialize` on anything that holds it; a store seals
//!   [`Version::material`] itself.
//! - To bring back a destroyed version: its material is gone from the value, not only marked.
//!
//! # Primitives
//! [`hazmat`] holds AEAD, MAC, signature and key derivation functions. No other crate of the workspace calls a
//! cryptographic library for these. Its parts can be combined wrongly; prefer the recipes in `ward-encryption`.
//!
//! # Formats and standards
//! AES-256-GCM (NIST SP 800-38D), XAES-256-GCM (C2SP), XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), Ed25519
//! (RFC 8032), HMAC (RFC 2104), HKDF (RFC 5869), PBKDF2 (RFC 8018), scrypt (RFC 7914), Argon2id (RFC 9106), JWK
//! (RFC 7517, RFC 8037) and its thumbprint (RFC 7638).

pub mod hazmat;
pub mod jwk;
pub mod keyset;
mod kind;
mod opened;

pub use keyset::{KeyId, KeyName, Keyset, KeysetError, State, Version};
pub use kind::{Kind, Usage};
pub use opened::{
    AeadKeys, FromMaterial, MacKeys, Numbered, OpenKeysetError, Opened, Signature, SigningKeys,
};
