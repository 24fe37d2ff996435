//! The small pieces that old strings are made of.

use std::num::NonZeroU32;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use zeroize::Zeroizing;

use super::digest::Bytes;
use super::{Malformed, Stop};
use crate::format::fields::{crypt_value, decimal};

/// Hexadecimal digits of either case, as bytes.
pub(super) fn hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    let digit = |byte: &u8| {
        char::from(*byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => Some((digit(high)? << 4) | digit(low)?),
            _ => None,
        })
        .collect()
}

/// `len` bytes in hexadecimal.
pub(super) fn hex_of(text: &str, len: usize) -> Option<Vec<u8>> {
    hex(text).filter(|bytes| bytes.len() == len)
}

/// Lower-case hexadecimal, for formats that hash the text of a digest.
pub(super) fn to_hex(bytes: &[u8]) -> Bytes {
    let digit = |nibble: u8| {
        b"0123456789abcdef"
            .get(usize::from(nibble))
            .copied()
            .unwrap_or(b'0')
    };
    Zeroizing::new(
        bytes
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
            .collect(),
    )
}

/// Base64 with its padding (RFC 4648, section 4).
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Base64 with or without padding, for the systems that differ among themselves.
pub(super) fn base64_any_padding(text: &str) -> Option<Vec<u8>> {
    STANDARD_NO_PAD.decode(text.trim_end_matches('=')).ok()
}

/// A round count in decimal, at least 1.
pub(super) fn rounds(text: &str) -> Result<NonZeroU32, Malformed> {
    decimal(text).and_then(NonZeroU32::new).ok_or("number of rounds")
}

/// Whether every character is of crypt(3)'s alphabet.
pub(super) fn is_crypt64(text: &str) -> bool {
    text.bytes().all(|byte| crypt_value(byte).is_some())
}

/// A number of a few characters in crypt(3)'s base64, least significant first.
pub(super) fn crypt_number(text: &str) -> Option<u32> {
    text.bytes().rev().try_fold(0_u32, |number, byte| {
        let value = u32::try_from(crypt_value(byte)?).ok()?;
        Some(number.checked_mul(64)? | value)
    })
}

/// The password as text; what is not UTF-8 cannot have been typed into the system that wrote the hash.
pub(super) fn utf8(password: &[u8]) -> Result<&str, Stop> {
    std::str::from_utf8(password).map_err(|_| Stop::Impossible)
}

/// UTF-16, least significant byte first, as Windows hashes text.
pub(super) fn utf16_le(text: &str) -> Bytes {
    Zeroizing::new(text.encode_utf16().flat_map(u16::to_le_bytes).collect())
}

/// crypt(3)'s base64 over bytes in a given order: triples, then what is left, each number least significant
/// character first. `order` names, per triple, the bytes from least to most significant.
pub(super) fn crypt64_transposed(digest: &[u8], order: &[u8]) -> Bytes {
    let mut text = String::with_capacity(order.len().saturating_mul(4).div_ceil(3));
    for places in order.chunks(3) {
        let bits = places.iter().rev().fold(0_u32, |bits, place| {
            (bits << 8) | u32::from(digest.get(usize::from(*place)).copied().unwrap_or_default())
        });
        crate::format::fields::push_crypt64(&mut text, bits, places.len().saturating_add(1));
    }
    Zeroizing::new(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_reads_both_cases_and_nothing_else() {
        assert_eq!(hex("00fF"), Some(vec![0, 255]));
        assert_eq!(hex("0"), None);
        assert_eq!(hex("0g"), None);
        assert_eq!(hex("é0"), None);
    }

    #[test]
    fn a_crypt_number_starts_with_its_lowest_character() {
        assert_eq!(crypt_number("J9.."), Some(725));
    }
}
