//! The crypt(3) of DES: the traditional thirteen characters (Morris and Thompson, 1979), `BSDi`'s extended form, and
//! two ways of Digital and HP to read more than eight characters.
//!
//! Only seven bits of each byte count, and the traditional form reads eight bytes: longer passwords verify by
//! their beginning, which [`Verified`](crate::Verified) reports.

use zeroize::Zeroizing;

use super::des::Schedule;
use super::digest::Bytes;
use super::text::{crypt_number, is_crypt64};
use super::{Malformed, Parsed, Work};
use crate::format::fields::CRYPT_ALPHABET;

/// DES encryptions in the traditional form.
const ROUNDS: u32 = 25;

/// Whether `text` has the shape of the traditional form: 13 characters, the last with its two spare bits clear.
pub(super) fn is_traditional(text: &str) -> bool {
    text.len() == 13 && is_crypt64(text) && text.bytes().next_back().is_some_and(is_last)
}

/// 64 bits fill ten characters and four bits: the eleventh character is a multiple of four.
fn is_last(byte: u8) -> bool {
    crate::format::fields::crypt_value(byte).is_some_and(|value| value.is_multiple_of(4))
}

pub(super) fn read_traditional(text: &str) -> Result<Parsed, Malformed> {
    if !is_traditional(text) {
        return Err("digest");
    }
    let (salt, digest) = salt_and_digest(text)?;
    Ok(
        Parsed::digest(Work::Rounds(u64::from(ROUNDS)), 2, digest, move |input| {
            Ok(encode(crypt(c_string(input.password), salt, ROUNDS)))
        })
        .reading(8),
    )
}

/// HP and Digital: each further eight bytes are hashed under a salt taken from the digest before.
pub(super) fn read_bigcrypt(text: &str) -> Result<Parsed, Malformed> {
    let blocks = text.len().saturating_sub(2).checked_div(11).unwrap_or_default();
    if blocks == 0 || text.len() != blocks.saturating_mul(11).saturating_add(2) || blocks > 16 {
        return Err("digest");
    }
    let (salt, digest) = salt_and_digest(text)?;
    Ok(Parsed::digest(
        Work::Rounds(u64::try_from(blocks).unwrap_or(u64::MAX).saturating_mul(25)),
        2,
        digest,
        move |input| {
            let password = c_string(input.password);
            let mut out = encode(crypt(password, salt, ROUNDS));
            for part in password.chunks(8).skip(1) {
                let before = out.len().saturating_sub(11);
                let salt = out
                    .get(before..before.saturating_add(2))
                    .and_then(|salt| std::str::from_utf8(salt).ok())
                    .and_then(crypt_number)
                    .unwrap_or_default();
                out.extend_from_slice(&encode(crypt(part, salt, ROUNDS)));
            }
            Ok(out)
        },
    ))
}

/// Ultrix: eight bytes at twenty rounds, the next eight at five.
pub(super) fn read_crypt16(text: &str) -> Result<Parsed, Malformed> {
    if text.len() != 24 {
        return Err("digest");
    }
    let (salt, digest) = salt_and_digest(text)?;
    Ok(Parsed::digest(Work::Rounds(25), 2, digest, move |input| {
        let password = c_string(input.password);
        let mut out = encode(crypt(password, salt, 20));
        let rest = password.get(8..).unwrap_or_default();
        out.extend_from_slice(&encode(crypt(rest, salt, 5)));
        Ok(out)
    })
    .reading(16))
}

/// `BSDi`: `_`, four characters of rounds, four of salt, eleven of digest; every byte of the password counts.
pub(super) fn read_bsdi(text: &str) -> Result<Parsed, Malformed> {
    let rest = text
        .strip_prefix('_')
        .filter(|rest| rest.len() == 19)
        .ok_or("length")?;
    let (rounds, rest) = rest.split_at_checked(4).ok_or("number of rounds")?;
    let (salt, digest) = rest.split_at_checked(4).ok_or("salt")?;
    let rounds = crypt_number(rounds)
        .filter(|rounds| *rounds > 0)
        .ok_or("number of rounds")?;
    let salt = crypt_number(salt).ok_or("salt")?;
    if !is_crypt64(digest) {
        return Err("digest");
    }
    let digest = digest.as_bytes().to_vec();
    // One DES call takes as long as several digests.
    let work = Work::Rounds(u64::from(rounds).saturating_mul(4));
    Ok(Parsed::digest(work, 3, digest, move |input| {
        let mut parts = c_string(input.password).chunks(8);
        let mut state = key(parts.next().unwrap_or_default());
        for part in parts {
            state = Schedule::new(state).encrypt(state, 0, 1) ^ key(part);
        }
        Ok(encode(Schedule::new(state).encrypt(0, salt, rounds)))
    }))
}

fn salt_and_digest(text: &str) -> Result<(u32, Vec<u8>), Malformed> {
    let (salt, digest) = text.split_at_checked(2).ok_or("salt")?;
    if !is_crypt64(digest) {
        return Err("digest");
    }
    Ok((crypt_number(salt).ok_or("salt")?, digest.as_bytes().to_vec()))
}

/// What a C string holds of the password.
fn c_string(password: &[u8]) -> &[u8] {
    password.split(|byte| *byte == 0).next().unwrap_or_default()
}

fn crypt(password: &[u8], salt: u32, rounds: u32) -> u64 {
    Schedule::new(key(password)).encrypt(0, salt, rounds)
}

/// Seven bits of each of eight bytes, above the parity bit.
fn key(password: &[u8]) -> u64 {
    let bytes = password.iter().copied().chain(std::iter::repeat(0)).take(8);
    bytes.fold(0, |key, byte| (key << 8) | u64::from(byte << 1))
}

/// Eleven characters, most significant first, the last padded with zero bits.
fn encode(block: u64) -> Bytes {
    Zeroizing::new(
        (0..11_u32)
            .map(|place| {
                let bits = u128::from(block) << 2;
                let shift = 60_u32.saturating_sub(place.saturating_mul(6));
                let value = usize::try_from((bits >> shift) & 0x3f).unwrap_or_default();
                CRYPT_ALPHABET.get(value).copied().unwrap_or(b'.')
            })
            .collect(),
    )
}
