//! `userPassword` of LDAP directories: `{SSHA}` and its family (RFC 2307 and `OpenLDAP`), `{CRYPT}`, `{PBKDF2…}`, and
//! Atlassian's `{PKCS5S2}`. The marker's case does not count.

use std::num::NonZeroU32;

use super::digest::{Algorithm, derive_pbkdf2};
use super::text::{base64, hex_of};
use super::{LegacyScheme, Malformed, Parsed, Work, nested};

/// Salts that directories write: 4 bytes (Netscape) to 16; `OpenLDAP` reads longer ones.
const SALT_RANGE: std::ops::RangeInclusive<usize> = 4..=64;

fn split(text: &str) -> Option<(String, &str)> {
    let (id, rest) = text.strip_prefix('{')?.split_once('}')?;
    Some((id.to_ascii_uppercase(), rest))
}

fn family(id: &str) -> Option<(Algorithm, bool)> {
    Some(match id {
        "MD5" => (Algorithm::Md5, false),
        "SMD5" => (Algorithm::Md5, true),
        "SHA" => (Algorithm::Sha1, false),
        "SSHA" => (Algorithm::Sha1, true),
        "SHA256" => (Algorithm::Sha256, false),
        "SSHA256" => (Algorithm::Sha256, true),
        "SHA384" => (Algorithm::Sha384, false),
        "SSHA384" => (Algorithm::Sha384, true),
        "SHA512" => (Algorithm::Sha512, false),
        "SSHA512" => (Algorithm::Sha512, true),
        _ => return None,
    })
}

/// Whether this is a digest of the family with exactly this marker.
pub(super) fn has_marker(text: &str, marker: &str) -> bool {
    split(text).is_some_and(|(id, rest)| id == marker && !rest.starts_with('{'))
}

/// `{MD5}` and `{SHA}` with hexadecimal, as Roundup and others write them.
pub(super) fn has_hex(text: &str, marker: &str, len: usize) -> bool {
    split(text).is_some_and(|(id, rest)| id == marker && hex_of(rest, len).is_some())
}

/// Base64 of the digest, followed by the salt where the marker begins with S.
pub(super) fn read_digest(text: &str) -> Result<Parsed, Malformed> {
    let (id, rest) = split(text).ok_or("marker")?;
    let (algorithm, salted) = family(&id).ok_or("marker")?;
    let bytes = base64(rest).ok_or("digest")?;
    let (digest, salt) = bytes.split_at_checked(algorithm.len()).ok_or("digest")?;
    if salted && !SALT_RANGE.contains(&salt.len()) || !salted && !salt.is_empty() {
        return Err("salt");
    }
    let salt = salt.to_vec();
    Ok(Parsed::digest(
        Work::Light,
        salt.len(),
        digest.to_vec(),
        move |input| Ok(algorithm.digest(&[input.password, &salt])),
    ))
}

pub(super) fn read_hex(text: &str) -> Result<Parsed, Malformed> {
    let (id, rest) = split(text).ok_or("marker")?;
    let (algorithm, _) = family(&id).filter(|(_, salted)| !salted).ok_or("marker")?;
    let digest = hex_of(rest, algorithm.len()).ok_or("digest")?;
    Ok(Parsed::digest(Work::Light, 0, digest, move |input| {
        Ok(algorithm.digest(&[input.password]))
    }))
}

/// What stands after `{CRYPT}`.
pub(super) fn crypt_inner(text: &str) -> Option<&str> {
    split(text)
        .filter(|(id, _)| id == "CRYPT")
        .map(|(_, inner)| inner)
}

/// Any hash that crypt(3) writes.
pub(super) fn read_crypt(text: &str) -> Result<Parsed, Malformed> {
    let inner = crypt_inner(text).ok_or("marker")?;
    if crate::HashString::identify(inner).is_some() {
        return nested::current(inner, nested::unchanged());
    }
    let scheme = LegacyScheme::recognise(inner)
        .filter(|scheme| scheme.is_crypt())
        .ok_or("inner hash")?;
    nested::legacy(scheme.name(), inner)
}

/// `{PBKDF2-SHA256}<rounds>$<salt>$<digest>`: passlib's string under another marker, also `OpenLDAP`'s `pw-pbkdf2`.
pub(super) fn read_pbkdf2(text: &str) -> Result<Parsed, Malformed> {
    let (id, rest) = split(text).ok_or("marker")?;
    let marker = match id.as_str() {
        "PBKDF2" | "PBKDF2-SHA1" => "pbkdf2",
        "PBKDF2-SHA256" => "pbkdf2-sha256",
        "PBKDF2-SHA512" => "pbkdf2-sha512",
        _ => return Err("marker"),
    };
    nested::current(&format!("${marker}${rest}"), nested::unchanged())
}

/// Atlassian Crowd and Jira: base64 of 16 bytes of salt and 32 of PBKDF2-HMAC-SHA-1 at 10,000 rounds.
pub(super) fn read_atlassian(text: &str) -> Result<Parsed, Malformed> {
    let bytes = text
        .strip_prefix("{PKCS5S2}")
        .and_then(base64)
        .filter(|bytes| bytes.len() == 48)
        .ok_or("digest")?;
    let (salt, digest) = bytes.split_at_checked(16).ok_or("digest")?;
    let rounds = NonZeroU32::new(10_000).ok_or("number of rounds")?;
    let function = Algorithm::Sha1.pbkdf2().ok_or("marker")?;
    let salt = salt.to_vec();
    Ok(Parsed::digest(
        Work::pbkdf2(Algorithm::Sha1, rounds, 32),
        16,
        digest.to_vec(),
        move |input| Ok(derive_pbkdf2(function, rounds, &salt, input.password, 32)),
    ))
}
