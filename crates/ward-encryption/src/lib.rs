//! Fernet, password packages and sealed envelopes.
//!
//! Three recipes, each with its format documented under `docs/formats/`:
//!
//! - [`fernet`]: tokens that every Fernet library reads. [`FernetKey`] for one key, [`MultiFernet`] for a list,
//!   [`FernetKeyset`] for a named key with versions.
//! - [`package`]: data encrypted under a password, with everything but the password in
//!   [`PasswordParameters`], one short string.
//! - [`Envelope`]: Ward's own format for named keys. It names the key and version that opens it, binds associated
//!   data and a purpose, and is safe with random nonces for any number of messages.
//!
//! ```
//! use std::time::Duration;
//! use ward_encryption::FernetKey;
//! use ward_secret::{SystemRandom, Timestamp};
//!
//! let now = Timestamp::from_unix_seconds(1_795_248_000);
//! let key = FernetKey::generate(&mut SystemRandom);
//! let token = key.encrypt(b"meet at noon", now, &mut SystemRandom);
//! let hour = Some(Duration::from_hours(1));
//! assert_eq!(key.decrypt(&token, hour, now)?.expose(), b"meet at noon");
//! assert!(key.decrypt(&token, hour, now.after(Duration::from_hours(2))).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it refuses
//! - To say why something does not open. Wrong key, damage and wrong associated data are one error.
//! - Loose text: one ciphertext has one spelling (alphabet, padding and unused bits included).
//! - Key derivation costs above a cap, before any work, and below a floor where something new is made.
//! - To let one purpose's ciphertext be opened as another's: a wrapped [`DataKey`] is not data.
//!
//! # Formats and standards
//! Fernet (fernet/spec, version 0x80), PBKDF2 (RFC 8018), scrypt (RFC 7914), Argon2id (RFC 9106), the PHC string
//! format, XAES-256-GCM (C2SP), XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), base64url (RFC 4648, section 5).

mod base64url;
pub mod data_key;
pub mod envelope;
pub mod fernet;
pub mod key_info;
pub mod package;

pub use data_key::DataKey;
pub use envelope::{Envelope, EnvelopeError, Purpose};
pub use fernet::{FernetError, FernetKey, FernetKeyset, MultiFernet};
pub use key_info::KeyInfo;
pub use package::{Kdf, PasswordPackage, PasswordParameters};
