//! passlib's bcrypt-sha256, which lifts bcrypt's limits on length and NUL bytes.
//!
//! Version 2, `$bcrypt-sha256$v=2,t=2b,r=12$<salt>$<digest>`: bcrypt of base64(HMAC-SHA-256(key = the salt's 22
//! characters, password)). Version 1, `$bcrypt-sha256$2b,12$<salt>$<digest>`, is only verified: its plain
//! SHA-256 lets a leaked list of unsalted SHA-256 digests be tried without the passwords.

use std::fmt;

use aws_lc_rs::{digest, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ward_secret::{Random, equal, random_array};
use zeroize::Zeroizing;

use super::bcrypt::SaltAndDigest;
use super::eksblowfish::{self, DIGEST_LEN, SALT_LEN, Words};
use super::fields::{BCRYPT64, decimal, parameter};
use super::{Comparison, Malformed, OutOfMemory, StoredHash};
use crate::limits::admit;
use crate::{BcryptCost, Cost, Resource, Scheme, VerifyLimits};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    Sha256,
    HmacSha256,
}

pub(crate) struct BcryptSha256Hash {
    version: Version,
    /// The inner bcrypt's letter, `2a` or `2b`. Its key is ASCII, for which the two are the same algorithm.
    inner: &'static str,
    cost: BcryptCost,
    parts: SaltAndDigest,
}

pub(crate) fn parse(_: Scheme, text: &str) -> Result<Box<dyn StoredHash>, Malformed> {
    let mut fields = text.split('$').skip(2);
    let mut next = || fields.next().unwrap_or_default();
    let mut parameters = next().split(',');
    let mut parameter_text = || parameters.next().unwrap_or_default();
    let first = parameter_text();
    let (version, inner, rounds) = match first.strip_prefix("v=") {
        Some("2") => (
            Version::HmacSha256,
            parameter_text().strip_prefix("t=").ok_or("list of parameters")?,
            parameter(parameter_text(), "r"),
        ),
        Some(_) => return Err("version"),
        None => (Version::Sha256, first, decimal(parameter_text())),
    };
    let inner = match inner {
        "2a" => "2a",
        "2b" => "2b",
        _ => return Err("bcrypt variant"),
    };
    let cost = rounds
        .and_then(|rounds| u8::try_from(rounds).ok())
        .and_then(|rounds| BcryptCost::new(rounds).ok())
        .filter(|_| parameters.next().is_none())
        .ok_or("list of parameters")?;
    let parts = SaltAndDigest::decode(next(), next())?;
    if parts.stray_bits {
        // The salt's characters are the HMAC key, so another spelling of the salt is another hash.
        return Err("salt");
    }
    match fields.next() {
        None => Ok(Box::new(BcryptSha256Hash {
            version,
            inner,
            cost,
            parts,
        })),
        Some(_) => Err("digest"),
    }
}

/// Hashes `password` with a fresh salt.
pub(crate) fn create(
    cost: BcryptCost,
    password: &[u8],
    random: &mut dyn Random,
) -> impl fmt::Display + use<> {
    let mut hash = blank(cost, random_array(random));
    hash.parts.digest = *hash.derive(password);
    hash
}

/// A hash in the form that is written today, with a digest that no password has.
pub(crate) const fn blank(cost: BcryptCost, salt: [u8; SALT_LEN]) -> BcryptSha256Hash {
    let parts = SaltAndDigest {
        salt,
        digest: [0; DIGEST_LEN],
        stray_bits: false,
    };
    BcryptSha256Hash {
        version: Version::HmacSha256,
        inner: "2b",
        cost,
        parts,
    }
}

impl BcryptSha256Hash {
    fn derive(&self, password: &[u8]) -> Zeroizing<[u8; DIGEST_LEN]> {
        let key = Zeroizing::new(match self.version {
            Version::Sha256 => STANDARD.encode(digest::digest(&digest::SHA256, password)),
            Version::HmacSha256 => {
                let salt = BCRYPT64.encode(self.parts.salt);
                STANDARD.encode(hmac::sign(
                    &hmac::Key::new(hmac::HMAC_SHA256, salt.as_bytes()),
                    password,
                ))
            }
        });
        eksblowfish::digest(
            self.cost.log_rounds(),
            &self.parts.salt,
            key.as_bytes(),
            Words::Plain,
        )
    }
}

impl StoredHash for BcryptSha256Hash {
    fn cost(&self) -> Cost {
        Cost::BcryptSha256(self.cost)
    }

    fn variant(&self) -> Option<&'static str> {
        Some(match self.version {
            Version::Sha256 => "v=1",
            Version::HmacSha256 => "v=2",
        })
    }

    fn is_outdated(&self) -> bool {
        self.version == Version::Sha256
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
        Ok(Comparison::whole(equal(
            &*self.derive(password),
            &self.parts.digest,
        )))
    }
}

impl fmt::Display for BcryptSha256Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (inner, rounds) = (self.inner, self.cost.log_rounds());
        let (salt, digest) = (
            BCRYPT64.encode(self.parts.salt),
            BCRYPT64.encode(self.parts.digest),
        );
        match self.version {
            Version::Sha256 => write!(f, "$bcrypt-sha256${inner},{rounds}${salt}${digest}"),
            Version::HmacSha256 => write!(f, "$bcrypt-sha256$v=2,t={inner},r={rounds}${salt}${digest}"),
        }
    }
}
