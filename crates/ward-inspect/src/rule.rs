//! Rules: what an audit can find, and which of them a caller wants.

use serde::Serialize;

use crate::catalogue::rules;

/// What an audit looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// A password.
    Password,
    /// A URL.
    Url,
    /// An e-mail address.
    Email,
    /// Source code.
    Code,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; no fault.
    Info,
    /// A weakness that needs another one to matter.
    Low,
    /// A weakness that matters in common circumstances.
    Medium,
    /// Likely to be exploitable as it stands.
    High,
    /// Exploitable by anyone who sees it.
    Critical,
}

impl Severity {
    /// What the first finding of a rule takes from the score of 100.
    #[must_use]
    pub const fn weight(self) -> u8 {
        match self {
            Self::Info => 0,
            Self::Low => 4,
            Self::Medium => 12,
            Self::High => 30,
            Self::Critical => 60,
        }
    }

    /// The name in lower case, as reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// One thing that an audit can find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// The stable name: lower case, words joined by hyphens, the first word the target or language.
    pub id: &'static str,
    /// What it is looked for in.
    pub target: Target,
    /// How much it matters.
    pub severity: Severity,
    /// The number in MITRE's Common Weakness Enumeration, where one fits.
    pub cwe: Option<u16>,
    /// A few words.
    pub title: &'static str,
    /// One sentence: what was found and why it matters.
    pub message: &'static str,
    /// One sentence: what to do instead.
    pub remediation: &'static str,
}

/// Which rules to apply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection(Option<Vec<&'static str>>);

/// A name in a selection fits no rule. A misspelt filter that silently matched nothing would look like a clean
/// report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("rule filter number {position} fits no rule")]
pub struct UnknownRule {
    /// Which filter, counted from 1.
    pub position: usize,
}

impl Selection {
    /// Every rule.
    #[must_use]
    pub const fn all() -> Self {
        Self(None)
    }

    /// The rules whose id is one of `filters` or begins with one of them, as `py-` or `secret-` do. No filter
    /// at all selects every rule.
    pub fn parse<S: AsRef<str>>(filters: &[S]) -> Result<Self, UnknownRule> {
        if filters.is_empty() {
            return Ok(Self::all());
        }
        let mut ids = Vec::new();
        for (index, filter) in filters.iter().enumerate() {
            let filter = filter.as_ref();
            let before = ids.len();
            if !filter.is_empty() {
                ids.extend(
                    rules()
                        .iter()
                        .map(|rule| rule.id)
                        .filter(|id| id.starts_with(filter)),
                );
            }
            if ids.len() == before {
                return Err(UnknownRule {
                    position: index.saturating_add(1),
                });
            }
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(Self(Some(ids)))
    }

    /// Whether the rule named `id` is selected.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.0.as_ref().is_none_or(|ids| ids.binary_search(&id).is_ok())
    }
}
