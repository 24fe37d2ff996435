//! `whoami`: who the caller is to Ward and what it may do. For everybody who is let in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::{Scope, ScopeSet};
use ward_secret::Timestamp;

use crate::{
    Answer, Call, Cost, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Rate, Room, Spec,
};

/// Tells the caller who it is.
pub struct Whoami;

/// Nothing to ask.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhoamiRequest {}

/// Who the caller is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WhoamiResponse {
    /// The caller as the audit log names it.
    pub subject: String,
    /// apikey, token, dev or local.
    pub kind: &'static str,
    /// The scopes it holds.
    pub scopes: ScopeSet,
    /// The tools that these scopes open.
    pub tools: Vec<&'static str>,
    /// The bounds on every call.
    pub limits: Limits,
    /// When the credential stops to count; null: not by time.
    pub expires: Option<Timestamp>,
}

/// The bounds on every call.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Limits {
    /// Longest request body in bytes.
    pub body_bytes: usize,
    /// Longest password in bytes.
    pub password_bytes: usize,
    /// Longest life of a token in minutes.
    pub token_minutes: u64,
    /// How often the caller may call the tools that its scopes open. Empty: no limits on that.
    pub rates: Vec<Rate>,
}

impl Operation for Whoami {
    const SPEC: &'static Spec = &Spec {
        name: "whoami",
        room: Room::Access,
        summary: "Tell who the caller is and what it may do",
        description: "Names the caller as the audit log does, with its scopes, the tools they open, the bounds on every \
            call, and when the credential ends.",
        scope: Scope::SelfRead,
        effect: Effect::Read,
        cost: Cost::Light,
        idempotent: true,
        secret_request: &[],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[Example {
            title: "Who am I?",
            request: "{}",
            answer: ExampleAnswer::Response(
                r#"{"subject": "…", "kind": "…", "scopes": "…", "tools": "…", "limits": "…", "expires": "…"}"#,
            ),
        }],
    };
    type Request = WhoamiRequest;
    type Response = WhoamiResponse;

    async fn run(call: &Call<'_>, _: WhoamiRequest) -> Result<Answer<WhoamiResponse>, OpError> {
        let principal = call.principal();
        let specs = call.engine().registry().iter().map(crate::Entry::spec);
        Ok(WhoamiResponse {
            subject: principal.label(),
            kind: principal.kind.name(),
            scopes: principal.scopes,
            tools: specs
                .filter(|spec| principal.scopes.contains(spec.scope))
                .map(|spec| spec.name)
                .collect(),
            limits: Limits {
                body_bytes: ward_input::json::Limits::default().max_bytes,
                password_bytes: crate::rooms::passwords::MAX_PASSWORD_BYTES,
                token_minutes: call.engine().settings().longest_token.as_secs() / 60,
                rates: call
                    .engine()
                    .limiter()
                    .rates(call.caller(), call.engine().registry().iter()),
            },
            expires: principal.expires,
        }
        .into())
    }
}
