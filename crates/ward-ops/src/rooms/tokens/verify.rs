//! `jwt_verify`: does this token count, and what does it say? For services that cannot check signatures themselves.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ward_access::Scope;
use ward_secret::SecretString;
use ward_tokens::jwt::{AudienceRule, Validation};

use crate::{Answer, Call, Cost, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec};

/// Verifies a token.
pub struct Verify;

/// The token, and what else must hold.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyRequest {
    /// The token.
    pub token: SecretString,
    /// Who is asking: a token for somebody else does not count. Absent: only a token for nobody in particular does.
    #[serde(default)]
    pub audience: Option<String>,
    /// Permissions that the token must all hold.
    #[serde(default)]
    pub required_permissions: Option<Vec<String>>,
}

/// Whether it counts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct VerifyResponse {
    /// Whether the token counts.
    pub active: bool,
    /// What it says, when it counts; otherwise null.
    pub claims: Option<Value>,
    /// Why it does not count, as a fixed word; otherwise null.
    pub reason: Option<&'static str>,
}

impl Operation for Verify {
    const SPEC: &'static Spec = &Spec {
        name: "jwt_verify",
        room: Room::Tokens,
        summary: "Verify a token and read its claims",
        description: "Checks signature, times, audience and permissions of a token that Ward issued, or that was made \
            with the configured secret. The algorithm is the key's, never the header's. A token that does not count is \
            not an error: `active` is false and `reason` a word such as expired, bad_signature or wrong_audience.",
        scope: Scope::TokenVerify,
        effect: Effect::Read,
        cost: Cost::Light,
        idempotent: true,
        secret_request: &["/token"],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[Example {
            title: "Text that is no token",
            request: r#"{"token": "not-a-token"}"#,
            answer: ExampleAnswer::Response(r#"{"active": false, "claims": null, "reason": "malformed"}"#),
        }],
    };
    type Request = VerifyRequest;
    type Response = VerifyResponse;

    async fn run(call: &Call<'_>, request: VerifyRequest) -> Result<Answer<VerifyResponse>, OpError> {
        let keys = call.engine().keyring().tokens(call.engine()).await?;
        let audience = request
            .audience
            .map_or(AudienceRule::Absent, AudienceRule::Contains);
        let validation = Validation::new()
            .audience(audience)
            .permissions(request.required_permissions.unwrap_or_default());

        let response = match keys
            .verifying
            .verify(request.token.expose(), &validation, call.now())
        {
            Ok(verified) => {
                let claims = serde_json::to_value(&verified.claims)
                    .map_err(|_| OpError::internal("verified claims could not be written as JSON"))?;
                VerifyResponse {
                    active: true,
                    claims: Some(claims),
                    reason: None,
                }
            }
            Err(error) => {
                call.note_no();
                VerifyResponse {
                    active: false,
                    claims: None,
                    reason: Some(error.slug()),
                }
            }
        };
        Ok(response.into())
    }
}
