//! `api_key_rotate`: a successor with the same scopes, and a time in which both count. For administrators.
//!
//! Refuses to rotate a key that holds more than the caller: the caller would hold the successor.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;
use ward_secret::Timestamp;
use ward_tokens::api_key::{ApiKey, MAX_OVERLAP};

use super::no_such_api_key;
use crate::api_key_record::StoredApiKey;
use crate::{
    Answer, Call, Cost, Effect, ErrorKind, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec,
};

/// Rotates an API key.
pub struct ApiKeyRotate;

/// Which key, and how long both count.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyRotateRequest {
    /// The key's id.
    pub id: String,
    /// How long the old key still counts, in minutes, 0 to 43,200 (30 days); 1,440 (a day) when absent.
    #[schemars(range(min = 0, max = 43200))]
    #[serde(default)]
    pub overlap_minutes: Option<u32>,
}

/// The successor, shown this once.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ApiKeyRotateResponse {
    /// The new key's id.
    pub id: String,
    /// The new key itself. Ward keeps only a hash of it: it cannot be shown again.
    pub api_key: String,
    /// When the new key stops to count; null: never.
    pub expires: Option<Timestamp>,
    /// The old key's id.
    pub previous: String,
    /// Until when the old key still counts.
    pub previous_until: Timestamp,
}

const DEFAULT_OVERLAP_MINUTES: u32 = 1440;

impl Operation for ApiKeyRotate {
    const SPEC: &'static Spec = &Spec {
        name: "api_key_rotate",
        room: Room::Access,
        summary: "Replace an API key, with an overlap",
        description: "Makes a successor with the same scopes and the same length of life. The old key goes on to count for \
            the overlap, so that nothing stops while it is exchanged. A key that holds more than the caller cannot be \
            rotated by the caller.",
        scope: Scope::ApiKeyRotate,
        effect: Effect::Write,
        cost: Cost::Light,
        idempotent: false,
        secret_request: &[],
        secret_response: &["/api_key"],
        exposure: Exposure::Withheld("the answer is a lasting credential, which only a person should see"),
        examples: &[Example {
            title: "A key that does not exist",
            request: r#"{"id": "000000000000"}"#,
            answer: ExampleAnswer::Error("no_such_api_key"),
        }],
    };
    type Request = ApiKeyRotateRequest;
    type Response = ApiKeyRotateResponse;

    async fn run(
        call: &Call<'_>,
        request: ApiKeyRotateRequest,
    ) -> Result<Answer<ApiKeyRotateResponse>, OpError> {
        let minutes = request.overlap_minutes.unwrap_or(DEFAULT_OVERLAP_MINUTES);
        let overlap = Duration::from_secs(u64::from(minutes).saturating_mul(60));
        if overlap > MAX_OVERLAP {
            return Err(OpError::invalid("/overlap_minutes", "not from 0 to 43,200"));
        }
        let row = call
            .store()
            .api_key(&request.id)
            .await?
            .ok_or_else(no_such_api_key)?;
        call.note_resource(super::resource(&row.id));

        let key = ApiKey::generate(&call.engine().settings().api_key_environment, &mut call.random())
            .map_err(|error| OpError::internal(error.to_string()))?;
        let (principal, now, id) = (call.principal().clone(), call.now(), row.id);
        Ok(Answer::change(move |transaction| {
            Box::pin(async move {
                let row = transaction.api_key(&id).await?.ok_or_else(no_such_api_key)?;
                let mut old = StoredApiKey::from_row(&row)?;
                super::may_hand_on(&principal, old.record.scopes, &old.record.grant)?;
                let rotation = old
                    .record
                    .rotate(key.id(), now, overlap)
                    .map_err(|error| OpError::new(ErrorKind::Conflict, "cannot_rotate", error.to_string()))?;
                old.record.overlap_until = Some(rotation.overlap_until);
                transaction.update_api_key(&id, &old.to_bytes()?).await?;
                let expires = rotation.successor.expires;
                let new = StoredApiKey {
                    name: old.name,
                    secret_hash: key.secret_hash(),
                    record: rotation.successor,
                };
                transaction.insert_api_key(key.id(), &new.to_bytes()?).await?;
                Ok(ApiKeyRotateResponse {
                    id: key.id().to_owned(),
                    api_key: key.text().expose().clone(),
                    expires,
                    previous: id,
                    previous_until: rotation.overlap_until,
                })
            })
        }))
    }
}
