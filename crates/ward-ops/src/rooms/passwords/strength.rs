//! The strength of a password as responses tell it.

use schemars::JsonSchema;
use serde::Serialize;
use ward_passwords::{Issue, Strength};

/// How strong a password is, and what is wrong with it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StrengthReport {
    /// zxcvbn's score, 0 (weakest) to 4.
    pub score: u8,
    /// The score in words: Very Weak, Weak, Fair, Good, Strong.
    pub level: &'static str,
    /// What was noticed. Notes on composition are information, not rules.
    pub issues: Vec<IssueReport>,
}

/// One thing that was noticed about a password.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IssueReport {
    /// A fixed word for programs.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: &'static str,
    /// A sentence for people.
    pub message: String,
}

impl From<&Strength> for StrengthReport {
    fn from(strength: &Strength) -> Self {
        Self {
            score: strength.score,
            level: strength.level.name(),
            issues: strength.issues.iter().map(IssueReport::from).collect(),
        }
    }
}

impl From<&Issue> for IssueReport {
    fn from(issue: &Issue) -> Self {
        Self {
            code: issue.code.as_str(),
            severity: issue.severity.as_str(),
            message: issue.message.to_string(),
        }
    }
}
