//! Words of the EFF Large Wordlist (CC-BY-3.0-US, see `README.md` beside it).

use std::sync::LazyLock;

use ward_secret::{Random, SecretString};

use super::password::{as_f64, log2};
use super::uniform::{below, choose};
use super::{GenerateError, Generated};

/// The 7,776 words, one for five dice.
#[must_use]
pub fn words() -> &'static [&'static str] {
    static WORDS: LazyLock<Vec<&'static str>> =
        LazyLock::new(|| include_str!("eff_large_words.txt").lines().collect());
    &WORDS
}

const LEAST: usize = 2;
const MOST: usize = 64;

/// What a generated passphrase consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassphraseRules {
    /// Words, 2 to 64.
    pub words: usize,
    /// What stands between them.
    pub separator: String,
    /// Begin each word with a capital letter, which adds no entropy.
    pub capitals: bool,
    /// Add a digit to one of the words, for systems that insist on one.
    pub digit: bool,
}

/// Six words with hyphens between them: 77 bits.
impl Default for PassphraseRules {
    fn default() -> Self {
        Self {
            words: 6,
            separator: "-".to_owned(),
            capitals: false,
            digit: false,
        }
    }
}

/// A passphrase of these rules, each equally likely.
pub fn passphrase(rules: &PassphraseRules, random: &mut dyn Random) -> Result<Generated, GenerateError> {
    if !(LEAST..=MOST).contains(&rules.words) {
        return Err(GenerateError::Length {
            least: LEAST,
            most: MOST,
        });
    }
    let with_digit = u32::try_from(rules.words)
        .ok()
        .filter(|_| rules.digit)
        .map(|words| (below(words, random), below(10, random)));
    let mut secret = SecretString::from(String::with_capacity(rules.words.saturating_mul(16)));
    for place in 0..rules.words {
        if place > 0 {
            secret.expose_mut().push_str(&rules.separator);
        }
        let word = choose(words(), random).copied().unwrap_or_default();
        let (first, rest) = word.split_at_checked(1).unwrap_or_default();
        if rules.capitals {
            secret.expose_mut().push_str(&first.to_ascii_uppercase());
        } else {
            secret.expose_mut().push_str(first);
        }
        secret.expose_mut().push_str(rest);
        if let Some((at, digit)) = with_digit
            && usize::try_from(at) == Ok(place)
            && let Some(digit) = char::from_digit(digit, 10)
        {
            secret.expose_mut().push(digit);
        }
    }
    let digit_bits = if rules.digit {
        log2(rules.words) + 10_f64.log2()
    } else {
        0.0
    };
    Ok(Generated {
        secret,
        entropy_bits: as_f64(rules.words) * log2(words().len()) + digit_bits,
    })
}
