//! bcrypt: `$2b$12$<22 characters of salt><31 characters of digest>` in bcrypt's own base64.
//!
//! New hashes are `$2b$`. A password over 72 bytes or with a NUL byte is refused before it gets here, because
//! every reader would ignore the rest of it. On verification the letters mean what they mean to `crypt_blowfish`:
//! `$2b$` and `$2y$` are the specification, `$2x$` is its sign extension bug, `$2a$` is the specification with
//! the guard against that bug; and a password is cut at 72 bytes, with the cut reported.

use std::fmt;

use base64::Engine as _;
use ward_secret::{Random, equal, random_array};

use super::eksblowfish::{self, DIGEST_LEN, KEY_LEN, SALT_LEN, Words};
use super::fields::BCRYPT64;
use super::{Comparison, Malformed, OutOfMemory, StoredHash};
use crate::limits::admit;
use crate::{BcryptCost, Cost, Resource, Scheme, VerifyLimits};

/// The longest password that bcrypt reads whole, in bytes.
pub(crate) const PASSWORD_MOST: usize = KEY_LEN;

/// Characters of salt in a string.
pub(super) const SALT_CHARACTERS: usize = 22;

/// Salt and digest as a bcrypt string holds them.
pub(super) struct SaltAndDigest {
    pub(super) salt: [u8; SALT_LEN],
    pub(super) digest: [u8; DIGEST_LEN],
    /// Whether the unused bits at the end of either were set.
    pub(super) stray_bits: bool,
}

impl SaltAndDigest {
    pub(super) fn decode(salt: &str, digest: &str) -> Result<Self, Malformed> {
        let decoded = Self {
            salt: BCRYPT64
                .decode(salt)
                .ok()
                .and_then(|salt| salt.try_into().ok())
                .ok_or("salt")?,
            digest: BCRYPT64
                .decode(digest)
                .ok()
                .and_then(|digest| digest.try_into().ok())
                .ok_or("digest")?,
            stray_bits: false,
        };
        let stray_bits = BCRYPT64.encode(decoded.salt) != salt || BCRYPT64.encode(decoded.digest) != digest;
        Ok(Self {
            stray_bits,
            ..decoded
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Variant {
    A,
    B,
    X,
    Y,
}

impl Variant {
    const fn name(self) -> &'static str {
        match self {
            Self::A => "2a",
            Self::B => "2b",
            Self::X => "2x",
            Self::Y => "2y",
        }
    }
}

pub(crate) struct BcryptHash {
    variant: Variant,
    cost: BcryptCost,
    parts: SaltAndDigest,
}

pub(crate) fn parse(_: Scheme, text: &str) -> Result<Box<dyn StoredHash>, Malformed> {
    let mut fields = text.split('$').skip(1);
    let mut next = || fields.next().unwrap_or_default();
    let variant = match next() {
        "2a" => Variant::A,
        "2b" => Variant::B,
        "2x" => Variant::X,
        "2y" => Variant::Y,
        _ => return Err("version"),
    };
    // Two digits always: `$2a$6$` is not a bcrypt string.
    let cost = match next().as_bytes() {
        [tens @ b'0'..=b'9', units @ b'0'..=b'9'] => {
            let digit = |character: &u8| character.saturating_sub(b'0');
            BcryptCost::new(digit(tens).saturating_mul(10).saturating_add(digit(units)))
                .map_err(|_| "cost")?
        }
        _ => return Err("cost"),
    };
    let (salt, digest) = next().split_at_checked(SALT_CHARACTERS).ok_or("salt")?;
    let parts = SaltAndDigest::decode(salt, digest)?;
    match fields.next() {
        None => Ok(Box::new(BcryptHash { variant, cost, parts })),
        Some(_) => Err("digest"),
    }
}

/// Hashes `password`, which the caller has found to be at most [`PASSWORD_MOST`] bytes without NUL.
pub(crate) fn create(
    cost: BcryptCost,
    password: &[u8],
    random: &mut dyn Random,
) -> impl fmt::Display + use<> {
    let mut hash = blank(cost, random_array(random));
    hash.parts.digest = *eksblowfish::digest(cost.log_rounds(), &hash.parts.salt, password, Words::Plain);
    hash
}

/// A hash in the form that is written today, with a digest that no password has.
pub(crate) const fn blank(cost: BcryptCost, salt: [u8; SALT_LEN]) -> BcryptHash {
    let parts = SaltAndDigest {
        salt,
        digest: [0; DIGEST_LEN],
        stray_bits: false,
    };
    BcryptHash {
        variant: Variant::B,
        cost,
        parts,
    }
}

impl StoredHash for BcryptHash {
    fn cost(&self) -> Cost {
        Cost::Bcrypt(self.cost)
    }

    fn variant(&self) -> Option<&'static str> {
        Some(self.variant.name())
    }

    /// `$2y$` is not outdated: it is the same algorithm as `$2b$`, and PHP writes it to this day.
    fn is_outdated(&self) -> bool {
        matches!(self.variant, Variant::A | Variant::X) || self.parts.stray_bits
    }

    fn salt_len(&self) -> usize {
        SALT_LEN
    }

    fn digest_len(&self) -> usize {
        DIGEST_LEN
    }

    fn admit(&self, limits: &VerifyLimits) -> Result<(), Resource> {
        admit(Resource::Rounds, self.cost.log_rounds(), limits.bcrypt_cost)
    }

    fn compare(&self, password: &[u8]) -> Result<Comparison, OutOfMemory> {
        let words = match self.variant {
            Variant::A => Words::Guarded,
            Variant::B | Variant::Y => Words::Plain,
            Variant::X => Words::SignExtended,
        };
        let digest = eksblowfish::digest(self.cost.log_rounds(), &self.parts.salt, password, words);
        // The key repeats after its NUL, so `a NUL a` would pass for `a`. A password with a NUL never verifies,
        // and costs as much as any other.
        let equal = equal(&*digest, &self.parts.digest) & !password.contains(&0);
        Ok(Comparison {
            equal,
            truncated: password.len() > PASSWORD_MOST,
        })
    }
}

impl fmt::Display for BcryptHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (salt, digest) = (
            BCRYPT64.encode(self.parts.salt),
            BCRYPT64.encode(self.parts.digest),
        );
        write!(
            f,
            "${}${:02}${salt}{digest}",
            self.variant.name(),
            self.cost.log_rounds()
        )
    }
}
