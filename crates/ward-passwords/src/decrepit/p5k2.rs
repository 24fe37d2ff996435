//! Two Python modules that both wrote `$p5k2$<rounds in hexadecimal>$<salt>$<digest>` with PBKDF2-HMAC-SHA-1:
//! Litzenberger's PBKDF2.py (the whole setting is the salt, 24 bytes of digest) and Cryptacular (the salt in
//! base64, 20 bytes).

use std::num::NonZeroU32;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;

use super::digest::{Algorithm, derive_pbkdf2};
use super::{Malformed, Parsed, Work};
use crate::format::fields::AB64;

/// Litzenberger's default, which his strings leave out.
const IMPLICIT_ROUNDS: u32 = 400;

/// Cryptacular pads its base64; Litzenberger's 24 bytes need no padding.
pub(super) fn is_cryptacular(text: &str) -> bool {
    text.starts_with("$p5k2$") && text.ends_with('=')
}

pub(super) fn is_litzenberger(text: &str) -> bool {
    text.starts_with("$p5k2$") && !text.ends_with('=')
}

/// Lower-case hexadecimal without leading zeros.
fn hex_number(text: &str) -> Option<u32> {
    let canonical = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (!text.starts_with('0') && text.bytes().all(canonical))
        .then(|| u32::from_str_radix(text, 16).ok())
        .flatten()
}

fn fields(text: &str) -> Result<[&str; 3], Malformed> {
    let mut fields = text.strip_prefix("$p5k2$").ok_or("marker")?.split('$');
    let mut next = || fields.next().ok_or("list of fields");
    let found = [next()?, next()?, next()?];
    if fields.next().is_some() {
        return Err("digest");
    }
    Ok(found)
}

fn parsed(rounds: u32, salt: Vec<u8>, salt_len: usize, digest: Vec<u8>) -> Result<Parsed, Malformed> {
    let rounds = NonZeroU32::new(rounds).ok_or("number of rounds")?;
    let function = Algorithm::Sha1.pbkdf2().ok_or("marker")?;
    let len = digest.len();
    Ok(Parsed::digest(
        Work::pbkdf2(Algorithm::Sha1, rounds, len),
        salt_len,
        digest,
        move |input| Ok(derive_pbkdf2(function, rounds, &salt, input.password, len)),
    ))
}

pub(super) fn read_cryptacular(text: &str) -> Result<Parsed, Malformed> {
    let [rounds, salt, digest] = fields(text)?;
    let salt = URL_SAFE.decode(salt).map_err(|_| "salt")?;
    let digest = URL_SAFE
        .decode(digest)
        .ok()
        .filter(|digest| digest.len() == 20)
        .ok_or("digest")?;
    let rounds = hex_number(rounds).ok_or("number of rounds")?;
    let salt_len = salt.len();
    parsed(rounds, salt, salt_len, digest)
}

pub(super) fn read_litzenberger(text: &str) -> Result<Parsed, Malformed> {
    let [rounds, salt, digest] = fields(text)?;
    let digest_bytes = AB64
        .decode(digest)
        .ok()
        .filter(|digest| digest.len() == 24)
        .ok_or("digest")?;
    let count = if rounds.is_empty() {
        IMPLICIT_ROUNDS
    } else {
        hex_number(rounds).ok_or("number of rounds")?
    };
    let setting = format!("$p5k2${rounds}${salt}").into_bytes();
    parsed(count, setting, salt.len(), digest_bytes)
}
