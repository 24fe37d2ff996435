//! Documents at fixed places whose shape a standard fixes.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, Request};
use axum::response::{IntoResponse, Response};

use serde_json::json;
use ward_access::Scope;

use super::health::JSON;
use super::problem::Problem;
use crate::router::App;

/// RFC 7517, section 8.5.2.
const JWK_SET: HeaderValue = HeaderValue::from_static("application/jwk-set+json");

/// Public and the same for everyone. A minute, because a verifier that still holds the old set refuses the tokens of a
/// new key for as long.
const A_MINUTE: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// `GET /.well-known/jwks.json`: the public keys behind Ward's tokens (RFC 7517).
pub(crate) async fn jwks(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let keys = app.engine.keyring().tokens(&app.engine).await?;
    let text = serde_json::to_vec(&keys.jwks).map_err(|_| Problem::internal())?;
    Ok(([(CONTENT_TYPE, JWK_SET), (CACHE_CONTROL, A_MINUTE)], text).into_response())
}

/// The scopes that an agent begins with. Others it asks for when a call is refused for want of them, one at a time: the
/// whole catalogue here would only teach clients to ask for all of it.
const FIRST_SCOPES: [Scope; 4] = [
    Scope::SelfRead,
    Scope::PasswordCheck,
    Scope::TlsCheck,
    Scope::InspectAudit,
];

/// `GET /.well-known/oauth-protected-resource[/mcp]`: what a client must know to get a credential for `/mcp` (RFC 9728).
///
/// Ward is no authorization server, so none is named: credentials are API keys and Ward's own tokens.
pub(crate) async fn protected_resource(
    State(app): State<Arc<App>>,
    request: Request<Body>,
) -> Result<Response, Problem> {
    // The document names the address that the client used, so only addresses of ours count.
    let site = app.mcp.guard().site(request.uri(), request.headers())?;
    let document = json!({
        "resource": site.url("/mcp"),
        "resource_name": "Ward",
        "bearer_methods_supported": ["header"],
        "scopes_supported": FIRST_SCOPES,
    });
    Ok(([(CONTENT_TYPE, JSON)], document.to_string()).into_response())
}
