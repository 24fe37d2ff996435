//! `api_key_create`: a credential for a program that calls Ward. For administrators.
//!
//! Refuses scopes that the caller does not hold. The key is shown this once.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::{Grant, PermissionPattern, Scope, ScopeSet};
use ward_secret::Timestamp;
use ward_tokens::api_key::{ApiKey, ApiKeyRecord};

use crate::api_key_record::StoredApiKey;
use crate::{Answer, Call, Cost, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec};

/// Makes an API key.
pub struct ApiKeyCreate;

/// What the key is for and what it may do.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyCreateRequest {
    /// A name for people, 1 to 100 bytes. Need not be unique.
    pub name: String,
    /// The scopes it holds; only those that the caller holds too.
    pub scopes: ScopeSet,
    /// Application permissions that it may put into tokens: exact names, or `prefix:*`. None when absent.
    #[schemars(with = "Option<Vec<String>>")]
    #[serde(default)]
    pub grantable_permissions: Option<Vec<PermissionPattern>>,
    /// Life in days, 1 to 3,650; without an end when absent.
    #[schemars(range(min = 1, max = 3650))]
    #[serde(default)]
    pub expire_days: Option<u32>,
}

/// The new key, shown this once.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ApiKeyCreateResponse {
    /// The key's id: public, and what the other operations take.
    pub id: String,
    /// The key itself. Ward keeps only a hash of it: it cannot be shown again.
    pub api_key: String,
    /// The name.
    pub name: String,
    /// The scopes it holds.
    pub scopes: ScopeSet,
    /// When it was made.
    pub created: Timestamp,
    /// When it stops to count; null: never.
    pub expires: Option<Timestamp>,
}

const MAX_NAME_BYTES: usize = 100;
const MAX_DAYS: u32 = 3650;
const MAX_PATTERNS: usize = 256;

impl Operation for ApiKeyCreate {
    const SPEC: &'static Spec = &Spec {
        name: "api_key_create",
        room: Room::Access,
        summary: "Create an API key",
        description: "Makes a credential with the given scopes, of which the caller must hold each. The key is in the \
            response and nowhere else: Ward keeps a hash.",
        scope: Scope::ApiKeyCreate,
        effect: Effect::Write,
        cost: Cost::Light,
        idempotent: false,
        secret_request: &[],
        secret_response: &["/api_key"],
        exposure: Exposure::Withheld("the answer is a lasting credential, which only a person should see"),
        examples: &[
            Example {
                title: "A key for a login service",
                request: r#"{"name": "login service", "scopes": ["password:hash", "password:verify"], "expire_days": 90}"#,
                answer: ExampleAnswer::Response(
                    r#"{"id": "…", "api_key": "…", "name": "login service",
                        "scopes": ["password:hash", "password:verify"], "created": "…", "expires": "…"}"#,
                ),
            },
            Example {
                title: "A scope that does not exist",
                request: r#"{"name": "all", "scopes": ["*"]}"#,
                answer: ExampleAnswer::Error("invalid_request"),
            },
        ],
    };
    type Request = ApiKeyCreateRequest;
    type Response = ApiKeyCreateResponse;

    async fn run(
        call: &Call<'_>,
        request: ApiKeyCreateRequest,
    ) -> Result<Answer<ApiKeyCreateResponse>, OpError> {
        if request.name.trim().is_empty() || request.name.len() > MAX_NAME_BYTES {
            return Err(OpError::invalid("/name", "not 1 to 100 bytes long"));
        }
        if request.scopes.is_empty() {
            return Err(OpError::invalid("/scopes", "empty"));
        }
        if request
            .expire_days
            .is_some_and(|days| !(1..=MAX_DAYS).contains(&days))
        {
            return Err(OpError::invalid("/expire_days", "not from 1 to 3,650"));
        }
        let patterns = request.grantable_permissions.unwrap_or_default();
        if patterns.len() > MAX_PATTERNS {
            return Err(OpError::invalid("/grantable_permissions", "more than 256"));
        }
        let grant = Grant::Only(patterns);
        super::may_hand_on(call.principal(), request.scopes, &grant)?;

        let key = ApiKey::generate(&call.engine().settings().api_key_environment, &mut call.random())
            .map_err(|error| OpError::internal(error.to_string()))?;
        call.note_resource(super::resource(key.id()));
        let life = request
            .expire_days
            .map(|days| Duration::from_secs(u64::from(days).saturating_mul(86_400)));
        let expires = life.map(|life| call.now().after(life));
        let stored = StoredApiKey {
            name: request.name,
            secret_hash: key.secret_hash(),
            record: ApiKeyRecord::new(key.id(), request.scopes, grant, call.now(), expires),
        };

        Ok(Answer::change(move |transaction| {
            Box::pin(async move {
                transaction.insert_api_key(key.id(), &stored.to_bytes()?).await?;
                Ok(ApiKeyCreateResponse {
                    id: key.id().to_owned(),
                    api_key: key.text().expose().clone(),
                    name: stored.name,
                    scopes: stored.record.scopes,
                    created: stored.record.created,
                    expires: stored.record.expires,
                })
            })
        }))
    }
}
