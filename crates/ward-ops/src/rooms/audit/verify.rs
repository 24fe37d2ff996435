//! `audit_verify`: is the log the one that was written? For administrators and auditors.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;

use crate::{Answer, Call, Cost, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec};

/// Verifies the audit log.
pub struct Verify;

/// What to hold the log to.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyRequest {
    /// Report only on entries from this index on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
    /// Report only on entries below this index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u64>,
    /// Signed checkpoints that were kept elsewhere, at most 16. Only they can show a tail that was cut off, or a log that
    /// was rolled back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checkpoints: Vec<String>,
}

/// What was found.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct VerifyResponse {
    /// Whether nothing is wrong.
    pub ok: bool,
    /// Number of entries.
    pub size: u64,
    /// Root of the tree over them, base64.
    pub root: String,
    /// The first entry that is wrong; null when none is.
    pub first_bad: Option<FirstBad>,
    /// What is wrong with the log as a whole, as sentences; empty when nothing is.
    pub faults: Vec<String>,
}

/// An entry that is wrong.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct FirstBad {
    /// Its index.
    pub index: u64,
    /// What is wrong, as a fixed word.
    pub fault: String,
}

const MAX_CHECKPOINTS: usize = 16;

impl Operation for Verify {
    const SPEC: &'static Spec = &Spec {
        name: "audit_verify",
        room: Room::Audit,
        summary: "Verify that the audit log is the one that was written",
        description: "Reads the whole log, checks each entry's keyed tag, the Merkle tree, and the signed checkpoints, and \
            names the first entry that is wrong. Give it checkpoints that were kept elsewhere: without them nothing can \
            show that the end of the log was cut off.",
        scope: Scope::AuditVerify,
        effect: Effect::Read,
        cost: Cost::Light,
        idempotent: true,
        secret_request: &[],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[Example {
            title: "A log that nobody touched",
            request: "{}",
            answer: ExampleAnswer::Response(
                r#"{"ok": true, "size": "…", "root": "…", "first_bad": null, "faults": []}"#,
            ),
        }],
    };
    type Request = VerifyRequest;
    type Response = VerifyResponse;

    async fn run(call: &Call<'_>, request: VerifyRequest) -> Result<Answer<VerifyResponse>, OpError> {
        if request.checkpoints.len() > MAX_CHECKPOINTS {
            return Err(OpError::invalid("/checkpoints", "more than 16"));
        }
        let outside: Vec<&str> = request.checkpoints.iter().map(String::as_str).collect();
        let report = call.store().verify_audit(&outside).await?;
        let wanted = request.from.unwrap_or(0)..request.to.unwrap_or(u64::MAX);
        let first_bad = report
            .first_bad
            .iter()
            .chain(&report.bad_entries)
            .find(|bad| wanted.contains(&bad.index));
        let response = VerifyResponse {
            ok: first_bad.is_none() && report.faults.is_empty(),
            size: report.size,
            root: report.root.to_string(),
            first_bad: first_bad.map(|bad| FirstBad {
                index: bad.index,
                fault: bad.fault.slug().to_owned(),
            }),
            faults: report.faults.iter().map(ToString::to_string).collect(),
        };
        if !response.ok {
            call.note_no();
        }
        Ok(response.into())
    }
}
