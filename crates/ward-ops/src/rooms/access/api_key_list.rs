//! `api_key_list`: which API keys there are and when each was last used. For administrators.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::{Scope, ScopeSet};
use ward_secret::Timestamp;

use crate::api_key_record::StoredApiKey;
use crate::page::Page;
use crate::{Answer, Call, Cost, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec};

/// Lists API keys.
pub struct ApiKeyList;

/// Which page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyListRequest {
    /// How many at most, 1 to 200; 50 when absent.
    #[schemars(range(min = 1, max = 200))]
    #[serde(default)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// One page of API keys, in the order they were made.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ApiKeyListResponse {
    /// The keys.
    pub items: Vec<ApiKeyItem>,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<String>,
}

/// What is told of an API key.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ApiKeyItem {
    /// The key's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// active, expired, revoked or superseded.
    pub status: &'static str,
    /// The scopes it holds.
    pub scopes: ScopeSet,
    /// When it was made.
    pub created: Timestamp,
    /// When it stops to count; null: never.
    pub expires: Option<Timestamp>,
    /// When it was last used, to the minute; null: never.
    pub last_used: Option<Timestamp>,
    /// The key that it replaced.
    pub rotated_from: Option<String>,
    /// Once it was replaced: until when it still counts.
    pub overlap_until: Option<Timestamp>,
}

impl Operation for ApiKeyList {
    const SPEC: &'static Spec = &Spec {
        name: "api_key_list",
        room: Room::Access,
        summary: "List API keys",
        description: "Lists API keys in the order they were made, with scopes, status and last use. The keys themselves \
            cannot be shown: Ward keeps only hashes.",
        scope: Scope::ApiKeyRead,
        effect: Effect::Read,
        cost: Cost::Light,
        idempotent: true,
        secret_request: &[],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[Example {
            title: "A cursor that Ward did not give out",
            request: r#"{"cursor": "somewhere"}"#,
            answer: ExampleAnswer::Error("invalid_request"),
        }],
    };
    type Request = ApiKeyListRequest;
    type Response = ApiKeyListResponse;

    async fn run(call: &Call<'_>, request: ApiKeyListRequest) -> Result<Answer<ApiKeyListResponse>, OpError> {
        let page = Page::parse(request.limit, request.cursor.as_deref())?;
        let rows = call.store().api_keys(page.after(), page.limit_and_one()).await?;
        let (rows, next_cursor) = page.cut(rows);
        let now = call.now();
        let items = rows
            .iter()
            .map(|row| StoredApiKey::from_row(row).map(|stored| item(stored, now)))
            .collect::<Result<_, _>>()?;
        Ok(ApiKeyListResponse { items, next_cursor }.into())
    }
}

fn item(stored: StoredApiKey, now: Timestamp) -> ApiKeyItem {
    let StoredApiKey { name, record, .. } = stored;
    ApiKeyItem {
        status: record.status(now).name(),
        id: record.id,
        name,
        scopes: record.scopes,
        created: record.created,
        expires: record.expires,
        last_used: record.last_used,
        rotated_from: record.rotated_from,
        overlap_until: record.overlap_until,
    }
}
