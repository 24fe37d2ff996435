//! Windows: the NT hash (MD4 of UTF-16), the LM hash (two DES blocks of upper-case characters), and the cached
//! domain credentials of both generations, which mix in the user's name.

use std::num::NonZeroU32;

use ward_secret::equal;
use zeroize::Zeroizing;

use super::des::Schedule;
use super::digest::{Algorithm, Bytes, derive_pbkdf2};
use super::text::{hex_of, utf8, utf16_le};
use super::{Malformed, Parsed, Stop, VerifyInput, Work};

/// `KGS!@#$%`, the text that LM encrypts.
const LM_PLAINTEXT: u64 = 0x4b47_5321_4023_2425;

/// Characters 0x80 to 0xff of code page 437, in which LM hashes text by default.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// The digits after a marker or none, as 16 bytes.
fn digest(text: &str) -> Result<Vec<u8>, Malformed> {
    hex_of(text, 16).ok_or("digest")
}

fn nt(password: &[u8]) -> Result<Bytes, Stop> {
    Ok(Algorithm::Md4.digest(&[&utf16_le(utf8(password)?)]))
}

pub(super) fn read_nt(text: &str) -> Result<Parsed, Malformed> {
    let text = text.strip_prefix("$NT$").unwrap_or(text);
    Ok(Parsed::digest(Work::Light, 0, digest(text)?, |input| {
        nt(input.password)
    }))
}

/// The `$3$$` of crypt(3) before an NT hash. FreeBSD and libxcrypt widen each byte to 16 bits, others decode UTF-8;
/// beyond ASCII the two differ, and either is accepted.
pub(super) fn read_bsd_nt(text: &str) -> Result<Parsed, Malformed> {
    let digest = digest(text.strip_prefix("$3$$").ok_or("marker")?)?;
    let stored = digest.clone();
    Ok(Parsed::digest(Work::Light, 0, digest, move |input| {
        let wide: Bytes = Zeroizing::new(input.password.iter().flat_map(|byte| [*byte, 0]).collect());
        let widened = Algorithm::Md4.digest(&[&wide]);
        match nt(input.password) {
            Ok(decoded) if !equal(&widened, &stored) => Ok(decoded),
            _ => Ok(widened),
        }
    }))
}

pub(super) fn read_lm(text: &str) -> Result<Parsed, Malformed> {
    let parsed = Parsed::digest(Work::Light, 0, digest(text)?, |input| {
        let upper = Zeroizing::new(utf8(input.password)?.to_uppercase());
        let bytes: Option<Vec<u8>> = upper.chars().map(cp437).collect();
        let mut bytes: Bytes = Zeroizing::new(bytes.ok_or(Stop::Impossible)?);
        bytes.resize(14, 0);
        let blocks: Vec<u8> = bytes
            .chunks(7)
            .flat_map(|half| {
                Schedule::new(spread(half))
                    .encrypt(LM_PLAINTEXT, 0, 1)
                    .to_be_bytes()
            })
            .collect();
        Ok(Zeroizing::new(blocks))
    });
    Ok(parsed.reading(14))
}

fn cp437(character: char) -> Option<u8> {
    if character.is_ascii() {
        return u8::try_from(character).ok();
    }
    CP437
        .chars()
        .position(|candidate| candidate == character)
        .and_then(|place| u8::try_from(place).ok())
        .map(|place| place | 0x80)
}

/// 56 bits as a DES key: seven bits in each byte above the parity bit.
fn spread(half: &[u8]) -> u64 {
    let bits = half
        .iter()
        .fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
    (0..8_u32).fold(0, |key, place| {
        let shift = 49_u32.saturating_sub(place.saturating_mul(7));
        (key << 8) | (((bits >> shift) & 0x7f) << 1)
    })
}

/// MD4 over the NT hash and the lower-case name.
fn cached(input: &VerifyInput<'_>) -> Result<(Bytes, Bytes), Stop> {
    let user = utf16_le(&input.user.ok_or(Stop::NeedsUser)?.to_lowercase());
    Ok((Algorithm::Md4.digest(&[&nt(input.password)?, &user]), user))
}

pub(super) fn read_dcc(text: &str) -> Result<Parsed, Malformed> {
    Ok(Parsed::digest(Work::Light, 0, digest(text)?, |input| {
        cached(input).map(|(digest, _)| digest)
    }))
}

pub(super) fn read_dcc2(text: &str) -> Result<Parsed, Malformed> {
    let rounds = NonZeroU32::new(10_240).ok_or("number of rounds")?;
    let function = Algorithm::Sha1.pbkdf2().ok_or("marker")?;
    Ok(Parsed::digest(
        Work::pbkdf2(Algorithm::Sha1, rounds, 16),
        0,
        digest(text)?,
        move |input| {
            let (first, user) = cached(input)?;
            Ok(derive_pbkdf2(function, rounds, &user, &first, 16))
        },
    ))
}
