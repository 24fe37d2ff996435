//! PBKDF2 (RFC 8018): passlib's `$pbkdf2-sha256$600000$<salt>$<digest>` in adapted base64 is written and read;
//! the PHC form `$pbkdf2-sha256$i=600000,l=32$<salt>$<digest>` in standard base64 is read.
//!
//! passlib names the SHA-1 form `$pbkdf2$`; PHC writers also use `$pbkdf2-sha1$`.

use std::fmt;

use aws_lc_rs::pbkdf2::{self, Algorithm, PBKDF2_HMAC_SHA1, PBKDF2_HMAC_SHA256, PBKDF2_HMAC_SHA512};
use base64::Engine as _;
use base64::engine::GeneralPurpose;
use ward_secret::{Random, equal, random_array};
use zeroize::Zeroizing;

use super::fields::{AB64, B64, decimal, parameter};
use super::{Comparison, Malformed, OutOfMemory, StoredHash};
use crate::limits::admit;
use crate::{Cost, Pbkdf2Cost, Resource, Scheme, VerifyLimits};

/// Bytes of a new salt: SP 800-132, section 5.1, asks for 128 bits, and passlib writes as many.
const SALT_LEN: usize = 16;
/// Longest salt that is read: the 1,024 bytes of passlib do not fit a hash string, 64 is what PHC allows.
const SALT_MOST: usize = 64;
/// Digest lengths that the PHC form may name; a shorter one would verify by chance.
const DIGEST_RANGE: std::ops::RangeInclusive<usize> = 10..=64;

/// How the string spells its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Passlib,
    Phc { names_length: bool, names_sha1: bool },
}

impl Form {
    const fn base64(self) -> GeneralPurpose {
        match self {
            Self::Passlib => AB64,
            Self::Phc { .. } => B64,
        }
    }
}

pub(crate) struct Pbkdf2Hash {
    scheme: Scheme,
    form: Form,
    cost: Pbkdf2Cost,
    salt: Vec<u8>,
    digest: Vec<u8>,
}

/// Bytes of the hash function's output, which is also the length of passlib's digests.
const fn block_len(scheme: Scheme) -> usize {
    match scheme {
        Scheme::Pbkdf2Sha1 => 20,
        Scheme::Pbkdf2Sha256 => 32,
        _ => 64,
    }
}

pub(crate) fn parse(scheme: Scheme, text: &str) -> Result<Box<dyn StoredHash>, Malformed> {
    let mut fields = text.split('$').skip(1);
    let mut next = || fields.next().unwrap_or_default();
    let names_sha1 = next() == "pbkdf2-sha1";
    let mut parameters = next().split(',');
    let rounds = parameters.next().unwrap_or_default();
    let length = parameters.next();
    let (form, rounds) = match (decimal(rounds), parameter(rounds, "i")) {
        (Some(rounds), _) if length.is_none() && !names_sha1 => (Form::Passlib, rounds),
        (_, Some(rounds)) => (
            Form::Phc {
                names_length: length.is_some(),
                names_sha1,
            },
            rounds,
        ),
        _ => return Err("list of parameters"),
    };
    let cost = Pbkdf2Cost::new(rounds)
        .ok()
        .filter(|_| parameters.next().is_none())
        .ok_or("list of parameters")?;
    let base64 = form.base64();
    let salt = base64
        .decode(next())
        .ok()
        .filter(|salt| salt.len() <= SALT_MOST)
        .ok_or("salt")?;
    let digest = base64.decode(next()).map_err(|_| "digest")?;
    let fits = match form {
        Form::Passlib => digest.len() == block_len(scheme),
        Form::Phc { .. } => DIGEST_RANGE.contains(&digest.len()),
    };
    let named = length.is_none_or(|length| {
        parameter(length, "l").is_some_and(|length| usize::try_from(length) == Ok(digest.len()))
    });
    match fields.next() {
        None if fits && named => Ok(Box::new(Pbkdf2Hash {
            scheme,
            form,
            cost,
            salt,
            digest,
        })),
        _ => Err("digest"),
    }
}

/// Hashes `password` with a fresh salt.
pub(crate) fn create(
    scheme: Scheme,
    cost: Pbkdf2Cost,
    password: &[u8],
    random: &mut dyn Random,
) -> impl fmt::Display + use<> {
    let mut hash = blank(scheme, cost, random_array(random));
    hash.digest = hash.derive(password).to_vec();
    hash
}

/// A hash in the form that is written today, with a digest that no password has.
pub(crate) fn blank(scheme: Scheme, cost: Pbkdf2Cost, salt: [u8; SALT_LEN]) -> Pbkdf2Hash {
    let (salt, digest) = (salt.to_vec(), vec![0; block_len(scheme)]);
    Pbkdf2Hash {
        scheme,
        form: Form::Passlib,
        cost,
        salt,
        digest,
    }
}

impl Pbkdf2Hash {
    fn derive(&self, password: &[u8]) -> Zeroizing<Vec<u8>> {
        let algorithm: Algorithm = match self.scheme {
            Scheme::Pbkdf2Sha1 => PBKDF2_HMAC_SHA1,
            Scheme::Pbkdf2Sha256 => PBKDF2_HMAC_SHA256,
            _ => PBKDF2_HMAC_SHA512,
        };
        let mut digest = Zeroizing::new(vec![0; self.digest.len()]);
        pbkdf2::derive(algorithm, self.cost.nonzero(), &self.salt, password, &mut digest);
        digest
    }
}

impl StoredHash for Pbkdf2Hash {
    fn cost(&self) -> Cost {
        match self.scheme {
            Scheme::Pbkdf2Sha1 => Cost::Pbkdf2Sha1(self.cost),
            Scheme::Pbkdf2Sha256 => Cost::Pbkdf2Sha256(self.cost),
            _ => Cost::Pbkdf2Sha512(self.cost),
        }
    }

    fn variant(&self) -> Option<&'static str> {
        None
    }

    fn is_outdated(&self) -> bool {
        self.salt.len() < 16 || self.digest.len() < 16
    }

    fn salt_len(&self) -> usize {
        self.salt.len()
    }

    fn digest_len(&self) -> usize {
        self.digest.len()
    }

    /// Every block of output costs all rounds again, so the blocks count.
    fn admit(&self, limits: &VerifyLimits) -> Result<(), Resource> {
        let blocks = u64::try_from(self.digest.len().div_ceil(block_len(self.scheme))).unwrap_or(u64::MAX);
        let rounds = u64::from(self.cost.rounds()).saturating_mul(blocks);
        admit(Resource::Rounds, rounds, limits.pbkdf2_rounds)
    }

    fn compare(&self, password: &[u8]) -> Result<Comparison, OutOfMemory> {
        Ok(Comparison::whole(equal(&self.derive(password), &self.digest)))
    }
}

impl fmt::Display for Pbkdf2Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match (self.scheme, self.form) {
            (
                Scheme::Pbkdf2Sha1,
                Form::Passlib
                | Form::Phc {
                    names_sha1: false, ..
                },
            ) => "pbkdf2",
            (scheme, _) => scheme.name(),
        };
        let base64 = self.form.base64();
        let (salt, digest) = (base64.encode(&self.salt), base64.encode(&self.digest));
        match self.form {
            Form::Passlib => write!(f, "${name}${}${salt}${digest}", self.cost.rounds()),
            Form::Phc {
                names_length: false, ..
            } => write!(f, "${name}${}${salt}${digest}", self.cost),
            Form::Phc { .. } => write!(f, "${name}${},l={}${salt}${digest}", self.cost, self.digest.len()),
        }
    }
}
