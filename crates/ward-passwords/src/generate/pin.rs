//! PINs, and letters that can be said aloud.

use ward_secret::{Random, SecretString};

use super::password::{as_f64, log2};
use super::uniform::{below, choose};
use super::{GenerateError, Generated};

/// Consonants that are not taken for one another on the telephone; no q, x or y.
const CONSONANTS: &[u8] = b"bdfghjklmnprstvz";
const VOWELS: &[u8] = b"aeiou";

/// A PIN of 3 to 32 digits. The first that anybody tries are not made: one digit repeated, digits in rising or
/// falling order.
pub fn pin(digits: usize, random: &mut dyn Random) -> Result<Generated, GenerateError> {
    let (least, most) = (3, 32);
    if !(least..=most).contains(&digits) {
        return Err(GenerateError::Length { least, most });
    }
    loop {
        let mut secret = SecretString::from(String::with_capacity(digits));
        for _ in 0..digits {
            let digit = char::from_digit(below(10, random), 10).unwrap_or('0');
            secret.expose_mut().push(digit);
        }
        if !is_run(secret.expose_bytes()) {
            // One digit repeated: ten. In order: one run from each first digit that leaves room, either way.
            let runs = 10_usize.saturating_add(11_usize.saturating_sub(digits).saturating_mul(2));
            let all = 10_f64.powf(as_f64(digits));
            return Ok(Generated {
                secret,
                entropy_bits: (all - as_f64(runs)).log2(),
            });
        }
    }
}

/// Whether all steps from digit to digit are the same, and 0, 1 or -1.
fn is_run(digits: &[u8]) -> bool {
    let mut steps = digits.windows(2).map(|pair| match pair {
        [left, right] => i16::from(*right).saturating_sub(i16::from(*left)),
        _ => 0,
    });
    let first = steps.next().unwrap_or_default();
    first.abs() <= 1 && steps.all(|step| step == first)
}

/// Small letters, consonants and vowels in turn: 3.2 bits a letter, so take 20 for what 6 words give.
pub fn pronounceable(letters: usize, random: &mut dyn Random) -> Result<Generated, GenerateError> {
    let (least, most) = (4, 128);
    if !(least..=most).contains(&letters) {
        return Err(GenerateError::Length { least, most });
    }
    let mut secret = SecretString::from(String::with_capacity(letters));
    let mut entropy_bits = 0.0;
    for place in 0..letters {
        let choices = if place.is_multiple_of(2) {
            CONSONANTS
        } else {
            VOWELS
        };
        let letter = choose(choices, random).copied().unwrap_or(b'a');
        secret.expose_mut().push(char::from(letter));
        entropy_bits += log2(choices.len());
    }
    Ok(Generated { secret, entropy_bits })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_pins_are_runs_as_are_taken_off() {
        for digits in 3..=5_u32 {
            let runs = (0..10_u32.pow(digits))
                .filter(|number| is_run(format!("{number:0width$}", width = digits as usize).as_bytes()))
                .count();
            assert_eq!(runs, 10 + 2 * (11 - digits as usize));
        }
    }
}
