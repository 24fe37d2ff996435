//! Hash, verify, upgrade and judge passwords.
//!
//! Most callers want a [`PasswordContext`]: it hashes new passwords, verifies stored ones of any scheme that the
//! policy allows, and says when a stored hash should be replaced.
//!
//! ```
//! use ward_passwords::{PasswordContext, VerifyError};
//! use ward_secret::SystemRandom;
//!
//! let context = PasswordContext::default();
//! let stored = context.hash(b"correct horse", &mut SystemRandom)?;
//!
//! context.verify(b"correct horse", &stored)?;
//! assert_eq!(context.verify(b"wrong", &stored), Err(VerifyError::Mismatch));
//!
//! // A hash that another system left behind, verified and replaced in one step.
//! let shadow = "$5$rounds=1000$IbG0EuGQXw5EkMdP$LQ5AfPf13KufFsKtmazqnzSGZ4pxtUNw3woQ.ELRDF4";
//! let update = context.verify_and_update("with unic\u{d6}de".as_bytes(), shadow, &mut SystemRandom)?;
//! assert!(update.new_hash.is_some_and(|hash| hash.starts_with("$argon2id$")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Below it are [`hash`] with an explicit [`Cost`], and [`HashString`], a stored hash parsed into a type;
//! [`StoredPassword`] is any text from a password column. Around it:
//!
//! - [`decrepit`] verifies what other systems left behind, some eighty formats; [`schemes`] lists them all.
//! - [`wrap()`] puts Argon2id over an old hash without waiting for its login; [`estate`] says what a table holds.
//! - [`Peppers`] add a secret of the application, [`UnicodeProfile`] one form of Unicode, [`config`] reads policies.
//! - [`assess`], [`Policy`] and [`Requirements`] judge new passwords; [`breach`] knows the leaked ones without a network;
//!   [`generate`](mod@generate) makes better ones.
//!
//! # What it refuses
//! - **To work before it knows the price.** A stored hash names its own cost. [`VerifyLimits`] are checked before
//!   anything is computed or allocated, so a planted string that asks for 4 GiB or bcrypt cost 31 is an error
//!   that returns at once.
//! - **To shorten a password.** bcrypt ignores what follows 72 bytes or a NUL byte; such passwords are refused on
//!   creation. Old hashes were made that way all over, so verification cuts where they cut and says so in
//!   [`Verified`].
//! - **To guess.** A text that several systems write is read as the scheme that the caller names, or not at all.
//! - **Lax strings.** One hash has one spelling: a sign, a leading zero or base64 padding is an error.
//! - **Composition rules.** [`Policy`] asks for length and guessability, as SP 800-63B-4 does; [`Requirements`] adds
//!   what other rule books want when it is named.
//!
//! Passwords are bytes: nothing is normalised, because the hashes of other systems were made from the bytes they
//! were given. A system that wants one form of Unicode chooses [`UnicodeProfile::OpaqueString`] (RFC 8265).
//!
//! # Formats
//! | scheme | string | source |
//! |---|---|---|
//! | argon2id, argon2i, argon2d | `$argon2id$v=19$m=19456,t=2,p=1$…$…` | RFC 9106, PHC string format |
//! | scrypt | `$scrypt$ln=17,r=8,p=1$…$…` | RFC 7914, as passlib writes it |
//! | bcrypt | `$2b$12$…`; reads `$2a$`, `$2x$`, `$2y$` | Provos and Mazières 1999, `crypt_blowfish` 1.3 |
//! | bcrypt-sha256 | `$bcrypt-sha256$v=2,t=2b,r=12$…$…`; reads version 1 | passlib 1.7.4 |
//! | pbkdf2-sha1, -sha256, -sha512 | `$pbkdf2-sha256$600000$…$…`; reads the PHC form | RFC 8018, passlib |
//! | sha256-crypt, sha512-crypt | `$6$rounds=656000$…$…` | Drepper 2007 |
//! | peppered | `$ward-pepper$v=1,k=…` before one of these | `docs/formats/password-hashes.md` |
//! | wrapped | `$ward-wrap$v=1,s=…$…` before Argon2id | `docs/formats/password-hashes.md` |
//!
//! The randomness of a salt is an argument ([`ward_secret::Random`]); there is no clock and no global state.

pub mod breach;
mod catalogue;
mod context;
mod cost;
pub mod decrepit;
pub mod estate;
mod format;
pub mod generate;
mod hash;
mod hash_string;
mod limits;
mod pepper;
mod policy;
mod profile;
mod requirements;
mod scheme;
mod stored;
mod strength;
mod wrap;

pub use catalogue::{SchemeInfo, schemes};
pub use context::{
    BuildError, MinVerifyTime, NothingToRestore, PasswordContext, PasswordContextBuilder, UpdateReason,
    VerifiedUpdate, config,
};
pub use cost::{Argon2Cost, BcryptCost, Cost, CostError, Pbkdf2Cost, ScryptCost, ShaCryptCost};
pub use hash::{HashError, MAX_PASSWORD_BYTES, hash};
pub use hash_string::{HashString, MAX_HASH_STRING_BYTES, ParseError, Verified, VerifyError};
pub use limits::{Resource, VerifyLimits};
pub use pepper::{PEPPER_MIN_BYTES, PepperError, Peppers};
pub use policy::Policy;
pub use profile::{NotInProfile, UnicodeProfile};
pub use requirements::{Candidate, DenyList, PREVIOUS_MOST, Profile, Requirements, RequirementsConfig};
pub use scheme::{Scheme, StoredScheme, UnknownScheme};
pub use stored::StoredPassword;
pub use strength::{ASSESSED_CHARS, Issue, IssueCode, Level, Severity, Strength, assess};
pub use wrap::{WrapError, wrap};

/// Runs the README's example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
