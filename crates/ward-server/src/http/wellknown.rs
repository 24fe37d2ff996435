//! Documents at fixed places whose shape a standard fixes.
//!
//! The metadata of OAuth protected resources (RFC 9728) belongs here too.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

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
