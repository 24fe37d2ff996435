//! `api_key_revoke`: an API key stops to count, at once and for good. For administrators.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;
use ward_secret::Timestamp;

use super::no_such_api_key;
use crate::api_key_record::StoredApiKey;
use crate::{Answer, Call, Cost, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec};

/// Revokes an API key.
pub struct ApiKeyRevoke;

/// Which key.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyRevokeRequest {
    /// The key's id.
    pub id: String,
}

/// The key no longer counts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ApiKeyRevokeResponse {
    /// The key's id.
    pub id: String,
    /// Always true.
    pub revoked: bool,
    /// Since when. Revoking again does not move it.
    pub revoked_at: Timestamp,
}

impl Operation for ApiKeyRevoke {
    const SPEC: &'static Spec = &Spec {
        name: "api_key_revoke",
        room: Room::Access,
        summary: "Revoke an API key",
        description: "Ends an API key at once and for good: here before the answer, in other processes on the same store \
            within a second. Revoking a revoked key changes nothing.",
        scope: Scope::ApiKeyRevoke,
        effect: Effect::Destroy,
        cost: Cost::Light,
        idempotent: true,
        secret_request: &[],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[Example {
            title: "A key that does not exist",
            request: r#"{"id": "000000000000"}"#,
            answer: ExampleAnswer::Error("no_such_api_key"),
        }],
    };
    type Request = ApiKeyRevokeRequest;
    type Response = ApiKeyRevokeResponse;

    async fn run(
        call: &Call<'_>,
        request: ApiKeyRevokeRequest,
    ) -> Result<Answer<ApiKeyRevokeResponse>, OpError> {
        let row = call
            .store()
            .api_key(&request.id)
            .await?
            .ok_or_else(no_such_api_key)?;
        call.note_resource(super::resource(&row.id));

        let (now, id) = (call.now(), row.id);
        Ok(Answer::change(move |transaction| {
            Box::pin(async move {
                let row = transaction.api_key(&id).await?.ok_or_else(no_such_api_key)?;
                let mut stored = StoredApiKey::from_row(&row)?;
                let revoked_at = *stored.record.revoked_at.get_or_insert(now);
                transaction.update_api_key(&id, &stored.to_bytes()?).await?;
                Ok(ApiKeyRevokeResponse {
                    id,
                    revoked: true,
                    revoked_at,
                })
            })
        }))
    }
}
