//! ASP.NET Core Identity (`PasswordHasher`): base64 of a format byte and the rest. Version 2 is 0, 16 bytes of
//! salt, PBKDF2-HMAC-SHA-1 at 1,000 rounds; version 3 is 1, then function, rounds and salt length as big-endian
//! words.

use std::num::NonZeroU32;

use super::digest::{Algorithm, derive_pbkdf2};
use super::text::base64;
use super::{Malformed, Parsed, Work};

/// 1 + 16 + 32 bytes in base64, the first byte zero.
pub(super) fn is_v2(text: &str) -> bool {
    text.len() == 68 && base64(text).is_some_and(|bytes| bytes.len() == 49 && bytes.first() == Some(&0))
}

/// A 1, and a function from 0 to 2.
pub(super) fn is_v3(text: &str) -> bool {
    text.starts_with("AQAAAA") && base64(text).is_some_and(|bytes| bytes.len() > 13)
}

pub(super) fn read_v2(text: &str) -> Result<Parsed, Malformed> {
    let bytes = base64(text).filter(|bytes| bytes.len() == 49).ok_or("digest")?;
    let Some((&0, rest)) = bytes.split_first() else {
        return Err("version");
    };
    let (salt, digest) = rest.split_at_checked(16).ok_or("salt")?;
    read(Algorithm::Sha1, 1_000, salt, digest)
}

pub(super) fn read_v3(text: &str) -> Result<Parsed, Malformed> {
    let bytes = base64(text).ok_or("digest")?;
    let Some((&1, rest)) = bytes.split_first() else {
        return Err("version");
    };
    let (function, rest) = word(rest)?;
    let (rounds, rest) = word(rest)?;
    let (salt_len, rest) = word(rest)?;
    let algorithm = match function {
        0 => Algorithm::Sha1,
        1 => Algorithm::Sha256,
        2 => Algorithm::Sha512,
        _ => return Err("digest algorithm"),
    };
    let (salt, digest) = usize::try_from(salt_len)
        .ok()
        .filter(|len| (8..=64).contains(len))
        .and_then(|len| rest.split_at_checked(len))
        .ok_or("salt")?;
    read(algorithm, rounds, salt, digest)
}

fn word(bytes: &[u8]) -> Result<(u32, &[u8]), Malformed> {
    let (word, rest) = bytes.split_first_chunk::<4>().ok_or("list of parameters")?;
    Ok((u32::from_be_bytes(*word), rest))
}

fn read(algorithm: Algorithm, rounds: u32, salt: &[u8], digest: &[u8]) -> Result<Parsed, Malformed> {
    let rounds = NonZeroU32::new(rounds).ok_or("number of rounds")?;
    if !(16..=64).contains(&digest.len()) {
        return Err("digest");
    }
    let function = algorithm.pbkdf2().ok_or("digest algorithm")?;
    let (salt, len) = (salt.to_vec(), digest.len());
    Ok(Parsed::digest(
        Work::pbkdf2(algorithm, rounds, len),
        salt.len(),
        digest.to_vec(),
        move |input| Ok(derive_pbkdf2(function, rounds, &salt, input.password, len)),
    ))
}
