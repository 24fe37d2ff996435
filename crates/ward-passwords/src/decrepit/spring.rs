//! Spring Security's `{id}` strings (`PasswordEncoderFactories.createDelegatingPasswordEncoder`, 5.0 to 6).

use std::num::NonZeroU32;

use super::digest::{Algorithm, derive_pbkdf2, derive_scrypt};
use super::text::{base64, hex, hex_of};
use super::{Malformed, Parsed, Stop, Work, ldap, nested, plain};
use crate::ScryptCost;

/// The identifiers that are Spring's alone; `{SSHA}` and `{MD5}` are LDAP's as well.
const IDS: &[&str] = &[
    "bcrypt",
    "argon2",
    "argon2@SpringSecurity_v5_8",
    "pbkdf2",
    "pbkdf2@SpringSecurity_v5_8",
    "scrypt",
    "scrypt@SpringSecurity_v5_8",
    "sha256",
    "ldap",
    "SHA-1",
    "SHA-256",
];

fn split(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('{')?.split_once('}')
}

pub(super) fn is_spring(text: &str) -> bool {
    split(text).is_some_and(|(id, rest)| IDS.contains(&id) || (id == "MD5" && rest.starts_with('{')))
}

pub(super) fn is_noop(text: &str) -> bool {
    text.starts_with("{noop}")
}

pub(super) fn read_noop(text: &str) -> Result<Parsed, Malformed> {
    plain::read(text.strip_prefix("{noop}").ok_or("marker")?)
}

pub(super) fn read(text: &str) -> Result<Parsed, Malformed> {
    let (id, rest) = split(text).ok_or("marker")?;
    match id {
        "bcrypt" if rest.starts_with("$2") => nested::current(rest, nested::unchanged()),
        "argon2" | "argon2@SpringSecurity_v5_8" if rest.starts_with("$argon2") => {
            nested::current(rest, nested::unchanged())
        }
        // Defaults of `Pbkdf2PasswordEncoder`: up to 5.7, and since 5.8.
        "pbkdf2" => read_pbkdf2(Algorithm::Sha1, 185_000, 8, rest),
        "pbkdf2@SpringSecurity_v5_8" => read_pbkdf2(Algorithm::Sha256, 310_000, 16, rest),
        "scrypt" | "scrypt@SpringSecurity_v5_8" => read_scrypt(rest),
        "sha256" => read_standard(rest),
        "ldap" => ldap::read_digest(rest),
        "MD5" => read_message_digest(Algorithm::Md5, rest),
        "SHA-1" => read_message_digest(Algorithm::Sha1, rest),
        "SHA-256" => read_message_digest(Algorithm::Sha256, rest),
        _ => Err("inner hash"),
    }
}

/// Hexadecimal of salt and 32 bytes of digest.
fn read_pbkdf2(algorithm: Algorithm, rounds: u32, salt_len: usize, text: &str) -> Result<Parsed, Malformed> {
    let bytes = hex_of(text, salt_len.saturating_add(32)).ok_or("digest")?;
    let (salt, digest) = bytes.split_at_checked(salt_len).ok_or("digest")?;
    let rounds = NonZeroU32::new(rounds).ok_or("number of rounds")?;
    let function = algorithm.pbkdf2().ok_or("marker")?;
    let salt = salt.to_vec();
    Ok(Parsed::digest(
        Work::pbkdf2(algorithm, rounds, 32),
        salt_len,
        digest.to_vec(),
        move |input| Ok(derive_pbkdf2(function, rounds, &salt, input.password, 32)),
    ))
}

/// `$<hexadecimal of log2 N, r, p>$<salt>$<digest>`.
fn read_scrypt(text: &str) -> Result<Parsed, Malformed> {
    let mut fields = text.strip_prefix('$').ok_or("list of parameters")?.split('$');
    let mut next = || fields.next().unwrap_or_default();
    let parameters = next();
    let packed = u32::from_str_radix(parameters, 16)
        .ok()
        .filter(|_| parameters.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .ok_or("list of parameters")?;
    let [high, log_n, r, p] = packed.to_be_bytes();
    let cost = ScryptCost::new(log_n, u32::from(r), u32::from(p))
        .ok()
        .filter(|_| high == 0)
        .ok_or("list of parameters")?;
    let salt = base64(next()).filter(|salt| salt.len() <= 64).ok_or("salt")?;
    let digest = base64(next())
        .filter(|digest| (10..=64).contains(&digest.len()) && fields.next().is_none())
        .ok_or("digest")?;
    let len = digest.len();
    Ok(Parsed::digest(
        Work::Scrypt(cost),
        salt.len(),
        digest,
        move |input| derive_scrypt(cost, &salt, input.password, len).ok_or(Stop::OutOfMemory),
    ))
}

/// `StandardPasswordEncoder` without a secret: SHA-256 iterated 1,024 times over salt and password.
fn read_standard(text: &str) -> Result<Parsed, Malformed> {
    let bytes = hex(text).filter(|bytes| bytes.len() == 40).ok_or("digest")?;
    let (salt, digest) = bytes.split_at_checked(8).ok_or("digest")?;
    let salt = salt.to_vec();
    Ok(Parsed::digest(
        Work::Rounds(1_024),
        8,
        digest.to_vec(),
        move |input| {
            let mut digest = Algorithm::Sha256.digest(&[&salt, input.password]);
            for _ in 1..1_024 {
                digest = Algorithm::Sha256.digest(&[&digest]);
            }
            Ok(digest)
        },
    ))
}

/// `MessageDigestPasswordEncoder`: `{salt}` and hexadecimal; the braces are hashed with the salt.
fn read_message_digest(algorithm: Algorithm, text: &str) -> Result<Parsed, Malformed> {
    let salt_len = match text.strip_prefix('{') {
        Some(rest) => rest.find('}').ok_or("salt")?.saturating_add(2),
        None => 0,
    };
    let (salt, digest) = text.split_at_checked(salt_len).ok_or("salt")?;
    if salt.len() > 128 {
        return Err("salt");
    }
    let digest = hex_of(digest, algorithm.len()).ok_or("digest")?;
    let salt = salt.as_bytes().to_vec();
    Ok(Parsed::digest(
        Work::Light,
        salt_len.saturating_sub(2),
        digest,
        move |input| Ok(algorithm.digest(&[input.password, &salt])),
    ))
}
