//! Findings, for people.

use serde_json::Value;

use crate::context::Context;
use crate::error::CliError;
use crate::output::{Tone, scalar};

/// How grave a finding is, in the words of every report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(super) enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    /// The severity of a finding. A word that is not known yet is grave, so that nothing passes for being new.
    pub(super) fn of(finding: &Value) -> Self {
        match finding["severity"].as_str() {
            Some("info") => Self::Info,
            Some("low") => Self::Low,
            Some("medium") => Self::Medium,
            Some("high") => Self::High,
            _ => Self::Critical,
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Info => Tone::Strong,
            Self::Low | Self::Medium => Tone::Warn,
            Self::High | Self::Critical => Tone::Bad,
        }
    }
}

/// Prints findings, one a line: severity, place, sentence, rule.
pub(super) fn show(context: &Context, findings: &Value) -> Result<(), CliError> {
    let output = context.output;
    for finding in findings.as_array().into_iter().flatten() {
        let severity = output.tone(
            Severity::of(finding).tone(),
            &format!("{:<8}", scalar(&finding["severity"])),
        );
        let place = match &finding["location"] {
            Value::Object(location) => format!(
                "{}:{} ",
                scalar(location.get("line").unwrap_or(&Value::Null)),
                scalar(location.get("column").unwrap_or(&Value::Null))
            ),
            _ => String::new(),
        };
        output.line(&format!(
            "  {severity} {place}{} [{}]",
            scalar(&finding["message"]),
            scalar(&finding["rule"])
        ))?;
    }
    Ok(())
}

/// Whether any finding is at least that grave.
pub(super) fn any_from(findings: &Value, threshold: Severity) -> bool {
    findings
        .as_array()
        .into_iter()
        .flatten()
        .any(|finding| Severity::of(finding) >= threshold)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_threshold_counts_from_its_severity_on() {
        let findings = json!([{"severity": "info"}, {"severity": "medium"}]);
        assert!(any_from(&findings, Severity::Medium));
        assert!(!any_from(&findings, Severity::High));
        assert!(!any_from(&json!([]), Severity::Info));
    }

    #[test]
    fn an_unknown_severity_is_grave() {
        assert!(any_from(
            &json!([{"severity": "apocalyptic"}]),
            Severity::Critical
        ));
    }
}
