//! `key_list`: which keys there are, without a byte of them. For operators.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;
use ward_secret::Timestamp;
use ward_store::NamedKeyset;

use crate::keyring::OWN_PREFIX;
use crate::page::Page;
use crate::{Answer, Call, Cost, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec};

/// Lists named keys.
pub struct List;

/// Which page.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListRequest {
    /// How many at most, 1 to 200; 50 when absent.
    #[schemars(range(min = 1, max = 200))]
    #[serde(default)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// One page of keys, in the order they were made.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ListResponse {
    /// The keys.
    pub items: Vec<KeyItem>,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<String>,
}

/// What is told of a key.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KeyItem {
    /// The name.
    pub name: String,
    /// Ward's own id, as the audit log has it.
    pub id: String,
    /// The kind.
    pub kind: &'static str,
    /// The number of the version that makes everything new.
    pub primary: u32,
    /// Every version.
    pub versions: Vec<KeyVersionItem>,
    /// When the key was made.
    pub created: Timestamp,
    /// Whether it is one of Ward's own.
    pub internal: bool,
}

/// What is told of a version.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KeyVersionItem {
    /// The number, from 1.
    pub number: u32,
    /// enabled, open-only, disabled or destroyed.
    pub state: &'static str,
    /// When it was made.
    pub created: Timestamp,
}

impl Operation for List {
    const SPEC: &'static Spec = &Spec {
        name: "key_list",
        room: Room::Keys,
        summary: "List named keys and their versions",
        description: "Lists keys in the order they were made, with kind, versions and states, and no key material. Pages \
            by `limit` and `cursor`.",
        scope: Scope::KeyRead,
        effect: Effect::Read,
        cost: Cost::Light,
        idempotent: true,
        secret_request: &[],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[Example {
            title: "The first key, which is Ward's own",
            request: r#"{"limit": 1}"#,
            answer: ExampleAnswer::Response(
                r#"{"items": [{"name": "ward.tokens", "id": "…", "kind": "ed25519", "primary": 1, "versions": "…",
                    "created": "…", "internal": true}], "next_cursor": "…"}"#,
            ),
        }],
    };
    type Request = ListRequest;
    type Response = ListResponse;

    async fn run(call: &Call<'_>, request: ListRequest) -> Result<Answer<ListResponse>, OpError> {
        let page = Page::parse(request.limit, request.cursor.as_deref())?;
        let rows = call.store().keysets(page.after(), page.limit_and_one()).await?;
        let (rows, next_cursor) = page.cut(rows);
        Ok(ListResponse {
            items: rows.iter().map(KeyItem::from).collect(),
            next_cursor,
        }
        .into())
    }
}

impl From<&NamedKeyset> for KeyItem {
    fn from(named: &NamedKeyset) -> Self {
        let NamedKeyset { name, keyset } = named;
        Self {
            name: name.as_str().to_owned(),
            id: keyset.id().to_string(),
            kind: keyset.kind().name(),
            primary: keyset.primary_number(),
            versions: keyset
                .versions()
                .iter()
                .map(|version| KeyVersionItem {
                    number: version.number(),
                    state: version.state().name(),
                    created: version.created(),
                })
                .collect(),
            created: keyset.created(),
            internal: name.as_str().starts_with(OWN_PREFIX),
        }
    }
}
