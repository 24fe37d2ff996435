//! `audit_head`: how far the audit log has come. For whoever keeps checkpoints elsewhere.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;

use crate::{Answer, Call, Cost, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec};

/// Shows the head of the audit log.
pub struct Head;

/// There is nothing to ask for.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadRequest {}

/// The head of the log, as it was before this call was recorded.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct HeadResponse {
    /// Number of entries.
    pub size: u64,
    /// Root of the tree over them, base64.
    pub root: String,
    /// The signed checkpoint over both. Kept elsewhere, it shows later whether the log was rolled back.
    pub checkpoint: String,
}

impl Operation for Head {
    const SPEC: &'static Spec = &Spec {
        name: "audit_head",
        room: Room::Audit,
        summary: "Show the head of the audit log",
        description: "Returns the number of entries, the root of the Merkle tree over them and the signed checkpoint. Keep \
            the checkpoint on another machine and give it to audit_verify later: nothing else can show that the end of \
            the log was cut off.",
        scope: Scope::AuditRead,
        effect: Effect::Read,
        cost: Cost::Light,
        idempotent: true,
        secret_request: &[],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[Example {
            title: "The head",
            request: "{}",
            answer: ExampleAnswer::Response(r#"{"size": "…", "root": "…", "checkpoint": "…"}"#),
        }],
    };
    type Request = HeadRequest;
    type Response = HeadResponse;

    async fn run(call: &Call<'_>, _: HeadRequest) -> Result<Answer<HeadResponse>, OpError> {
        let head = call.store().audit_head();
        Ok(HeadResponse {
            size: head.size,
            root: head.root.to_string(),
            checkpoint: head.checkpoint,
        }
        .into())
    }
}
