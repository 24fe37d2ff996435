//! The names of the password hashing schemes.

use std::fmt;
use std::str::FromStr;

use crate::decrepit::LegacyScheme;

/// A password hashing scheme, by the name that requests, configuration and reports use.
///
/// The order is that of [`Scheme::ALL`]: preferred first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// Argon2id (RFC 9106): the default. Memory-hard, with the first half pass independent of the password.
    Argon2id,
    /// Argon2i (RFC 9106): every memory access is independent of the password.
    Argon2i,
    /// Argon2d (RFC 9106): every memory access depends on the password, so it leaks through caches.
    Argon2d,
    /// scrypt (RFC 7914), in passlib's `$scrypt$` form.
    Scrypt,
    /// bcrypt (Provos and Mazières, 1999), in the `$2b$` form.
    Bcrypt,
    /// bcrypt over HMAC-SHA-256 of the password, passlib's `$bcrypt-sha256$` form: no length limit.
    BcryptSha256,
    /// PBKDF2 (RFC 8018) with HMAC-SHA-1, in passlib's `$pbkdf2$` form.
    Pbkdf2Sha1,
    /// PBKDF2 with HMAC-SHA-256, in passlib's `$pbkdf2-sha256$` form.
    Pbkdf2Sha256,
    /// PBKDF2 with HMAC-SHA-512, in passlib's `$pbkdf2-sha512$` form.
    Pbkdf2Sha512,
    /// SHA-256-crypt (Drepper, 2007), the `$5$` of `/etc/shadow`.
    Sha256Crypt,
    /// SHA-512-crypt (Drepper, 2007), the `$6$` of `/etc/shadow`.
    Sha512Crypt,
}

impl Scheme {
    /// Every scheme, preferred first.
    pub const ALL: &[Self] = &[
        Self::Argon2id,
        Self::Argon2i,
        Self::Argon2d,
        Self::Scrypt,
        Self::Bcrypt,
        Self::BcryptSha256,
        Self::Pbkdf2Sha1,
        Self::Pbkdf2Sha256,
        Self::Pbkdf2Sha512,
        Self::Sha256Crypt,
        Self::Sha512Crypt,
    ];

    /// The scheme's name, such as `argon2id`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Argon2id => "argon2id",
            Self::Argon2i => "argon2i",
            Self::Argon2d => "argon2d",
            Self::Scrypt => "scrypt",
            Self::Bcrypt => "bcrypt",
            Self::BcryptSha256 => "bcrypt-sha256",
            Self::Pbkdf2Sha1 => "pbkdf2-sha1",
            Self::Pbkdf2Sha256 => "pbkdf2-sha256",
            Self::Pbkdf2Sha512 => "pbkdf2-sha512",
            Self::Sha256Crypt => "sha256-crypt",
            Self::Sha512Crypt => "sha512-crypt",
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// No scheme has this name: the usual cause is passlib's underscore (`sha256_crypt`) for Ward's hyphen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no password scheme has this name")]
pub struct UnknownScheme;

impl FromStr for Scheme {
    type Err = UnknownScheme;

    /// Reads a name exactly as [`Scheme::name`] writes it.
    fn from_str(name: &str) -> Result<Self, UnknownScheme> {
        Self::ALL
            .iter()
            .copied()
            .find(|scheme| scheme.name() == name)
            .ok_or(UnknownScheme)
    }
}

/// The scheme of a stored hash: one that Ward also writes, or one that it only reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum StoredScheme {
    /// A scheme that Ward writes.
    Current(Scheme),
    /// A scheme of [`decrepit`](crate::decrepit).
    Legacy(LegacyScheme),
}

impl StoredScheme {
    /// The scheme's name, such as `argon2id` or `phpass`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Current(scheme) => scheme.name(),
            Self::Legacy(scheme) => scheme.name(),
        }
    }
}

impl From<Scheme> for StoredScheme {
    fn from(scheme: Scheme) -> Self {
        Self::Current(scheme)
    }
}

impl From<LegacyScheme> for StoredScheme {
    fn from(scheme: LegacyScheme) -> Self {
        Self::Legacy(scheme)
    }
}

impl PartialEq<Scheme> for StoredScheme {
    fn eq(&self, scheme: &Scheme) -> bool {
        *self == Self::Current(*scheme)
    }
}

impl fmt::Display for StoredScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
