//! The small pieces that hash strings are made of: decimal numbers, `name=value`, four flavours of base64.
//!
//! Strict on purpose. Two spellings of one hash are two strings for every look-up, cache and audit entry, so a
//! number has no sign and no leading zero, and base64 no padding and no stray bits.

use base64::alphabet::{self, Alphabet};
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};

/// Standard base64 without padding (RFC 4648, section 4): the `B64` of the PHC string format.
pub(crate) const B64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, NO_PAD);

/// passlib's "adapted base64": `.` in the place of `+`, no padding.
pub(crate) const AB64: GeneralPurpose = GeneralPurpose::new(&adapted(), NO_PAD);

/// bcrypt's own order of the alphabet, no padding; stray bits are let through for the caller to judge.
pub(crate) const BCRYPT64: GeneralPurpose =
    GeneralPurpose::new(&alphabet::BCRYPT, NO_PAD.with_decode_allow_trailing_bits(true));

const fn adapted() -> Alphabet {
    match Alphabet::new("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./") {
        Ok(alphabet) => alphabet,
        Err(_) => alphabet::STANDARD,
    }
}

/// The alphabet of crypt(3): the value of a character is its place.
pub(crate) const CRYPT_ALPHABET: &[u8; 64] =
    b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The value of a character of [`CRYPT_ALPHABET`].
pub(crate) fn crypt_value(character: u8) -> Option<usize> {
    CRYPT_ALPHABET
        .iter()
        .position(|candidate| *candidate == character)
}

/// Appends `count` characters of crypt(3)'s base64, least significant six bits first.
pub(crate) fn push_crypt64(out: &mut String, mut bits: u32, count: usize) {
    for _ in 0..count {
        let [low, ..] = bits.to_le_bytes();
        out.push(
            CRYPT_ALPHABET
                .get(usize::from(low & 0x3f))
                .copied()
                .map_or('.', char::from),
        );
        bits >>= 6;
    }
}

/// A decimal number up to 2^32 − 1: digits only, no sign, no leading zero.
pub(crate) fn decimal(text: &str) -> Option<u32> {
    let canonical = text == "0" || !text.starts_with('0');
    (canonical && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// The number of a field `name=number`.
pub(crate) fn parameter(field: &str, name: &str) -> Option<u32> {
    decimal(field.strip_prefix(name)?.strip_prefix('=')?)
}

/// The numbers of `a=1,b=2,…` with exactly these names in this order.
pub(crate) fn parameters<const N: usize>(fields: &str, names: [&str; N]) -> Option<[u32; N]> {
    let mut values = [0; N];
    let mut fields = fields.split(',');
    for (value, name) in values.iter_mut().zip(names) {
        *value = parameter(fields.next()?, name)?;
    }
    fields.next().is_none().then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_refuses_every_second_spelling() {
        for text in [
            "",
            "+1",
            "-1",
            "01",
            "00",
            " 1",
            "1 ",
            "0x1",
            "1_0",
            "4294967296",
            "١",
        ] {
            assert_eq!(decimal(text), None, "{text:?}");
        }
    }

    #[test]
    fn decimal_reads_its_whole_range() {
        assert_eq!((decimal("0"), decimal("4294967295")), (Some(0), Some(u32::MAX)));
    }

    #[test]
    fn parameters_keep_their_order() {
        assert_eq!(parameters("m=1,t=2", ["m", "t"]), Some([1, 2]));
        assert_eq!(parameters("t=2,m=1", ["m", "t"]), None);
    }

    #[test]
    fn parameters_refuse_an_extra_field() {
        assert_eq!(parameters("m=1,t=2,q=3", ["m", "t"]), None);
    }

    #[test]
    fn adapted_base64_differs_from_standard_in_one_character() {
        use base64::Engine as _;
        assert_eq!(AB64.encode([0xfb, 0xef, 0xbe]), "....");
        assert_eq!(B64.encode([0xfb, 0xef, 0xbe]), "++++");
    }
}
