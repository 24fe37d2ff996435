//! `jwt_token`: a signed, expiring statement about a user. For applications that log users in.
//!
//! Refuses permissions that the caller may not grant, and lives longer than the configured bound.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::{GrantError, Scope};
use ward_audit::entry::{OpaqueId, Resource};
use ward_secret::Timestamp;
use ward_tokens::jwt::Claims;

use crate::{
    Answer, Call, Cost, Effect, ErrorKind, Example, ExampleAnswer, Exposure, FieldFault, OpError, Operation,
    Room, Spec,
};

/// Issues a token.
pub struct Issue;

/// About whom, with what, for how long.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueRequest {
    /// The user that the token is about: 1 to 256 bytes.
    pub username: String,
    /// What its bearer may do, in the application's words; at most 256. Only what the caller may grant.
    #[serde(default)]
    pub permissions: Option<Vec<String>>,
    /// Life in minutes, from 1 to the configured bound (30 days unless changed).
    #[schemars(range(min = 1))]
    #[serde(default)]
    pub expire_minutes: Option<u32>,
    /// For whom the token is; absent: for anybody who trusts Ward.
    #[serde(default)]
    pub audience: Option<String>,
}

/// The token.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IssueResponse {
    /// The token. A credential: whoever holds it is its user.
    pub access_token: String,
    /// Always `bearer`.
    pub token_type: &'static str,
    /// When it stops to count.
    pub expires_at: Timestamp,
    /// The same as a number of seconds from now.
    pub expires_in_seconds: u64,
    /// The user, as asked for.
    pub username: String,
    /// The permissions, as asked for.
    pub permissions: Vec<String>,
    /// `EdDSA`, or `HS256` where a secret is configured.
    pub algorithm: &'static str,
    /// When it was issued.
    pub timestamp: Timestamp,
}

const DEFAULT_MINUTES: u32 = 30;
const MAX_PERMISSIONS: usize = 256;
const MAX_NAME_BYTES: usize = 256;

impl Operation for Issue {
    const SPEC: &'static Spec = &Spec {
        name: "jwt_token",
        room: Room::Tokens,
        summary: "Issue a signed, expiring token for a user",
        description: "Signs a JSON Web Token with the claims sub, permissions, type, iat, nbf, exp, jti, iss and, when \
            asked for, aud. The key is Ward's own Ed25519 key, published as a JWK set and stable over restarts; where \
            a shared secret is configured it is HS256 under that. A caller can put in only permissions that it may grant.",
        scope: Scope::TokenIssue,
        effect: Effect::Read,
        cost: Cost::Light,
        idempotent: false,
        secret_request: &[],
        secret_response: &["/access_token"],
        exposure: Exposure::OnRequest(
            "the answer is a credential, which would stand in the context of a model",
        ),
        examples: &[
            Example {
                title: "A token for half an hour",
                request: r#"{"username": "alice", "permissions": ["read", "write"]}"#,
                answer: ExampleAnswer::Response(
                    r#"{"access_token": "…", "token_type": "bearer", "expires_at": "…", "expires_in_seconds": 1800,
                        "username": "alice", "permissions": ["read", "write"], "algorithm": "…", "timestamp": "…"}"#,
                ),
            },
            Example {
                title: "A life of zero minutes",
                request: r#"{"username": "alice", "expire_minutes": 0}"#,
                answer: ExampleAnswer::Error("invalid_request"),
            },
        ],
    };
    type Request = IssueRequest;
    type Response = IssueResponse;

    async fn run(call: &Call<'_>, request: IssueRequest) -> Result<Answer<IssueResponse>, OpError> {
        let longest = call.engine().settings().longest_token;
        let lifetime = lifetime(request.expire_minutes.unwrap_or(DEFAULT_MINUTES), longest)?;
        // A credential that ends must not live on in the tokens that it issues.
        let lifetime = call
            .principal()
            .expires
            .map_or(lifetime, |end| lifetime.min(end.since(call.now())));
        check_name("/username", &request.username)?;
        let permissions = request.permissions.unwrap_or_default();
        if permissions.len() > MAX_PERMISSIONS {
            return Err(OpError::invalid("/permissions", "more than 256"));
        }
        call.principal().may_grant(&permissions).map_err(grant_error)?;

        let keys = call.engine().keyring().tokens(call.engine()).await?;
        if let Some((id, version)) = keys.signer {
            call.note_resource(Resource::new("key", OpaqueId::new(id.to_string())).version(version));
        }
        let mut claims = Claims::access(
            &request.username,
            permissions.iter().cloned(),
            call.now(),
            lifetime,
            &mut call.random(),
        );
        claims.iss = Some(call.engine().settings().issuer.clone());
        if let Some(audience) = request.audience {
            check_name("/audience", &audience)?;
            claims.aud = vec![audience];
        }
        let access_token = keys
            .signing
            .sign(&claims)
            .map_err(|_| OpError::invalid("", "a token with these claims would be longer than 16 KiB"))?;

        Ok(IssueResponse {
            access_token,
            token_type: "bearer",
            expires_at: claims.exp,
            expires_in_seconds: lifetime.as_secs(),
            username: request.username,
            permissions,
            algorithm: keys.signing.algorithm().name(),
            timestamp: call.now(),
        }
        .into())
    }
}

fn lifetime(minutes: u32, longest: Duration) -> Result<Duration, OpError> {
    let lifetime = Duration::from_secs(u64::from(minutes).saturating_mul(60));
    if lifetime.is_zero() || lifetime > longest {
        return Err(OpError::invalid(
            "/expire_minutes",
            "not from 1 to the longest life that is configured",
        ));
    }
    Ok(lifetime)
}

fn check_name(pointer: &'static str, name: &str) -> Result<(), OpError> {
    if name.is_empty() || name.len() > MAX_NAME_BYTES {
        return Err(OpError::invalid(pointer, "not 1 to 256 bytes long"));
    }
    Ok(())
}

fn grant_error(error: GrantError) -> OpError {
    let (GrantError::Malformed { index }
    | GrantError::Reserved { index }
    | GrantError::NotGrantable { index }) = error
    else {
        return OpError::new(ErrorKind::Forbidden, "not_grantable", error.to_string());
    };
    let field = FieldFault {
        pointer: format!("/permissions/{index}"),
        rule: error.to_string().into(),
    };
    if matches!(error, GrantError::Malformed { .. }) {
        return OpError::invalid_fields(vec![field]);
    }
    OpError {
        fields: vec![field],
        ..OpError::new(
            ErrorKind::Forbidden,
            "not_grantable",
            "the caller may not grant one of the permissions",
        )
    }
}
