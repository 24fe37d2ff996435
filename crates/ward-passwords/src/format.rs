//! The string formats: one file each, one list of them all.
//!
//! A format turns text into a [`StoredHash`]: parsed, in range, ready to be checked against limits and then
//! against a password. Adding a format is a file here and a line in [`FORMATS`].

pub(crate) mod argon2;
pub(crate) mod bcrypt;
pub(crate) mod bcrypt_sha256;
mod eksblowfish;
pub(crate) mod fields;
pub(crate) mod pbkdf2;
pub(crate) mod scrypt;
pub(crate) mod sha_crypt;

use std::fmt;

use crate::{Cost, Resource, Scheme, VerifyLimits};

/// A hash string, parsed. `Display` writes it back byte for byte, up to the padding bits that
/// [`StoredHash::is_outdated`] reports.
pub(crate) trait StoredHash: fmt::Display + Send + Sync {
    /// The scheme and cost that the string names.
    fn cost(&self) -> Cost;

    /// The variant within the scheme, as the string spells it, where there is more than one.
    fn variant(&self) -> Option<&'static str>;

    /// Whether a hash of the same scheme and cost is written differently today: an older variant, a salt or
    /// digest below 128 bits, stray padding bits.
    fn is_outdated(&self) -> bool;

    /// Bytes of salt (characters, where the scheme's salt is text).
    fn salt_len(&self) -> usize;

    /// Bytes of digest.
    fn digest_len(&self) -> usize;

    /// Refuses a string that asks for more than `limits`. Costs nothing; called before [`StoredHash::compare`].
    fn admit(&self, limits: &VerifyLimits) -> Result<(), Resource>;

    /// Does the work and compares in constant time.
    fn compare(&self, password: &[u8]) -> Result<Comparison, OutOfMemory>;
}

/// What comparing a password with a stored hash found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// Whether the password is the one.
    pub(crate) equal: bool,
    /// Whether the scheme ignored the end of the password.
    pub(crate) truncated: bool,
}

impl Comparison {
    /// A comparison that read the whole password.
    pub(crate) const fn whole(equal: bool) -> Self {
        Self {
            equal,
            truncated: false,
        }
    }
}

/// The memory that the hash needs could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutOfMemory;

/// Why a string of a known format does not parse: the part that is wrong.
pub(crate) type Malformed = &'static str;

/// Reads the whole of a string that begins with one of the scheme's prefixes.
type Parse = fn(Scheme, &str) -> Result<Box<dyn StoredHash>, Malformed>;

/// How one format is told from the others and read.
pub(crate) struct Format {
    pub(crate) scheme: Scheme,
    /// Text that begins strings of this format and of no other.
    pub(crate) prefixes: &'static [&'static str],
    pub(crate) parse: Parse,
}

/// Every format that Ward reads. No prefix is the beginning of another.
pub(crate) const FORMATS: &[Format] = &[
    Format {
        scheme: Scheme::Argon2id,
        prefixes: &["$argon2id$"],
        parse: argon2::parse,
    },
    Format {
        scheme: Scheme::Argon2i,
        prefixes: &["$argon2i$"],
        parse: argon2::parse,
    },
    Format {
        scheme: Scheme::Argon2d,
        prefixes: &["$argon2d$"],
        parse: argon2::parse,
    },
    Format {
        scheme: Scheme::Scrypt,
        prefixes: &["$scrypt$"],
        parse: scrypt::parse,
    },
    Format {
        scheme: Scheme::Bcrypt,
        prefixes: &["$2a$", "$2b$", "$2x$", "$2y$"],
        parse: bcrypt::parse,
    },
    Format {
        scheme: Scheme::BcryptSha256,
        prefixes: &["$bcrypt-sha256$"],
        parse: bcrypt_sha256::parse,
    },
    Format {
        scheme: Scheme::Pbkdf2Sha1,
        prefixes: &["$pbkdf2$", "$pbkdf2-sha1$"],
        parse: pbkdf2::parse,
    },
    Format {
        scheme: Scheme::Pbkdf2Sha256,
        prefixes: &["$pbkdf2-sha256$"],
        parse: pbkdf2::parse,
    },
    Format {
        scheme: Scheme::Pbkdf2Sha512,
        prefixes: &["$pbkdf2-sha512$"],
        parse: pbkdf2::parse,
    },
    Format {
        scheme: Scheme::Sha256Crypt,
        prefixes: &["$5$"],
        parse: sha_crypt::parse,
    },
    Format {
        scheme: Scheme::Sha512Crypt,
        prefixes: &["$6$"],
        parse: sha_crypt::parse,
    },
];

/// The format whose prefix begins `text`.
pub(crate) fn identify(text: &str) -> Option<&'static Format> {
    FORMATS
        .iter()
        .find(|format| format.prefixes.iter().any(|prefix| text.starts_with(prefix)))
}

/// A hash at `cost` that no password has: the work of a real one for a user who does not exist.
pub(crate) fn blank(cost: &Cost) -> Box<dyn StoredHash> {
    // Any salt does; this one is not zero so that no implementation treats it as absent.
    const SALT: [u8; 16] = [0x5a; 16];
    let scheme = cost.scheme();
    match *cost {
        Cost::Argon2id(cost) | Cost::Argon2i(cost) | Cost::Argon2d(cost) => {
            Box::new(argon2::blank(scheme, cost, SALT))
        }
        Cost::Scrypt(cost) => Box::new(scrypt::blank(cost, SALT)),
        Cost::Bcrypt(cost) => Box::new(bcrypt::blank(cost, SALT)),
        Cost::BcryptSha256(cost) => Box::new(bcrypt_sha256::blank(cost, SALT)),
        Cost::Pbkdf2Sha1(cost) | Cost::Pbkdf2Sha256(cost) | Cost::Pbkdf2Sha512(cost) => {
            Box::new(pbkdf2::blank(scheme, cost, SALT))
        }
        Cost::Sha256Crypt(cost) | Cost::Sha512Crypt(cost) => Box::new(sha_crypt::blank(scheme, cost, SALT)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_prefix_begins_another() {
        let all: Vec<_> = FORMATS.iter().flat_map(|format| format.prefixes).collect();
        for (at, prefix) in all.iter().enumerate() {
            for (other_at, other) in all.iter().enumerate() {
                assert!(
                    at == other_at || !other.starts_with(*prefix),
                    "{prefix} begins {other}"
                );
            }
        }
    }

    #[test]
    fn every_scheme_has_one_format() {
        for scheme in Scheme::ALL {
            assert_eq!(
                FORMATS.iter().filter(|format| format.scheme == *scheme).count(),
                1,
                "{scheme}"
            );
        }
    }
}
