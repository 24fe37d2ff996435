//! Verify-only formats: what other systems left in the user table.
//!
//! Nothing here creates a hash. Each format is read so that a login can succeed once more and leave with Argon2id;
//! every success says [`Verified::legacy`], and every such hash wants replacing.
//!
//! Two kinds of format exist. A *marked* one is told from the text (`$P$…`, `{SSHA}…`, `pbkdf2_sha256$…`), and
//! [`LegacyHash::parse`] reads it. An *unmarked* one is a run of hexadecimal digits or the like that a dozen systems
//! write: only its owner knows which, so it is read by [`LegacyHash::parse_as`] with the scheme named. Nothing is
//! guessed. The same holds for user names: a format that mixes one in asks for it in [`VerifyInput`].
//!
//! ```
//! use ward_passwords::VerifyLimits;
//! use ward_passwords::decrepit::{LegacyHash, VerifyInput};
//!
//! let stored = LegacyHash::parse("$P$B12345678L6Lpt4BxNotVIMILOa9u81")?;
//! assert_eq!(stored.scheme().name(), "phpass");
//! let verified = stored.verify(&VerifyInput::new(b"JohnRipper"), &VerifyLimits::DEFAULT)?;
//! assert!(verified.legacy);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it refuses
//! - Formats that can be turned back into the password (Cisco type 7): they are identified and refused with a
//!   reason, because reading them would be decryption.
//! - Rounds and memory above [`VerifyLimits`], before any work.
//! - To let a disabled account's marker match anything.

mod aspnet;
mod cisco;
mod crypt_des;
mod crypt_md5;
mod des;
mod digest;
mod disabled;
mod django;
mod drupal;
mod firebase;
mod fshp;
mod grub;
mod joomla;
mod ldap;
mod mssql;
mod mysql;
mod nested;
mod oracle;
mod p5k2;
mod phpass;
mod plain;
mod postgres;
mod salted;
mod schemes;
mod scram;
mod sha1_crypt;
mod spring;
mod sun_md5;
mod text;
mod werkzeug;
mod windows;
mod wordpress;
mod yescrypt;

use std::fmt;

pub use digest::Algorithm as DigestAlgorithm;
pub use firebase::FirebaseParameters;
pub use salted::{DigestEncoding, SaltPlace, SaltedDigest};
pub use schemes::{LegacyScheme, Needs, PASSLIB_HANDLERS, PasslibHandler, Support};

use digest::Bytes;
use ward_secret::equal;

use crate::limits::admit;
use crate::{HashString, MAX_HASH_STRING_BYTES, MAX_PASSWORD_BYTES, Resource, ScryptCost};
use crate::{StoredScheme, Verified, VerifyError, VerifyLimits};

/// What a verification is given: the password, and for the formats that mix them in, the user's name and realm.
#[derive(Clone, Copy)]
pub struct VerifyInput<'a> {
    /// The password, at most [`MAX_PASSWORD_BYTES`].
    pub password: &'a [u8],
    /// The account's name as the old system wrote it; PostgreSQL's md5, Oracle 10, Cisco PIX and ASA, cached
    /// domain credentials and htdigest hash it together with the password.
    pub user: Option<&'a str>,
    /// The realm of htdigest.
    pub realm: Option<&'a str>,
}

impl<'a> VerifyInput<'a> {
    /// A password without user or realm.
    #[must_use]
    pub const fn new(password: &'a [u8]) -> Self {
        Self {
            password,
            user: None,
            realm: None,
        }
    }

    /// A password of a named user.
    #[must_use]
    pub const fn of_user(password: &'a [u8], user: &'a str) -> Self {
        Self {
            password,
            user: Some(user),
            realm: None,
        }
    }
}

impl fmt::Debug for VerifyInput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerifyInput(..)")
    }
}

/// Why a text is not a hash of an old format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LegacyParseError {
    /// Longer than [`MAX_HASH_STRING_BYTES`].
    #[error("the hash string is longer than 1024 bytes")]
    TooLong,
    /// No marked format begins like this. Usually an unmarked format, whose scheme has to be named.
    #[error("the hash string is of no known format")]
    Unknown,
    /// It looks like this scheme's string and is not one. Usually cut off by a column too short.
    #[error("the {scheme} hash string has a malformed {part}")]
    Malformed {
        /// The scheme that was recognised or named.
        scheme: LegacyScheme,
        /// The first part that is wrong.
        part: &'static str,
    },
    /// The scheme is known and not read; [`LegacyScheme::support`] says why.
    #[error("hashes of {0} are identified but never verified")]
    Refused(LegacyScheme),
}

/// Why a string of a known format does not parse: the part that is wrong.
type Malformed = &'static str;

/// What verifying costs, to be compared with the limits before it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    /// A few digests of the password.
    Light,
    /// This many digests or cipher calls.
    Rounds(u64),
    /// PBKDF2's rounds times the blocks of output.
    Pbkdf2(u64),
    /// scrypt.
    Scrypt(ScryptCost),
    /// yescrypt: memory in KiB, and steps N · r · p · (t + 1).
    Yescrypt { memory_kib: u64, steps: u64 },
}

impl Work {
    /// PBKDF2 with `len` bytes of output.
    fn pbkdf2(algorithm: DigestAlgorithm, rounds: std::num::NonZeroU32, len: usize) -> Self {
        let blocks = u64::try_from(len.div_ceil(algorithm.len().max(1))).unwrap_or(u64::MAX);
        Self::Pbkdf2(u64::from(rounds.get()).saturating_mul(blocks))
    }

    fn admit(self, limits: &VerifyLimits) -> Result<(), Resource> {
        match self {
            Self::Light => Ok(()),
            Self::Rounds(rounds) => admit(Resource::Rounds, rounds, limits.legacy_rounds),
            Self::Pbkdf2(rounds) => admit(Resource::Rounds, rounds, limits.pbkdf2_rounds),
            Self::Scrypt(cost) => {
                admit(Resource::Memory, cost.memory_kib(), limits.memory_kib)?;
                admit(Resource::Work, cost.work(), limits.scrypt_work)
            }
            Self::Yescrypt { memory_kib, steps } => {
                admit(Resource::Memory, memory_kib, limits.memory_kib)?;
                admit(Resource::Work, steps, limits.scrypt_work)
            }
        }
    }
}

/// Why a derivation stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// The format mixes in the user's name, and none was given.
    NeedsUser,
    /// The format mixes in the realm, and none was given.
    NeedsRealm,
    /// The old system could not have been given this password (not UTF-8, a character outside its set).
    Impossible,
    /// The memory was not to be had.
    OutOfMemory,
}

/// From the input to the bytes that the stored digest is compared with.
type Derive = Box<dyn Fn(&VerifyInput<'_>) -> Result<Bytes, Stop> + Send + Sync>;
/// From the password to what an inner hash was made of.
type Prepare = Box<dyn Fn(&[u8]) -> Bytes + Send + Sync>;

enum Check {
    /// Derive and compare with the stored bytes.
    Digest { expected: Vec<u8>, derive: Derive },
    /// A hash of a current scheme inside the old string, over the prepared password.
    Current {
        inner: Box<HashString>,
        prepare: Prepare,
    },
    /// A hash of an old scheme inside the old string.
    Legacy {
        inner: Box<LegacyHash>,
        prepare: Prepare,
    },
    /// Nothing verifies.
    Never,
}

/// What a parser returns: one hash, every field decoded and in range.
struct Parsed {
    work: Work,
    salt_len: usize,
    /// Bytes of the password that are read, where the scheme ignores the rest.
    reads: Option<usize>,
    check: Check,
}

impl Parsed {
    /// A hash whose check derives bytes and compares them with `expected`.
    fn digest(
        work: Work,
        salt_len: usize,
        expected: Vec<u8>,
        derive: impl Fn(&VerifyInput<'_>) -> Result<Bytes, Stop> + Send + Sync + 'static,
    ) -> Self {
        Self {
            work,
            salt_len,
            reads: None,
            check: Check::Digest {
                expected,
                derive: Box::new(derive),
            },
        }
    }

    const fn reading(mut self, bytes: usize) -> Self {
        self.reads = Some(bytes);
        self
    }
}

/// A stored hash of an old format, parsed. It never prints.
pub struct LegacyHash {
    scheme: LegacyScheme,
    parsed: Parsed,
}

impl LegacyHash {
    /// Reads a hash of a marked format.
    pub fn parse(text: &str) -> Result<Self, LegacyParseError> {
        check_length(text)?;
        let scheme = LegacyScheme::recognise(text).ok_or(LegacyParseError::Unknown)?;
        Self::parse_as(scheme, text)
    }

    /// Reads a hash of a named scheme, marked or not.
    pub fn parse_as(scheme: LegacyScheme, text: &str) -> Result<Self, LegacyParseError> {
        check_length(text)?;
        let read = scheme.reader().ok_or(LegacyParseError::Refused(scheme))?;
        read(text)
            .map(|parsed| Self { scheme, parsed })
            .map_err(|part| LegacyParseError::Malformed { scheme, part })
    }

    /// The marked scheme that `text` looks like, whether or not it is well formed or read at all.
    #[must_use]
    pub fn identify(text: &str) -> Option<LegacyScheme> {
        LegacyScheme::recognise(text)
    }

    /// A Firebase hash under its project's parameters: `hash` and `salt` are the account's `passwordHash` and
    /// `salt`, in base64 of either alphabet.
    pub fn firebase(
        parameters: &FirebaseParameters,
        hash: &str,
        salt: &str,
    ) -> Result<Self, LegacyParseError> {
        Self::configured("firebase-scrypt", firebase::read(parameters, hash, salt))
    }

    /// A digest with a salt, as `form` describes it: `digest` in the form's encoding, `salt` as the bytes that
    /// were mixed in.
    pub fn salted_digest(form: &SaltedDigest, digest: &str, salt: &[u8]) -> Result<Self, LegacyParseError> {
        Self::configured("salted-digest", salted::read(*form, digest, salt))
    }

    fn configured(name: &str, parsed: Result<Parsed, Malformed>) -> Result<Self, LegacyParseError> {
        let scheme = LegacyScheme::named(name).ok_or(LegacyParseError::Unknown)?;
        parsed
            .map(|parsed| Self { scheme, parsed })
            .map_err(|part| LegacyParseError::Malformed { scheme, part })
    }

    /// The scheme.
    #[must_use]
    pub const fn scheme(&self) -> LegacyScheme {
        self.scheme
    }

    /// Whether this marks an account that nobody may log in to with a password.
    #[must_use]
    pub const fn is_disabled(&self) -> bool {
        matches!(self.parsed.check, Check::Never)
    }

    /// Bytes of salt; 0 where equal passwords give equal hashes.
    #[must_use]
    pub fn salt_len(&self) -> usize {
        match &self.parsed.check {
            Check::Current { inner, .. } => inner.salt_len(),
            Check::Legacy { inner, .. } => inner.salt_len(),
            _ => self.parsed.salt_len,
        }
    }

    /// The cost in words for reports: `rounds=8192`, `i=10000`, `ln=14,r=8,p=1`; empty for a single digest.
    #[must_use]
    pub fn cost(&self) -> String {
        match (&self.parsed.check, self.parsed.work) {
            (Check::Current { inner, .. }, _) => inner.cost().to_string(),
            (Check::Legacy { inner, .. }, _) => inner.cost(),
            (_, Work::Light) => String::new(),
            (_, Work::Rounds(rounds)) => format!("rounds={rounds}"),
            (_, Work::Pbkdf2(rounds)) => format!("i={rounds}"),
            (_, Work::Scrypt(cost)) => cost.to_string(),
            (_, Work::Yescrypt { memory_kib, .. }) => format!("m={memory_kib}"),
        }
    }

    /// Whether verifying stays within `limits`, without verifying.
    pub fn admit(&self, limits: &VerifyLimits) -> Result<(), Resource> {
        self.parsed.work.admit(limits)?;
        match &self.parsed.check {
            Check::Current { inner, .. } => inner.admit(limits),
            Check::Legacy { inner, .. } => inner.admit(limits),
            Check::Digest { .. } | Check::Never => Ok(()),
        }
    }

    /// Whether the password is the one that was hashed.
    ///
    /// Limits are checked before anything is computed; the comparison is in constant time. Fails with
    /// [`VerifyError::NeedsUser`] where the scheme mixes in a name that was not given, with
    /// [`VerifyError::Disabled`] for the marker of a disabled account, and otherwise as
    /// [`HashString::verify`] does.
    pub fn verify(&self, input: &VerifyInput<'_>, limits: &VerifyLimits) -> Result<Verified, VerifyError> {
        if input.password.len() > MAX_PASSWORD_BYTES {
            return Err(VerifyError::PasswordTooLong);
        }
        self.admit(limits)?;
        let mut truncated = self.truncates(input.password);
        match &self.parsed.check {
            Check::Never => return Err(VerifyError::Disabled),
            Check::Digest { expected, derive } => match derive(input) {
                Ok(derived) if equal(&derived, expected) => {}
                Ok(_) => return Err(VerifyError::Mismatch),
                Err(stop) => return Err(self.error(stop)),
            },
            Check::Current { inner, prepare } => {
                truncated |= inner.verify(&prepare(input.password), limits)?.truncated;
            }
            Check::Legacy { inner, prepare } => {
                let password = prepare(input.password);
                let input = VerifyInput {
                    password: &password,
                    ..*input
                };
                truncated |= inner.verify(&input, limits)?.truncated;
            }
        }
        Ok(Verified {
            legacy: true,
            truncated,
            ..Verified::of(StoredScheme::Legacy(self.scheme))
        })
    }
}

impl LegacyHash {
    /// The stored digest, of the schemes that may be wrapped: those whose string holds this digest of the password
    /// and no other.
    pub(crate) fn wrappable_digest(&self) -> Option<&[u8]> {
        match &self.parsed.check {
            Check::Digest { expected, .. } if self.scheme.is_wrappable() => Some(expected),
            _ => None,
        }
    }

    /// Whether the string is a wrapper around a hash of another old scheme.
    pub(crate) const fn has_legacy_inside(&self) -> bool {
        matches!(self.parsed.check, Check::Legacy { .. })
    }

    /// The digest that the old system would store; `None` for a password that it could not take.
    pub(crate) fn derive_digest(&self, input: &VerifyInput<'_>) -> Result<Option<Bytes>, VerifyError> {
        let Check::Digest { derive, .. } = &self.parsed.check else {
            return Ok(None);
        };
        match derive(input) {
            Ok(digest) => Ok(Some(digest)),
            Err(Stop::Impossible) => Ok(None),
            Err(stop) => Err(self.error(stop)),
        }
    }

    /// Whether the scheme ignores the end of this password.
    pub(crate) fn truncates(&self, password: &[u8]) -> bool {
        self.parsed.reads.is_some_and(|reads| password.len() > reads)
    }

    const fn error(&self, stop: Stop) -> VerifyError {
        match stop {
            Stop::NeedsUser => VerifyError::NeedsUser(self.scheme),
            Stop::NeedsRealm => VerifyError::NeedsRealm(self.scheme),
            Stop::Impossible => VerifyError::Mismatch,
            Stop::OutOfMemory => VerifyError::OutOfMemory,
        }
    }
}

/// Scheme alone: a hash in a log can be cracked.
impl fmt::Debug for LegacyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LegacyHash({})", self.scheme)
    }
}

/// Lower-case hexadecimal.
pub(crate) fn lower_hex(bytes: &[u8]) -> String {
    text::to_hex(bytes).iter().map(|byte| char::from(*byte)).collect()
}

const fn check_length(text: &str) -> Result<(), LegacyParseError> {
    if text.len() > MAX_HASH_STRING_BYTES {
        return Err(LegacyParseError::TooLong);
    }
    Ok(())
}
