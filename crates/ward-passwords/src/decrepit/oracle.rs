//! Oracle Database: `SYS.USER$.SPARE4` with `S:` (11g, SHA-1) and `T:` (12c, PBKDF2-HMAC-SHA-512), and the DES of
//! 10g, which mixes in the user's name and has no marker.

use std::num::NonZeroU32;

use zeroize::Zeroizing;

use super::des::Schedule;
use super::digest::{Algorithm, Bytes, derive_pbkdf2};
use super::text::{hex_of, utf8};
use super::{Malformed, Parsed, Stop, Work};

/// The part of `S:…;H:…;T:…` that begins with `marker`.
fn part<'a>(text: &'a str, marker: &str) -> Option<&'a str> {
    text.split(';').find_map(|part| part.strip_prefix(marker))
}

pub(super) fn is_11(text: &str) -> bool {
    text.starts_with("S:") && !is_12(text)
}

pub(super) fn is_12(text: &str) -> bool {
    (text.starts_with("S:") || text.starts_with("T:")) && part(text, "T:").is_some()
}

/// 20 bytes of SHA-1 over password and salt, 10 bytes of salt.
pub(super) fn read_11(text: &str) -> Result<Parsed, Malformed> {
    let bytes = part(text, "S:")
        .and_then(|part| hex_of(part, 30))
        .ok_or("digest")?;
    let (digest, salt) = bytes.split_at_checked(20).ok_or("digest")?;
    let salt = salt.to_vec();
    Ok(Parsed::digest(Work::Light, 10, digest.to_vec(), move |input| {
        Ok(Algorithm::Sha1.digest(&[input.password, &salt]))
    }))
}

/// 64 bytes of SHA-512 over the derived key and the salt, 16 bytes of salt.
pub(super) fn read_12(text: &str) -> Result<Parsed, Malformed> {
    let bytes = part(text, "T:")
        .and_then(|part| hex_of(part, 80))
        .ok_or("digest")?;
    let (digest, salt) = bytes.split_at_checked(64).ok_or("digest")?;
    let rounds = NonZeroU32::new(4_096).ok_or("number of rounds")?;
    let function = Algorithm::Sha512.pbkdf2().ok_or("marker")?;
    let salt = salt.to_vec();
    Ok(Parsed::digest(
        Work::pbkdf2(Algorithm::Sha512, rounds, 64),
        16,
        digest.to_vec(),
        move |input| {
            let labelled = [&salt, b"AUTH_PBKDF2_SPEEDY_KEY".as_slice()].concat();
            let key = derive_pbkdf2(function, rounds, &labelled, input.password, 64);
            Ok(Algorithm::Sha512.digest(&[&key, &salt]))
        },
    ))
}

/// DES-CBC of the upper-case name and password in UTF-16, twice: under a fixed key, then under the last block.
pub(super) fn read_10(text: &str) -> Result<Parsed, Malformed> {
    let digest = hex_of(text, 8).ok_or("digest")?;
    Ok(Parsed::digest(Work::Light, 0, digest, |input| {
        let user = input.user.ok_or(Stop::NeedsUser)?;
        let mixed = Zeroizing::new([user, utf8(input.password)?].concat());
        let text = Zeroizing::new(mixed.to_uppercase());
        let bytes: Bytes = Zeroizing::new(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        let key = last_block(0x0123_4567_89ab_cdef, &bytes);
        Ok(Zeroizing::new(last_block(key, &bytes).to_be_bytes().to_vec()))
    }))
}

/// The last block of DES-CBC with a zero vector over `bytes`, zeros at the end.
fn last_block(key: u64, bytes: &[u8]) -> u64 {
    let schedule = Schedule::new(key);
    bytes.chunks(8).fold(0, |before, chunk| {
        let block = chunk
            .iter()
            .copied()
            .chain(std::iter::repeat(0))
            .take(8)
            .fold(0, |block, byte| (block << 8) | u64::from(byte));
        schedule.encrypt(before ^ block, 0, 1)
    })
}
