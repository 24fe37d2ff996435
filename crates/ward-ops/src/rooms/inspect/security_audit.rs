//! `security_audit`: what is wrong with this password, URL, e-mail address or piece of code? For reviews and pipelines.
//!
//! The report never repeats what was sent: findings name a rule, a line and a column.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;
use ward_inspect::{
    Finding, Language, Report, Selection, audit_code, audit_email, audit_password, audit_url,
};
use ward_secret::SecretString;

use crate::{
    Answer, Call, Cost, Effect, ErrorKind, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec,
};

/// Audits a value.
pub struct SecurityAudit;

/// What kind of thing is audited.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// A password.
    Password,
    /// A URL.
    Url,
    /// An e-mail address.
    Email,
    /// Source code: Python, JavaScript or TypeScript, Rust, Go, Java.
    Code,
}

/// The value, and which rules.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecurityAuditRequest {
    /// What the value is: password, url, email or code.
    pub target_type: Target,
    /// The value.
    pub target_value: SecretString,
    /// Only these rules, by id or by the beginning of an id; every rule when absent or empty.
    #[serde(default)]
    pub rules: Option<Vec<String>>,
    /// For code: the language, by name or file extension; found out when absent.
    #[serde(default)]
    pub language: Option<String>,
}

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SecurityAuditResponse {
    /// 100 when nothing was found, less for each rule that fired by its severity, never below 0.
    pub score: u8,
    /// What was found, in the order of the text.
    pub findings: Vec<FindingItem>,
    /// The same in one sentence.
    pub summary: String,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingItem {
    /// The rule's id.
    pub rule: &'static str,
    /// info, low, medium, high or critical.
    pub severity: &'static str,
    /// What is wrong, as a sentence.
    pub message: &'static str,
    /// Where, for text of several lines.
    pub location: Option<LocationItem>,
}

/// A place in a text.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LocationItem {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Operation for SecurityAudit {
    const SPEC: &'static Spec = &Spec {
        name: "security_audit",
        room: Room::Inspect,
        summary: "Audit a password, URL, e-mail address or code for weaknesses",
        description: "Checks a value against a table of rules and returns a score, findings with rule, severity and place, \
            and a summary. Passwords: guessability and likeness; URLs: credentials, private hosts, look-alikes, open \
            redirects; e-mail addresses: syntax, header injection, look-alikes; code: secrets, injection, weak \
            cryptography, disabled checks. The report does not repeat the value.",
        scope: Scope::InspectAudit,
        effect: Effect::Read,
        cost: Cost::Light,
        idempotent: true,
        secret_request: &["/target_value"],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[
            Example {
                title: "A URL with credentials and a private host",
                request: r#"{"target_type": "url", "target_value": "http://admin:hunter2@192.168.0.1/"}"#,
                answer: ExampleAnswer::Response(r#"{"score": "…", "findings": "…", "summary": "…"}"#),
            },
            Example {
                title: "Code that says nothing wrong",
                request: r#"{"target_type": "code", "target_value": "print('hello')\n", "language": "python"}"#,
                answer: ExampleAnswer::Response(r#"{"score": 100, "findings": [], "summary": "…"}"#),
            },
            Example {
                title: "A rule that does not exist",
                request: r#"{"target_type": "url", "target_value": "https://example.org/", "rules": ["nonsense"]}"#,
                answer: ExampleAnswer::Error("invalid_request"),
            },
        ],
    };
    type Request = SecurityAuditRequest;
    type Response = SecurityAuditResponse;

    async fn run(
        call: &Call<'_>,
        request: SecurityAuditRequest,
    ) -> Result<Answer<SecurityAuditResponse>, OpError> {
        let SecurityAuditRequest {
            target_type,
            target_value,
            rules,
            language,
        } = request;
        let selection = Selection::parse(&rules.unwrap_or_default())
            .map_err(|unknown| OpError::invalid(format!("/rules/{}", unknown.position), "matches no rule"))?;
        let language = match language {
            None => None,
            Some(_) if target_type != Target::Code => {
                return Err(OpError::invalid("/language", "only goes with code"));
            }
            Some(name) => Some(
                name.parse::<Language>()
                    .map_err(|_| OpError::invalid("/language", "not a known language"))?,
            ),
        };
        if target_type == Target::Password {
            crate::rooms::passwords::check_length("/target_value", target_value.expose())?;
        }

        // Up to a second for a mebibyte of hostile code: off the executor.
        let report = call
            .compute(move || {
                let value = target_value.expose();
                match target_type {
                    Target::Password => Ok(audit_password(value, &[], &selection)),
                    Target::Url => Ok(audit_url(value, &selection)),
                    Target::Email => Ok(audit_email(value, &selection)),
                    Target::Code => audit_code(value, language, &selection),
                }
            })
            .await?
            .map_err(|error| OpError::new(ErrorKind::TooLarge, "too_large", error.to_string()))?;

        if !report.findings.is_empty() {
            call.note_no();
        }
        Ok(SecurityAuditResponse::from(report).into())
    }
}

impl From<Report> for SecurityAuditResponse {
    fn from(report: Report) -> Self {
        Self {
            score: report.score,
            findings: report.findings.iter().map(FindingItem::from).collect(),
            summary: report.summary,
        }
    }
}

impl From<&Finding> for FindingItem {
    fn from(finding: &Finding) -> Self {
        Self {
            rule: finding.rule,
            severity: finding.severity.name(),
            message: finding.message,
            location: finding.location.map(|location| LocationItem {
                line: location.line,
                column: location.column,
            }),
        }
    }
}
