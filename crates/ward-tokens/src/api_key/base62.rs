//! Base 62: digits, upper case, lower case, in the order of their bytes.

use ward_secret::Random;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Appends `count` random digits, each equally likely.
pub(super) fn random_onto(random: &mut dyn Random, count: usize, out: &mut String) {
    let mut left = count;
    while left > 0 {
        // A buffer for one 43-digit secret and its rejects (one byte in 32), so most calls need one draw.
        let mut bytes = zeroize::Zeroizing::new([0_u8; 48]);
        random.fill(bytes.as_mut_slice());
        // 248 is the largest multiple of 62 in a byte; what lies above would favour the first digits.
        for byte in bytes.iter().filter(|byte| **byte < 248).take(left) {
            out.push(digit(u32::from(*byte) % 62));
            left = left.saturating_sub(1);
        }
    }
}

/// A 32-bit number as six digits, most significant first (62^6 is just over 2^35).
pub(super) fn six_digits(mut number: u32) -> String {
    let mut digits = ['0'; 6];
    for place in digits.iter_mut().rev() {
        *place = digit(number % 62);
        number /= 62;
    }
    digits.iter().collect()
}

fn digit(value: u32) -> char {
    usize::try_from(value)
        .ok()
        .and_then(|index| ALPHABET.get(index))
        .map_or('0', |byte| char::from(*byte))
}

#[cfg(test)]
mod tests {
    use ward_secret::testing::SeededRandom;

    use super::{ALPHABET, random_onto, six_digits};

    #[test]
    fn six_digits_hold_every_32_bit_number_in_order() {
        assert_eq!(six_digits(0), "000000");
        assert_eq!(six_digits(61), "00000z");
        assert_eq!(six_digits(62), "000010");
        // Worked out with Python's integers.
        assert_eq!(six_digits(u32::MAX), "4gfFC3");
    }

    #[test]
    fn random_digits_use_the_whole_alphabet_evenly() {
        let mut text = String::new();
        random_onto(&mut SeededRandom::new(3), 62_000, &mut text);
        assert_eq!(text.len(), 62_000);
        for letter in ALPHABET {
            let count = text.bytes().filter(|byte| byte == letter).count();
            // 1000 expected with a deviation of 31: six deviations either way.
            assert!((814..=1186).contains(&count), "{count}");
        }
    }
}
