//! Which new passwords are accepted.

use crate::strength::{Issue, IssueCode, Severity, Strength};
use crate::{MAX_PASSWORD_BYTES, assess};

/// Rules for new passwords, in the spirit of SP 800-63B-4, section 3.1.1.2: length and guessability, no
/// composition rules. Never apply it to a password that is only being verified.
///
/// ```
/// use ward_passwords::Policy;
///
/// assert!(Policy::MULTI_FACTOR.check("correct horse battery staple", &[]).is_empty());
/// let faults = Policy::MULTI_FACTOR.check("Password1", &[]);
/// assert_eq!(faults[0].code.as_str(), "below_policy_score");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Fewest characters, counted as Unicode code points.
    pub min_chars: usize,
    /// Most bytes; above [`MAX_PASSWORD_BYTES`] it has no effect, because hashing refuses such passwords.
    pub max_bytes: usize,
    /// Lowest zxcvbn score, 0 to 4.
    pub min_score: u8,
}

impl Policy {
    /// For a password that is the only factor: at least 15 characters, which SP 800-63B-4 requires, and a score
    /// of 3, from which zxcvbn's authors call a password safe against offline attack on a slow hash.
    pub const SINGLE_FACTOR: Self = Self {
        min_chars: 15,
        max_bytes: MAX_PASSWORD_BYTES,
        min_score: 3,
    };

    /// For a password beside a second factor: at least 8 characters, the least that SP 800-63B-4 accepts there,
    /// and a score of 3.
    pub const MULTI_FACTOR: Self = Self {
        min_chars: 8,
        ..Self::SINGLE_FACTOR
    };

    /// Assesses a new password and returns why it is refused; empty when it is accepted.
    #[must_use]
    pub fn check(&self, password: &str, user_inputs: &[&str]) -> Vec<Issue> {
        self.judge(password, &assess(password, user_inputs))
    }

    /// Why a password is refused whose [`Strength`] was assessed before; empty when it is accepted.
    ///
    /// Being made from the user's own name is always a reason, whatever the score. Other weaknesses count through
    /// the score; when that is too low they are listed after it.
    #[must_use]
    pub fn judge(&self, password: &str, strength: &Strength) -> Vec<Issue> {
        let below_score = strength.score < self.min_score;
        let mut faults: Vec<Issue> = [
            (password.chars().count() < self.min_chars, IssueCode::TooShort),
            (
                password.len() > self.max_bytes.min(MAX_PASSWORD_BYTES),
                IssueCode::TooLong,
            ),
            (below_score, IssueCode::BelowPolicyScore),
        ]
        .into_iter()
        .filter(|(applies, _)| *applies)
        .map(|(_, code)| code.into())
        .collect();
        faults.extend(strength.issues.iter().copied().filter(|issue| {
            issue.severity == Severity::Weakness && (below_score || is_about_the_user(issue.code))
        }));
        faults
    }
}

const fn is_about_the_user(code: IssueCode) -> bool {
    matches!(
        code,
        IssueCode::IsUserInput
            | IssueCode::ContainsUserInput
            | IssueCode::ReversedUserInput
            | IssueCode::SimilarToUserInput
    )
}
