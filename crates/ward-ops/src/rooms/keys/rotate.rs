//! `key_rotate`: a fresh version becomes primary; older ones go on opening what they made. For operators.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;
use ward_secret::{SystemRandom, Timestamp};

use crate::keyring::no_such_key;
use crate::{
    Answer, Call, Cost, Effect, ErrorKind, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec,
};

/// Rotates a named key.
pub struct Rotate;

/// Which key.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RotateRequest {
    /// The key's name.
    pub name: String,
}

/// The new version.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RotateResponse {
    /// The name.
    pub key: String,
    /// The number of the new primary version.
    pub version: u32,
    /// The number of the version that was primary before.
    pub previous: u32,
    /// When it was rotated.
    pub rotated_at: Timestamp,
}

impl Operation for Rotate {
    const SPEC: &'static Spec = &Spec {
        name: "key_rotate",
        room: Room::Keys,
        summary: "Rotate a named key",
        description: "Adds a fresh version to a key and makes it primary. Whatever older versions encrypted or signed still \
            opens and verifies. Rotating `ward.tokens` replaces the key that signs tokens.",
        scope: Scope::KeyRotate,
        effect: Effect::Write,
        cost: Cost::Light,
        idempotent: false,
        secret_request: &[],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[
            Example {
                title: "Replace the key that signs tokens",
                request: r#"{"name": "ward.tokens"}"#,
                answer: ExampleAnswer::Response(
                    r#"{"key": "ward.tokens", "version": 2, "previous": 1, "rotated_at": "…"}"#,
                ),
            },
            Example {
                title: "A key that does not exist",
                request: r#"{"name": "nobody"}"#,
                answer: ExampleAnswer::Error("no_such_key"),
            },
        ],
    };
    type Request = RotateRequest;
    type Response = RotateResponse;

    async fn run(call: &Call<'_>, request: RotateRequest) -> Result<Answer<RotateResponse>, OpError> {
        let name = super::parse_name("/name", request.name)?;
        let known = call.engine().keyring().by_name(call.engine(), &name).await?;
        call.note_resource(super::resource(known.keyset.id(), known.keyset.primary_number()));

        let now = call.now();
        Ok(Answer::change(move |transaction| {
            Box::pin(async move {
                // As it is now, behind every earlier change: what was cached may be older.
                let mut named = transaction.keyset_by_name(&name).await?.ok_or_else(no_such_key)?;
                let previous = named.keyset.primary_number();
                let version = named
                    .keyset
                    .rotate(now, &mut SystemRandom)
                    .map_err(|error| OpError::new(ErrorKind::Conflict, "cannot_rotate", error.to_string()))?;
                transaction.update_keyset(&named).await?;
                Ok(RotateResponse {
                    key: name.as_str().to_owned(),
                    version,
                    previous,
                    rotated_at: now,
                })
            })
        }))
    }
}
