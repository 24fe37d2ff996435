//! scrypt as passlib and others write it: `$scrypt$ln=17,r=8,p=1$<salt>$<digest>`, salt and digest in base64
//! without padding (RFC 7914; PHC string format).

use std::fmt;

use base64::Engine as _;
use ward_secret::{Random, equal, random_array};
use zeroize::Zeroizing;

use super::fields::{B64, parameters};
use super::{Comparison, Malformed, OutOfMemory, StoredHash};
use crate::limits::admit;
use crate::{Cost, Resource, Scheme, ScryptCost, VerifyLimits};

/// Bytes of a new salt, 128 bits as SP 800-132 asks.
const SALT_LEN: usize = 16;
/// Bytes of a new digest, the size passlib fixes.
const DIGEST_LEN: usize = 32;
/// Longest salt that is read, from the PHC string format. RFC 7914 has vectors without a salt.
const SALT_MOST: usize = 64;
/// Digest lengths that are read; a shorter one would verify by chance.
const DIGEST_RANGE: std::ops::RangeInclusive<usize> = 10..=64;

pub(crate) struct ScryptHash {
    cost: ScryptCost,
    salt: Vec<u8>,
    digest: Vec<u8>,
}

pub(crate) fn parse(_: Scheme, text: &str) -> Result<Box<dyn StoredHash>, Malformed> {
    let mut fields = text.split('$').skip(2);
    let mut next = || fields.next().unwrap_or_default();
    let [log_n, block_size, parallelism] =
        parameters(next(), ["ln", "r", "p"]).ok_or("list of parameters")?;
    let cost = u8::try_from(log_n)
        .ok()
        .and_then(|log_n| ScryptCost::new(log_n, block_size, parallelism).ok())
        .ok_or("list of parameters")?;
    let salt = B64
        .decode(next())
        .ok()
        .filter(|salt| salt.len() <= SALT_MOST)
        .ok_or("salt")?;
    let digest = B64
        .decode(next())
        .ok()
        .filter(|digest| DIGEST_RANGE.contains(&digest.len()))
        .ok_or("digest")?;
    match fields.next() {
        None => Ok(Box::new(ScryptHash { cost, salt, digest })),
        Some(_) => Err("digest"),
    }
}

/// Hashes `password` with a fresh salt.
pub(crate) fn create(
    cost: ScryptCost,
    password: &[u8],
    random: &mut dyn Random,
) -> Result<impl fmt::Display, OutOfMemory> {
    let mut hash = blank(cost, random_array(random));
    hash.digest = hash.derive(password)?.to_vec();
    Ok(hash)
}

/// A hash in the form that is written today, with a digest that no password has.
pub(crate) fn blank(cost: ScryptCost, salt: [u8; SALT_LEN]) -> ScryptHash {
    ScryptHash {
        cost,
        salt: salt.to_vec(),
        digest: vec![0; DIGEST_LEN],
    }
}

impl ScryptHash {
    fn derive(&self, password: &[u8]) -> Result<Zeroizing<Vec<u8>>, OutOfMemory> {
        let mut digest = Zeroizing::new(vec![0; self.digest.len()]);
        // `ScryptCost` keeps r · p below 2^30, which the library multiplies without a check of its own.
        let params = scrypt::Params::new(self.cost.log_n(), self.cost.block_size(), self.cost.parallelism())
            .map_err(|_| OutOfMemory)?;
        scrypt::scrypt(password, &self.salt, &params, &mut digest).map_err(|_| OutOfMemory)?;
        Ok(digest)
    }
}

impl StoredHash for ScryptHash {
    fn cost(&self) -> Cost {
        Cost::Scrypt(self.cost)
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

    fn admit(&self, limits: &VerifyLimits) -> Result<(), Resource> {
        admit(Resource::Memory, self.cost.memory_kib(), limits.memory_kib)?;
        admit(Resource::Work, self.cost.work(), limits.scrypt_work)
    }

    fn compare(&self, password: &[u8]) -> Result<Comparison, OutOfMemory> {
        Ok(Comparison::whole(equal(&self.derive(password)?, &self.digest)))
    }
}

impl fmt::Display for ScryptHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (salt, digest) = (B64.encode(&self.salt), B64.encode(&self.digest));
        write!(f, "$scrypt${}${salt}${digest}", self.cost)
    }
}
