//! `audit_search`: who did what, newest first. For administrators and investigators.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ward_access::Scope;
use ward_secret::Timestamp;
use ward_store::{AuditFilter, StoreError};

use crate::page::{parse_cursor, parse_limit};
use crate::{Answer, Call, Cost, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec};

/// Searches the audit log.
pub struct Search;

/// Which entries; every part that is given must fit.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchRequest {
    /// Who called, whole, as entries have it: `kind:id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// The operation's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// ok, no or failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// allowed or refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// The error's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The request's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// The thing acted on, such as `key:key_…` or `key:key_…#2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// Not before this time, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Before this time, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// How many at most, 1 to 200; 50 when absent.
    #[schemars(range(min = 1, max = 200))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// One page of entries, newest first.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SearchResponse {
    /// The entries, as the log has them.
    pub items: Vec<Value>,
    /// Where the next page begins; null at the beginning of the log. A page can be empty and still have a next one.
    pub next_cursor: Option<String>,
}

impl Operation for Search {
    const SPEC: &'static Spec = &Spec {
        name: "audit_search",
        room: Room::Audit,
        summary: "Search the audit log",
        description: "Returns entries newest first, filtered by caller, operation, outcome, code, request, resource and \
            time. A page looks at a bounded part of the log, so follow `next_cursor` until it is null.",
        scope: Scope::AuditRead,
        effect: Effect::Read,
        cost: Cost::Light,
        idempotent: true,
        secret_request: &[],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[Example {
            title: "Calls that were refused",
            request: r#"{"decision": "refused", "limit": 10}"#,
            answer: ExampleAnswer::Response(r#"{"items": "…", "next_cursor": "…"}"#),
        }],
    };
    type Request = SearchRequest;
    type Response = SearchResponse;

    async fn run(call: &Call<'_>, request: SearchRequest) -> Result<Answer<SearchResponse>, OpError> {
        let limit = parse_limit(request.limit)?;
        let before = match request.cursor.as_deref() {
            None => None,
            Some(cursor) => u64::try_from(parse_cursor(cursor)?).ok(),
        };
        one_of("/outcome", request.outcome.as_deref(), &["ok", "no", "failed"])?;
        one_of("/decision", request.decision.as_deref(), &["allowed", "refused"])?;
        let filter = AuditFilter {
            principal: request.principal,
            operation: request.operation,
            outcome: request.outcome,
            decision: request.decision,
            code: request.code,
            request: request.request,
            resource: request.resource,
            since: request.since,
            until: request.until,
        };
        let page = call.store().search_audit(&filter, before, limit).await?;
        let items = page
            .entries
            .iter()
            .map(|entry| serde_json::from_str(&entry.line))
            .collect::<Result<_, _>>()
            .map_err(|_| StoreError::Damaged { table: "audit_entry" })?;
        Ok(SearchResponse {
            items,
            next_cursor: page.next.map(|next| next.to_string()),
        }
        .into())
    }
}

fn one_of(pointer: &'static str, value: Option<&str>, words: &'static [&'static str]) -> Result<(), OpError> {
    match value {
        Some(value) if !words.contains(&value) => Err(OpError::invalid(
            pointer,
            format!("not one of {}", words.join(", ")),
        )),
        _ => Ok(()),
    }
}
