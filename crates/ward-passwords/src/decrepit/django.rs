//! Django's `<algorithm>$…` strings (`django.contrib.auth.hashers`), from its first release to 5.2.

use super::digest::{Algorithm, derive_pbkdf2, derive_scrypt};
use super::text::{base64, hex_of, rounds, to_hex};
use super::{Malformed, Parsed, Stop, Work, crypt_des, nested};
use crate::ScryptCost;
use crate::format::fields::decimal;

/// Longest salt that is read, in characters. Django writes 12 to 22.
const SALT_MOST: usize = 128;

fn salt_text(salt: &str) -> Result<Vec<u8>, Malformed> {
    (salt.len() <= SALT_MOST)
        .then(|| salt.as_bytes().to_vec())
        .ok_or("salt")
}

pub(super) fn read_pbkdf2_sha1(text: &str) -> Result<Parsed, Malformed> {
    read_pbkdf2(Algorithm::Sha1, text.strip_prefix("pbkdf2_sha1$"))
}

pub(super) fn read_pbkdf2_sha256(text: &str) -> Result<Parsed, Malformed> {
    read_pbkdf2(Algorithm::Sha256, text.strip_prefix("pbkdf2_sha256$"))
}

fn read_pbkdf2(algorithm: Algorithm, rest: Option<&str>) -> Result<Parsed, Malformed> {
    let mut fields = rest.ok_or("marker")?.split('$');
    let mut next = || fields.next().unwrap_or_default();
    let rounds = rounds(next())?;
    let salt = salt_text(next())?;
    let digest = base64(next())
        .filter(|digest| digest.len() == algorithm.len() && fields.next().is_none())
        .ok_or("digest")?;
    let function = algorithm.pbkdf2().ok_or("marker")?;
    let len = digest.len();
    Ok(Parsed::digest(
        Work::pbkdf2(algorithm, rounds, len),
        salt.len(),
        digest,
        move |input| Ok(derive_pbkdf2(function, rounds, &salt, input.password, len)),
    ))
}

/// `scrypt$<N>$<salt>$<r>$<p>$<base64 of 64 bytes>`.
pub(super) fn read_scrypt(text: &str) -> Result<Parsed, Malformed> {
    let mut fields = text.strip_prefix("scrypt$").ok_or("marker")?.split('$');
    let mut next = || fields.next().unwrap_or_default();
    let (n, salt) = (next(), salt_text(next())?);
    let cost = scrypt_cost(n, next(), next())?;
    let digest = base64(next())
        .filter(|digest| digest.len() == 64 && fields.next().is_none())
        .ok_or("digest")?;
    Ok(Parsed::digest(
        Work::Scrypt(cost),
        salt.len(),
        digest,
        move |input| derive_scrypt(cost, &salt, input.password, 64).ok_or(Stop::OutOfMemory),
    ))
}

/// N as such, r and p, in decimal.
pub(super) fn scrypt_cost(n: &str, r: &str, p: &str) -> Result<ScryptCost, Malformed> {
    let number = |text| decimal(text).ok_or("list of parameters");
    let (n, r, p) = (number(n)?, number(r)?, number(p)?);
    let log_n = n
        .checked_ilog2()
        .filter(|_| n.is_power_of_two())
        .and_then(|log| u8::try_from(log).ok());
    log_n
        .and_then(|log_n| ScryptCost::new(log_n, r, p).ok())
        .ok_or("list of parameters")
}

pub(super) fn read_argon2(text: &str) -> Result<Parsed, Malformed> {
    let inner = text
        .strip_prefix("argon2")
        .filter(|inner| inner.starts_with("$argon2"));
    nested::current(inner.ok_or("marker")?, nested::unchanged())
}

pub(super) fn read_bcrypt(text: &str) -> Result<Parsed, Malformed> {
    let inner = text
        .strip_prefix("bcrypt$")
        .filter(|inner| inner.starts_with("$2"));
    nested::current(inner.ok_or("marker")?, nested::unchanged())
}

/// bcrypt of SHA-256 in hexadecimal.
pub(super) fn read_bcrypt_sha256(text: &str) -> Result<Parsed, Malformed> {
    let inner = text
        .strip_prefix("bcrypt_sha256$")
        .filter(|inner| inner.starts_with("$2"));
    nested::current(
        inner.ok_or("marker")?,
        Box::new(|password| to_hex(&Algorithm::Sha256.digest(&[password]))),
    )
}

pub(super) fn read_salted_md5(text: &str) -> Result<Parsed, Malformed> {
    read_salted(Algorithm::Md5, text.strip_prefix("md5$"))
}

pub(super) fn read_salted_sha1(text: &str) -> Result<Parsed, Malformed> {
    read_salted(Algorithm::Sha1, text.strip_prefix("sha1$"))
}

/// Digest of salt, then password; with an empty salt Django's "unsalted" hasher.
fn read_salted(algorithm: Algorithm, rest: Option<&str>) -> Result<Parsed, Malformed> {
    let (salt, digest) = rest.and_then(|rest| rest.split_once('$')).ok_or("salt")?;
    let salt = salt_text(salt)?;
    let digest = hex_of(digest, algorithm.len()).ok_or("digest")?;
    Ok(Parsed::digest(Work::Light, salt.len(), digest, move |input| {
        Ok(algorithm.digest(&[&salt, input.password]))
    }))
}

/// `crypt$<salt>$<des-crypt>`; the digest's own salt counts, and the field before it must agree where it is given.
pub(super) fn read_des_crypt(text: &str) -> Result<Parsed, Malformed> {
    let (salt, inner) = text
        .strip_prefix("crypt$")
        .and_then(|rest| rest.split_once('$'))
        .ok_or("salt")?;
    if !salt.is_empty() && salt.get(..2).is_none_or(|start| !inner.starts_with(start)) {
        return Err("salt");
    }
    crypt_des::read_traditional(inner)
}
