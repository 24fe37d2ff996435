//! Argon2 in PHC strings: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<digest>`, salt and digest in base64 without
//! padding (P-H-C "PHC string format"; RFC 9106).
//!
//! Without `v=` the version is 16, as the reference implementation reads it. The fields `keyid` and `data`,
//! which the reference implementation dropped, are refused.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use ward_secret::{Random, equal, random_array};
use zeroize::Zeroizing;

use super::fields::{B64, parameter, parameters};
use super::{Comparison, Malformed, OutOfMemory, StoredHash};
use crate::limits::admit;
use crate::{Argon2Cost, Cost, Resource, Scheme, VerifyLimits};

/// Bytes of a new salt: RFC 9106, section 3.1, recommends 16.
const SALT_LEN: usize = 16;
/// Bytes of a new digest: RFC 9106, section 4, uses 256 bits in both recommended options.
const DIGEST_LEN: usize = 32;
/// Salt lengths that are read: at least the 8 bytes of RFC 9106, at most the 64 of the PHC string format.
const SALT_RANGE: std::ops::RangeInclusive<usize> = 8..=64;
/// Digest lengths that are read, from the PHC string format: a shorter one would verify by chance.
const DIGEST_RANGE: std::ops::RangeInclusive<usize> = 10..=64;

pub(crate) struct Argon2Hash {
    scheme: Scheme,
    version: Version,
    names_version: bool,
    cost: Argon2Cost,
    salt: Vec<u8>,
    digest: Vec<u8>,
}

pub(crate) fn parse(scheme: Scheme, text: &str) -> Result<Box<dyn StoredHash>, Malformed> {
    let mut fields = text.split('$').skip(2);
    let mut next = || fields.next().unwrap_or_default();
    let mut field = next();
    let names_version = field.starts_with("v=");
    let mut version = Version::V0x10;
    if names_version {
        version = match parameter(field, "v") {
            Some(16) => Version::V0x10,
            Some(19) => Version::V0x13,
            _ => return Err("version"),
        };
        field = next();
    }
    let [memory_kib, passes, lanes] = parameters(field, ["m", "t", "p"]).ok_or("list of parameters")?;
    let cost = Argon2Cost::new(memory_kib, passes, lanes).map_err(|_| "list of parameters")?;
    let salt = B64
        .decode(next())
        .ok()
        .filter(|salt| SALT_RANGE.contains(&salt.len()))
        .ok_or("salt")?;
    let digest = B64
        .decode(next())
        .ok()
        .filter(|digest| DIGEST_RANGE.contains(&digest.len()))
        .ok_or("digest")?;
    match fields.next() {
        None => Ok(Box::new(Argon2Hash {
            scheme,
            version,
            names_version,
            cost,
            salt,
            digest,
        })),
        Some(_) => Err("digest"),
    }
}

/// Hashes `password` with a fresh salt.
pub(crate) fn create(
    scheme: Scheme,
    cost: Argon2Cost,
    password: &[u8],
    random: &mut dyn Random,
) -> Result<impl fmt::Display, OutOfMemory> {
    let mut hash = blank(scheme, cost, random_array(random));
    hash.digest = hash.derive(password)?.to_vec();
    Ok(hash)
}

/// A hash in the form that is written today, with a digest that no password has.
pub(crate) fn blank(scheme: Scheme, cost: Argon2Cost, salt: [u8; SALT_LEN]) -> Argon2Hash {
    let (salt, digest) = (salt.to_vec(), vec![0; DIGEST_LEN]);
    Argon2Hash {
        scheme,
        version: Version::V0x13,
        names_version: true,
        cost,
        salt,
        digest,
    }
}

impl Argon2Hash {
    fn derive(&self, password: &[u8]) -> Result<Zeroizing<Vec<u8>>, OutOfMemory> {
        let algorithm = match self.scheme {
            Scheme::Argon2i => Algorithm::Argon2i,
            Scheme::Argon2d => Algorithm::Argon2d,
            _ => Algorithm::Argon2id,
        };
        let mut digest = Zeroizing::new(vec![0; self.digest.len()]);
        // Cost, salt and lengths are in range by construction: what is left to fail is the allocation.
        Params::new(
            self.cost.memory_kib(),
            self.cost.passes(),
            self.cost.lanes(),
            None,
        )
        .and_then(|params| {
            Argon2::new(algorithm, self.version, params).hash_password_into(password, &self.salt, &mut digest)
        })
        .map_err(|_| OutOfMemory)?;
        Ok(digest)
    }
}

impl StoredHash for Argon2Hash {
    fn cost(&self) -> Cost {
        match self.scheme {
            Scheme::Argon2i => Cost::Argon2i(self.cost),
            Scheme::Argon2d => Cost::Argon2d(self.cost),
            _ => Cost::Argon2id(self.cost),
        }
    }

    fn variant(&self) -> Option<&'static str> {
        Some(match self.version {
            Version::V0x10 => "v=16",
            Version::V0x13 => "v=19",
        })
    }

    /// Version 16 overwrites memory where 19 combines, which lets an attacker trade memory for time.
    fn is_outdated(&self) -> bool {
        self.version == Version::V0x10 || self.salt.len() < 16 || self.digest.len() < 16
    }

    fn salt_len(&self) -> usize {
        self.salt.len()
    }

    fn digest_len(&self) -> usize {
        self.digest.len()
    }

    fn admit(&self, limits: &VerifyLimits) -> Result<(), Resource> {
        admit(Resource::Memory, self.cost.memory_kib(), limits.memory_kib)?;
        admit(Resource::Passes, self.cost.passes(), limits.argon2_passes)?;
        admit(Resource::Lanes, self.cost.lanes(), limits.argon2_lanes)
    }

    fn compare(&self, password: &[u8]) -> Result<Comparison, OutOfMemory> {
        Ok(Comparison::whole(equal(&self.derive(password)?, &self.digest)))
    }
}

impl fmt::Display for Argon2Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (salt, digest) = (B64.encode(&self.salt), B64.encode(&self.digest));
        write!(f, "${}$", self.scheme)?;
        if self.names_version {
            write!(f, "v={}$", u32::from(self.version))?;
        }
        write!(f, "{}${salt}${digest}", self.cost)
    }
}
