//! The old schemes: what each is called here and in passlib, how far it is supported, where it is described.

mod handlers;
mod rows;

use std::fmt;
use std::str::FromStr;

pub use handlers::{PASSLIB_HANDLERS, PasslibHandler};

use rows::{ROWS, Read, Row};

use crate::UnknownScheme;

/// What a scheme hashes besides the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Needs {
    /// Nothing.
    Password,
    /// The user's name.
    User,
    /// The user's name and a realm.
    UserAndRealm,
}

/// How far a scheme is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Support {
    /// Told from the text and verified.
    Marked,
    /// Verified when the scheme is named, because other schemes write the same text.
    WhenNamed,
    /// Verified through parameters of one's own: [`LegacyHash::firebase`](super::LegacyHash::firebase),
    /// [`LegacyHash::salted_digest`](super::LegacyHash::salted_digest).
    WhenConfigured,
    /// Identified and never verified, for this reason.
    Refused(&'static str),
    /// Marks a disabled account: read, never matches.
    Marker,
}

/// An old scheme. Obtain one by [`LegacyHash::identify`](super::LegacyHash::identify) or by name.
#[derive(Clone, Copy)]
pub struct LegacyScheme(&'static Row);

impl LegacyScheme {
    /// Every old scheme.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(Self)
    }

    /// The scheme of this name, also by passlib's name for it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let find = |name: &str| ROWS.iter().find(|row| row.name == name).map(Self);
        find(name).or_else(|| {
            PASSLIB_HANDLERS
                .iter()
                .find(|handler| handler.name == name)
                .and_then(|handler| find(handler.scheme))
        })
    }

    /// The scheme's name, such as `phpass`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// How far it is supported.
    #[must_use]
    pub const fn support(self) -> Support {
        self.0.support
    }

    /// What it hashes besides the password.
    #[must_use]
    pub const fn needs(self) -> Needs {
        self.0.needs
    }

    /// Where it is described, or what wrote it.
    #[must_use]
    pub const fn source(self) -> &'static str {
        self.0.source
    }

    /// Whether a context reads it without its being named: it has a marker and is not the password itself.
    #[must_use]
    pub const fn is_read_by_default(self) -> bool {
        matches!(self.0.support, Support::Marked | Support::Marker) && !self.0.bare
    }

    /// Whether the string holds one digest of the password and nothing else that is made from it.
    pub(super) fn is_wrappable(self) -> bool {
        const NOT: &[&str] = &[
            "mssql2000",
            "oracle11",
            "oracle12",
            "postgres-scram-sha256",
            "scram",
            "spring",
            "spring-noop",
            "plaintext",
            "ldap-plaintext",
            "roundup-plaintext",
            // Two ways to the digest, of which the digest itself says which was taken.
            "bsd-nthash",
            // They are slow and memory-hard themselves.
            "yescrypt",
            "scrypt-crypt",
        ];
        !NOT.contains(&self.name())
    }

    /// Whether it is told from the text.
    pub(crate) const fn is_recognised(self) -> bool {
        self.0.recognise.is_some()
    }

    pub(super) fn recognise(text: &str) -> Option<Self> {
        ROWS.iter()
            .find(|row| row.recognise.is_some_and(|recognise| recognise(text)))
            .map(Self)
    }

    pub(super) const fn reader(self) -> Option<Read> {
        self.0.read
    }

    pub(super) const fn is_crypt(self) -> bool {
        self.0.crypt
    }
}

impl PartialEq for LegacyScheme {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for LegacyScheme {}

impl PartialOrd for LegacyScheme {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for LegacyScheme {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.name().cmp(other.name())
    }
}

impl std::hash::Hash for LegacyScheme {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Display for LegacyScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for LegacyScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for LegacyScheme {
    type Err = UnknownScheme;

    fn from_str(name: &str) -> Result<Self, UnknownScheme> {
        Self::named(name).ok_or(UnknownScheme)
    }
}
