//! How hard a password would be to guess, and why.
//!
//! The score is zxcvbn's (Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016):
//! the number of guesses of an attacker who knows common passwords, words, names, dates, keyboards and what
//! the user told about themselves. Composition (a digit, a symbol) is reported as a note and never as a fault:
//! SP 800-63B-4, section 3.1.1.2, forbids composition rules, because they make passwords worse.

mod composition;
mod issue;
mod patterns;
pub(crate) mod similarity;

use std::fmt;

pub use issue::{Issue, IssueCode, Severity};

/// Characters of a password that are assessed. zxcvbn's time grows faster than the length, and a password that
/// is weak after 100 characters is weak within them.
pub const ASSESSED_CHARS: usize = 100;

/// Words about the user that are compared; further ones are ignored.
const USER_INPUTS_MOST: usize = 32;

/// What [`assess`] found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Strength {
    /// zxcvbn's score: 0 below 10^3 guesses, then 1, 2 and 3 below 10^6, 10^8 and 10^10, 4 from there on.
    pub score: u8,
    /// The score in words.
    pub level: Level,
    /// The decimal logarithm of the guesses needed; 0 for an empty password.
    pub guesses_log10: f64,
    /// What weakens the password, gravest first, then notes. Never holds any part of the password.
    pub issues: Vec<Issue>,
}

/// A score in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Score 0.
    VeryWeak,
    /// Score 1.
    Weak,
    /// Score 2.
    Fair,
    /// Score 3.
    Good,
    /// Score 4.
    Strong,
}

impl Level {
    /// "Very Weak", "Weak", "Fair", "Good" or "Strong".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::VeryWeak => "Very Weak",
            Self::Weak => "Weak",
            Self::Fair => "Fair",
            Self::Good => "Good",
            Self::Strong => "Strong",
        }
    }

    const fn of(score: u8) -> Self {
        match score {
            0 => Self::VeryWeak,
            1 => Self::Weak,
            2 => Self::Fair,
            3 => Self::Good,
            _ => Self::Strong,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Assesses `password` against what an attacker would try first, `user_inputs` (name, e-mail address, name of
/// the service; up to 32) among it.
///
/// Takes about 0.2 ms. The estimator keeps copies of the password on the heap that are not wiped.
///
/// ```
/// use ward_passwords::{Level, assess};
///
/// let strength = assess("janedoe1984", &["Jane Doe", "jane.doe@example.org"]);
/// assert!(strength.level <= Level::Weak);
/// assert_eq!(strength.issues[0].code.as_str(), "contains_user_input");
/// ```
#[must_use]
pub fn assess(password: &str, user_inputs: &[&str]) -> Strength {
    let beyond = password.char_indices().nth(ASSESSED_CHARS).map(|(at, _)| at);
    let assessed = beyond.and_then(|at| password.get(..at)).unwrap_or(password);
    let words = similarity::words(user_inputs.iter().take(USER_INPUTS_MOST));
    let known: Vec<&str> = words.iter().map(String::as_str).collect();

    let estimate = zxcvbn::zxcvbn(assessed, &known);
    let score = u8::from(estimate.score());
    let guesses_log10 = estimate.guesses_log10().max(0.0);

    let mut issues = similarity::issues(assessed, &words);
    issues.extend(patterns::issues(&estimate));
    issues.extend(composition::issues(password, beyond.is_some()));
    if score < 3 && !issues.iter().any(|issue| issue.severity == Severity::Weakness) {
        issues.push(IssueCode::Guessable.into());
    }
    // Both the words about the user and the estimator see a contained name: it is said once.
    let mut seen = Vec::with_capacity(issues.len());
    issues.retain(|issue: &Issue| {
        !seen.contains(&issue.code) && {
            seen.push(issue.code);
            true
        }
    });
    issues.sort_by_key(|issue| issue.severity);
    Strength {
        score,
        level: Level::of(score),
        guesses_log10,
        issues,
    }
}
