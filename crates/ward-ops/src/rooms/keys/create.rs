//! `key_create`: a new named key. For operators and deployment scripts.
//!
//! Refuses names that are taken or begin with `ward.`, which are Ward's own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;
use ward_keys::{Keyset, Kind};
use ward_secret::Timestamp;
use ward_store::NamedKeyset;

use crate::keyring::OWN_PREFIX;
use crate::{Answer, Call, Cost, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec};

/// Makes a named key.
pub struct Create;

/// Name and kind.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRequest {
    /// The name: 1 to 64 of a–z, 0–9, `.`, `_` and `-`.
    pub name: String,
    /// The kind: fernet, aes-256-gcm, xchacha20-poly1305, ed25519 or hmac-sha256.
    pub kind: String,
}

/// The new key. Its material never leaves Ward.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CreateResponse {
    /// The name, as other operations take it.
    pub key: String,
    /// The first version: 1.
    pub version: u32,
    /// The kind.
    pub kind: &'static str,
    /// Ward's own id, as the audit log has it.
    pub id: String,
    /// When it was made.
    pub created: Timestamp,
}

impl Operation for Create {
    const SPEC: &'static Spec = &Spec {
        name: "key_create",
        room: Room::Keys,
        summary: "Create a named key",
        description: "Makes a key with one version under a name. Its material is random, is sealed in the store under the \
            root key, and never leaves Ward. Names that begin with `ward.` are Ward's own.",
        scope: Scope::KeyCreate,
        effect: Effect::Write,
        cost: Cost::Light,
        idempotent: false,
        secret_request: &[],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[
            Example {
                title: "A key for a column of a database",
                request: r#"{"name": "orders", "kind": "fernet"}"#,
                answer: ExampleAnswer::Response(
                    r#"{"key": "orders", "version": 1, "kind": "fernet", "id": "…", "created": "…"}"#,
                ),
            },
            Example {
                title: "A kind that does not exist",
                request: r#"{"name": "orders-2", "kind": "rot13"}"#,
                answer: ExampleAnswer::Error("invalid_request"),
            },
        ],
    };
    type Request = CreateRequest;
    type Response = CreateResponse;

    async fn run(call: &Call<'_>, request: CreateRequest) -> Result<Answer<CreateResponse>, OpError> {
        if request.name.starts_with(OWN_PREFIX) {
            return Err(OpError::invalid(
                "/name",
                "begins with `ward.`, which is for ward's own keys",
            ));
        }
        let name = super::parse_name("/name", request.name)?;
        let kind: Kind = request
            .kind
            .parse()
            .map_err(|_| OpError::invalid("/kind", "not the name of a kind of key"))?;

        let keyset = Keyset::generate(kind, call.now(), &mut call.random());
        call.note_resource(super::resource(keyset.id(), keyset.primary_number()));

        Ok(Answer::change(move |transaction| {
            Box::pin(async move {
                let response = CreateResponse {
                    key: name.as_str().to_owned(),
                    version: keyset.primary_number(),
                    kind: kind.name(),
                    id: keyset.id().to_string(),
                    created: keyset.created(),
                };
                transaction.insert_keyset(&NamedKeyset { name, keyset }).await?;
                Ok(response)
            })
        }))
    }
}
