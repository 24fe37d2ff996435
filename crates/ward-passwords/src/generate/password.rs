//! Random characters by classes.

use ward_secret::{Random, SecretString};

use super::uniform::choose;
use super::{GenerateError, Generated};

/// Characters that are taken for one another in many typefaces, and quotation marks.
const AMBIGUOUS: &str = "0Oo1Il|5S2Z8B'`\"";
/// Lengths that are made.
const LEAST: usize = 4;
const MOST: usize = 1_024;
/// Draws before giving up. The rules admit at least one in ten thousand, so the chance to fail is below e^-100.
const TRIES: u32 = 1_000_000;

/// A class of printable ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// `a` to `z`.
    Lower,
    /// `A` to `Z`.
    Upper,
    /// `0` to `9`.
    Digit,
    /// The 32 others without the space.
    Symbol,
}

impl Class {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Lower, Self::Upper, Self::Digit, Self::Symbol];

    fn of(byte: u8) -> Self {
        match byte {
            b'a'..=b'z' => Self::Lower,
            b'A'..=b'Z' => Self::Upper,
            b'0'..=b'9' => Self::Digit,
            _ => Self::Symbol,
        }
    }
}

/// A class that may occur, and how often it must.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassRule {
    /// The class.
    pub class: Class,
    /// Fewest characters of it.
    pub least: usize,
}

/// What a generated password consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// Characters, 4 to 1,024.
    pub length: usize,
    /// The classes that may occur.
    pub classes: Vec<ClassRule>,
    /// Leave out characters that look alike.
    pub unambiguous: bool,
    /// Further characters to leave out.
    pub without: String,
}

/// 20 characters of all classes, at least one of each: 131 bits.
impl Default for PasswordRules {
    fn default() -> Self {
        Self {
            length: 20,
            classes: Class::ALL.map(|class| ClassRule { class, least: 1 }).to_vec(),
            unambiguous: false,
            without: String::new(),
        }
    }
}

/// A password of these rules, each equally likely.
pub fn password(rules: &PasswordRules, random: &mut dyn Random) -> Result<Generated, GenerateError> {
    if !(LEAST..=MOST).contains(&rules.length) {
        return Err(GenerateError::Length {
            least: LEAST,
            most: MOST,
        });
    }
    let alphabet = rules.alphabet();
    if alphabet.is_empty() {
        return Err(GenerateError::NoCharacters);
    }
    let minimums = rules
        .classes
        .iter()
        .fold(0_usize, |sum, rule| sum.saturating_add(rule.least));
    if minimums > rules.length {
        return Err(GenerateError::MinimumsTooMany);
    }
    let share = rules.admitted_share(&alphabet);
    if share < 1e-4 {
        return Err(GenerateError::TooNarrow);
    }
    for _ in 0..TRIES {
        let mut secret = SecretString::from(String::with_capacity(rules.length));
        for _ in 0..rules.length {
            let byte = choose(&alphabet, random).copied().unwrap_or(b'-');
            secret.expose_mut().push(char::from(byte));
        }
        if rules.admits(secret.expose_bytes()) {
            let entropy_bits = log2(alphabet.len()) * as_f64(rules.length) + share.log2();
            return Ok(Generated { secret, entropy_bits });
        }
    }
    Err(GenerateError::TooNarrow)
}

impl PasswordRules {
    fn alphabet(&self) -> Vec<u8> {
        (b'!'..=b'~')
            .filter(|byte| {
                let character = char::from(*byte);
                self.classes.iter().any(|rule| rule.class == Class::of(*byte))
                    && !(self.unambiguous && AMBIGUOUS.contains(character))
                    && !self.without.contains(character)
            })
            .collect()
    }

    /// The minimum of a class, summed over repeated rules.
    fn least(&self, class: Class) -> usize {
        self.classes
            .iter()
            .filter(|rule| rule.class == class)
            .fold(0, |sum, rule| sum.saturating_add(rule.least))
    }

    fn admits(&self, password: &[u8]) -> bool {
        Class::ALL.iter().all(|class| {
            let count = password.iter().filter(|byte| Class::of(**byte) == *class).count();
            count >= self.least(*class)
        })
    }

    /// The share of the strings over `alphabet` that meet every minimum: class by class, the number of its characters
    /// follows a binomial distribution over the places that are left.
    fn admitted_share(&self, alphabet: &[u8]) -> f64 {
        let mut ln_factorials = vec![0.0_f64];
        for number in 1..=self.length {
            let before = ln_factorials.last().copied().unwrap_or_default();
            ln_factorials.push(before + as_f64(number).ln());
        }
        let ln_factorial = |number: usize| ln_factorials.get(number).copied().unwrap_or_default();
        // The chance that so many places are left and all classes so far have their minimum.
        let mut chances = vec![0.0_f64; self.length.saturating_add(1)];
        if let Some(all_left) = chances.last_mut() {
            *all_left = 1.0;
        }
        let mut others = alphabet.len();
        for class in Class::ALL {
            let size = alphabet.iter().filter(|byte| Class::of(**byte) == class).count();
            let share = if others == 0 {
                0.0
            } else {
                as_f64(size) / as_f64(others)
            };
            others = others.saturating_sub(size);
            let mut next = vec![0.0_f64; chances.len()];
            for (places, chance) in chances.iter().enumerate().filter(|(_, chance)| **chance > 0.0) {
                for count in self.least(class)..=places {
                    let rest = places.saturating_sub(count);
                    let term = if (share <= 0.0 && count > 0) || (share >= 1.0 && rest > 0) {
                        0.0
                    } else {
                        let ways = ln_factorial(places) - ln_factorial(count) - ln_factorial(rest);
                        let of = |chance: f64, times: usize| {
                            if times == 0 {
                                0.0
                            } else {
                                as_f64(times) * chance.ln()
                            }
                        };
                        (ways + of(share, count) + of(1.0 - share, rest)).exp()
                    };
                    if let Some(cell) = next.get_mut(rest) {
                        *cell += chance * term;
                    }
                }
            }
            chances = next;
        }
        chances.first().copied().unwrap_or_default().min(1.0)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "lengths and alphabet sizes are far below 2^52"
)]
pub(super) fn as_f64(number: usize) -> f64 {
    number as f64
}

pub(super) fn log2(number: usize) -> f64 {
    as_f64(number).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(length: usize, classes: &[(Class, usize)]) -> PasswordRules {
        PasswordRules {
            length,
            classes: classes
                .iter()
                .map(|(class, least)| ClassRule {
                    class: *class,
                    least: *least,
                })
                .collect(),
            ..PasswordRules::default()
        }
    }

    #[test]
    fn the_admitted_share_is_counted_right() {
        // Of the 36^4 strings of small letters and digits, those with a letter and a digit.
        let rules = rules(4, &[(Class::Lower, 1), (Class::Digit, 1)]);
        let exact = 1.0 - (26_f64.powi(4) + 10_f64.powi(4)) / 36_f64.powi(4);
        assert!((rules.admitted_share(&rules.alphabet()) - exact).abs() < 1e-12);
    }

    #[test]
    fn no_minimums_admit_everything() {
        let rules = rules(20, &[(Class::Lower, 0), (Class::Upper, 0)]);
        assert!((rules.admitted_share(&rules.alphabet()) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_very_long_password_does_not_lose_its_share() {
        let rules = PasswordRules {
            length: MOST,
            ..PasswordRules::default()
        };
        assert!((rules.admitted_share(&rules.alphabet()) - 1.0).abs() < 1e-6);
    }
}
