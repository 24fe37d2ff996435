//! SHA-crypt (Drepper, "Unix crypt using SHA-256 and SHA-512", 2007): `$6$rounds=656000$<salt>$<digest>`, up to
//! 16 characters of salt, 43 or 86 characters of digest in crypt(3)'s base64. Without `rounds=` there are 5,000.
//!
//! The specification clamps rounds outside 1,000 to 999,999,999; no crypt(3) writes such a string, so they are
//! refused. A password with a NUL byte is refused on creation, because crypt(3) stops reading there.

use std::fmt;

use sha_crypt::{Params, sha256_crypt, sha512_crypt};
use ward_secret::{Random, equal, random_array};
use zeroize::Zeroizing;

use super::fields::{CRYPT_ALPHABET, crypt_value, decimal, push_crypt64};
use super::{Comparison, Malformed, OutOfMemory, StoredHash};
use crate::limits::admit;
use crate::{Cost, Resource, Scheme, ShaCryptCost, VerifyLimits};

/// Characters of a new salt, the most that the specification uses: 96 bits.
const SALT_LEN: usize = 16;

pub(crate) struct ShaCryptHash {
    scheme: Scheme,
    cost: ShaCryptCost,
    /// Whether the string says `rounds=`.
    names_rounds: bool,
    salt: String,
    /// As text: the comparison is on characters, which spares undoing the transposition.
    digest: String,
}

pub(crate) fn parse(scheme: Scheme, text: &str) -> Result<Box<dyn StoredHash>, Malformed> {
    let mut fields = text.split('$').skip(2);
    let mut next = || fields.next().unwrap_or_default();
    let mut salt = next();
    let rounds = salt.strip_prefix("rounds=");
    let cost = match rounds {
        None => ShaCryptCost::IMPLICIT,
        Some(rounds) => {
            salt = next();
            decimal(rounds)
                .and_then(|rounds| ShaCryptCost::new(rounds).ok())
                .ok_or("list of parameters")?
        }
    };
    let digest = next();
    let is_crypt64 = |text: &str| text.bytes().all(|character| crypt_value(character).is_some());
    if salt.len() > SALT_LEN || !is_crypt64(salt) {
        return Err("salt");
    }
    // The last character holds four bits of SHA-256's digest, or two of SHA-512's.
    let last_most = if scheme == Scheme::Sha256Crypt { 15 } else { 3 };
    let last = digest.bytes().last().and_then(crypt_value);
    if digest.len() != digest_characters(scheme)
        || !is_crypt64(digest)
        || last.is_none_or(|last| last > last_most)
    {
        return Err("digest");
    }
    match fields.next() {
        None => Ok(Box::new(ShaCryptHash {
            scheme,
            cost,
            names_rounds: rounds.is_some(),
            salt: salt.to_owned(),
            digest: digest.to_owned(),
        })),
        Some(_) => Err("digest"),
    }
}

/// Hashes `password`, which the caller has found to hold no NUL, with a fresh salt.
pub(crate) fn create(
    scheme: Scheme,
    cost: ShaCryptCost,
    password: &[u8],
    random: &mut dyn Random,
) -> Result<impl fmt::Display + use<>, OutOfMemory> {
    let mut hash = blank(scheme, cost, random_array(random));
    hash.digest = hash.derive(password)?.to_string();
    Ok(hash)
}

/// A hash in the form that is written today, with a digest that no password has.
pub(crate) fn blank(scheme: Scheme, cost: ShaCryptCost, salt: [u8; SALT_LEN]) -> ShaCryptHash {
    // 64 divides 256, so six bits of every byte are uniform.
    let salt = salt
        .iter()
        .filter_map(|byte| CRYPT_ALPHABET.get(usize::from(byte & 0x3f)))
        .map(|character| char::from(*character))
        .collect();
    let digest = ".".repeat(digest_characters(scheme));
    ShaCryptHash {
        scheme,
        cost,
        names_rounds: true,
        salt,
        digest,
    }
}

/// Characters of digest in a string.
const fn digest_characters(scheme: Scheme) -> usize {
    if matches!(scheme, Scheme::Sha256Crypt) {
        43
    } else {
        86
    }
}

impl ShaCryptHash {
    fn derive(&self, password: &[u8]) -> Result<Zeroizing<String>, OutOfMemory> {
        let params = Params::new(self.cost.rounds()).map_err(|_| OutOfMemory)?;
        let salt = self.salt.as_bytes();
        Ok(Zeroizing::new(if self.scheme == Scheme::Sha256Crypt {
            encode_sha256(&Zeroizing::new(sha256_crypt(password, salt, params)))
        } else {
            encode_sha512(&Zeroizing::new(sha512_crypt(password, salt, params)))
        }))
    }
}

/// The specification's transposition of SHA-256's digest: triples that start at 0, 10 and 20 and step by 21
/// modulo 30, then the two bytes that are left.
pub(crate) fn encode_sha256(digest: &[u8; 32]) -> String {
    let mut text = String::with_capacity(43);
    push_triples(&mut text, digest, [0, 10, 20], 21, 30);
    let [.., thirtieth, thirty_first] = digest;
    push_crypt64(
        &mut text,
        u32::from_be_bytes([0, 0, *thirty_first, *thirtieth]),
        3,
    );
    text
}

/// The specification's transposition of SHA-512's digest: triples that start at 0, 21 and 42 and step by 22
/// modulo 63, then the last byte.
fn encode_sha512(digest: &[u8; 64]) -> String {
    let mut text = String::with_capacity(86);
    push_triples(&mut text, digest, [0, 21, 42], 22, 63);
    let [.., last] = digest;
    push_crypt64(&mut text, u32::from(*last), 2);
    text
}

fn push_triples(text: &mut String, digest: &[u8], mut places: [usize; 3], step: usize, modulus: usize) {
    for _ in 0..modulus.div_ceil(3) {
        let [high, middle, low] = places.map(|place| digest.get(place).copied().unwrap_or_default());
        push_crypt64(text, u32::from_be_bytes([0, high, middle, low]), 4);
        places = places.map(|place| {
            place
                .saturating_add(step)
                .checked_rem(modulus)
                .unwrap_or_default()
        });
    }
}

impl StoredHash for ShaCryptHash {
    fn cost(&self) -> Cost {
        match self.scheme {
            Scheme::Sha256Crypt => Cost::Sha256Crypt(self.cost),
            _ => Cost::Sha512Crypt(self.cost),
        }
    }

    fn variant(&self) -> Option<&'static str> {
        None
    }

    /// Eight characters, 48 bits, is what the previous generation of crypt(3) salts had.
    fn is_outdated(&self) -> bool {
        self.salt.len() <= 8
    }

    fn salt_len(&self) -> usize {
        self.salt.len()
    }

    fn digest_len(&self) -> usize {
        if self.scheme == Scheme::Sha256Crypt {
            32
        } else {
            64
        }
    }

    fn admit(&self, limits: &VerifyLimits) -> Result<(), Resource> {
        admit(Resource::Rounds, self.cost.rounds(), limits.sha_crypt_rounds)
    }

    fn compare(&self, password: &[u8]) -> Result<Comparison, OutOfMemory> {
        Ok(Comparison::whole(equal(
            self.derive(password)?.as_bytes(),
            self.digest.as_bytes(),
        )))
    }
}

impl fmt::Display for ShaCryptHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = if self.scheme == Scheme::Sha256Crypt {
            '5'
        } else {
            '6'
        };
        write!(f, "${id}$")?;
        if self.names_rounds {
            write!(f, "{}$", self.cost)?;
        }
        write!(f, "{}${}", self.salt, self.digest)
    }
}
