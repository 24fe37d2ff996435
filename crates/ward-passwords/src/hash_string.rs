//! A stored hash string, parsed into a type that proves it.

use std::fmt;
use std::str::FromStr;

use crate::decrepit::{LegacyParseError, LegacyScheme};
use crate::format::{self, OutOfMemory, StoredHash};
use crate::{Cost, MAX_PASSWORD_BYTES, Resource, Scheme, StoredScheme, VerifyLimits};

/// The longest hash string that is read, in bytes. The longest that any scheme writes is under 200.
pub const MAX_HASH_STRING_BYTES: usize = 1_024;

/// A hash string of a known scheme: every field decoded, every parameter within what the scheme defines.
///
/// Parsing does no work and takes no memory beyond the string's own; what the hash would cost is compared with
/// [`VerifyLimits`] by [`HashString::verify`]. `Display` writes the string back.
pub struct HashString(Box<dyn StoredHash>);

/// Why a text is not a hash string that Ward reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// Longer than [`MAX_HASH_STRING_BYTES`]. Usually not a hash at all.
    #[error("the hash string is longer than 1024 bytes")]
    TooLong,
    /// No scheme begins like this. Usually a column that holds something else, or a scheme unknown to Ward.
    #[error("the hash string is of no known scheme")]
    Unknown,
    /// It begins like a scheme's string and is not one. Usually cut off by a column too short, or a setting
    /// without its digest.
    #[error("the {scheme} hash string has a malformed {part}")]
    Malformed {
        /// The scheme that the beginning names.
        scheme: Scheme,
        /// The first part that is wrong.
        part: &'static str,
    },
}

/// The password is the one that was hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one verification, each asked by name"
)]
pub struct Verified {
    /// The scheme of the stored hash.
    pub scheme: StoredScheme,
    /// The scheme ignored the end of the password (bcrypt after 72 bytes, DES after 8): what follows was not
    /// checked.
    pub truncated: bool,
    /// The hash is of a format that Ward only reads ([`decrepit`](crate::decrepit)), or wraps one.
    pub legacy: bool,
    /// The hash is an old one inside Argon2id ([`wrap`](crate::wrap)).
    pub wrapped: bool,
    /// A pepper went into the hash.
    pub peppered: bool,
}

impl Verified {
    /// A verification of a whole password by a hash as it is.
    pub(crate) const fn of(scheme: StoredScheme) -> Self {
        Self {
            scheme,
            truncated: false,
            legacy: false,
            wrapped: false,
            peppered: false,
        }
    }
}

/// Why a password was not verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The password is another one.
    #[error("the password does not match the hash")]
    Mismatch,
    /// The password is longer than [`MAX_PASSWORD_BYTES`], so it cannot have been hashed here.
    #[error("the password is longer than 1024 bytes")]
    PasswordTooLong,
    /// The hash string asks for more than the limits allow. Nothing was computed. Usually a planted string, or
    /// a store whose costs were chosen higher than [`VerifyLimits`] expects.
    #[error("the hash asks for more {0} than verification may spend")]
    TooCostly(Resource),
    /// The context does not allow this scheme.
    #[error("the policy does not allow hashes of {0}")]
    SchemeNotAllowed(StoredScheme),
    /// The stored text is not a hash string.
    #[error(transparent)]
    Unreadable(#[from] ParseError),
    /// The stored text is not a hash of an old format either, or of one that is never verified.
    #[error(transparent)]
    UnreadableLegacy(#[from] LegacyParseError),
    /// The format hashes the user's name with the password, and none was given.
    #[error("hashes of {0} need the user's name")]
    NeedsUser(LegacyScheme),
    /// The format hashes a realm with the password, and none was given.
    #[error("hashes of {0} need the realm")]
    NeedsRealm(LegacyScheme),
    /// The stored text marks an account that nobody may log in to with a password.
    #[error("the account's password is disabled")]
    Disabled,
    /// The hash names a pepper that the context does not hold. Usually a key that was removed while hashes still
    /// needed it.
    #[error("the hash needs a pepper that is not configured")]
    UnknownPepper,
    /// The hash wraps an old one or names a pepper, and its outer part is malformed.
    #[error("the wrapped or peppered hash string has a malformed {0}")]
    MalformedEnvelope(&'static str),
    /// The password is not a string of the context's Unicode profile.
    #[error("the password holds characters that the profile does not accept")]
    NotInProfile,
    /// The memory that the hash asks for, though within the limits, could not be had.
    #[error("there is not enough memory for the cost of the hash")]
    OutOfMemory,
}

impl From<Resource> for VerifyError {
    fn from(resource: Resource) -> Self {
        Self::TooCostly(resource)
    }
}

impl From<OutOfMemory> for VerifyError {
    fn from(_: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}

impl HashString {
    /// Reads a hash string strictly: exact fields in order, numbers without sign or leading zero, base64 without
    /// padding. The one thing that bends is the padding bits of bcrypt's base64, which old writers left set;
    /// [`HashString::is_outdated`] reports it.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        if text.len() > MAX_HASH_STRING_BYTES {
            return Err(ParseError::TooLong);
        }
        let format = format::identify(text).ok_or(ParseError::Unknown)?;
        let scheme = format.scheme;
        (format.parse)(scheme, text)
            .map(Self)
            .map_err(|part| ParseError::Malformed { scheme, part })
    }

    /// A hash at `cost` that no password has.
    pub(crate) fn blank(cost: &Cost) -> Self {
        Self(format::blank(cost))
    }

    /// The scheme whose strings begin like `text`, whether or not the rest is well formed.
    #[must_use]
    pub fn identify(text: &str) -> Option<Scheme> {
        format::identify(text).map(|format| format.scheme)
    }

    /// Whether `password` is the one that was hashed.
    ///
    /// Limits are checked before anything is computed or allocated; the comparison is in constant time. This
    /// takes as long as the stored cost says: never call it on an async executor.
    pub fn verify(&self, password: &[u8], limits: &VerifyLimits) -> Result<Verified, VerifyError> {
        if password.len() > MAX_PASSWORD_BYTES {
            return Err(VerifyError::PasswordTooLong);
        }
        self.0.admit(limits)?;
        #[cfg(test)]
        counted::note(self.cost());
        let found = self.0.compare(password)?;
        if found.equal {
            Ok(Verified {
                truncated: found.truncated,
                ..Verified::of(StoredScheme::Current(self.scheme()))
            })
        } else {
            Err(VerifyError::Mismatch)
        }
    }

    /// Whether verifying this hash stays within `limits`, without verifying it.
    pub fn admit(&self, limits: &VerifyLimits) -> Result<(), Resource> {
        self.0.admit(limits)
    }

    /// The scheme.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.0.cost().scheme()
    }

    /// The scheme with its parameters.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.0.cost()
    }

    /// The variant within the scheme, such as `2y` or `v=19`, where there is more than one.
    #[must_use]
    pub fn variant(&self) -> Option<&'static str> {
        self.0.variant()
    }

    /// Whether the scheme's hashes are written differently today, apart from their cost: bcrypt's `$2a$` and
    /// `$2x$`, bcrypt-sha256 version 1, Argon2 version 16, a salt or digest below 128 bits (SHA-crypt: up to
    /// eight characters of salt), stray padding bits.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.0.is_outdated()
    }

    /// The length of the salt in bytes; for SHA-crypt, whose salt is text, in characters.
    #[must_use]
    pub fn salt_len(&self) -> usize {
        self.0.salt_len()
    }

    /// The length of the digest in bytes.
    #[must_use]
    pub fn digest_len(&self) -> usize {
        self.0.digest_len()
    }
}

impl FromStr for HashString {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

impl fmt::Display for HashString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Scheme and cost, without salt and digest: a hash in a log can be cracked.
impl fmt::Debug for HashString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HashString({} {})", self.scheme(), self.cost())
    }
}

/// Which costs were paid, for tests that count the work of a path.
#[cfg(test)]
pub(crate) mod counted {
    use std::cell::RefCell;

    use crate::Cost;

    thread_local! {
        static PAID: RefCell<Vec<Cost>> = const { RefCell::new(Vec::new()) };
    }

    pub(crate) fn note(cost: Cost) {
        PAID.with_borrow_mut(|paid| paid.push(cost));
    }

    /// What was paid on this thread since the last call.
    pub(crate) fn take() -> Vec<Cost> {
        PAID.take()
    }
}
