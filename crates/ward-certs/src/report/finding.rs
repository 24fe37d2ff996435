//! One finding.

use std::borrow::Cow;

use serde::Serialize;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Info,
    /// Should be put right at leisure.
    Low,
    /// Some clients fail, or all will soon.
    Medium,
    /// Careful clients refuse the connection.
    High,
    /// The connection must not be trusted.
    Critical,
}

/// A finding: a stable rule, its severity and a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Finding {
    /// Stable identifier in lower case with underscores; what programs look at.
    pub rule: &'static str,
    /// How grave.
    pub severity: Severity,
    /// One sentence. Its wording may change.
    pub message: Cow<'static, str>,
    /// Which certificate, by its place as presented (0 is the server's); null for the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
}

impl Finding {
    pub(super) fn new(rule: &'static str, severity: Severity, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            rule,
            severity,
            message: message.into(),
            position: None,
        }
    }

    pub(super) const fn at(mut self, position: usize) -> Self {
        self.position = Some(position);
        self
    }
}
