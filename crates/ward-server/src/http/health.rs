//! Whether the server lives, and whether it can work.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::time::timeout;
use ward_ops::Settings;
use ward_secret::Timestamp;

use super::problem::Problem;
use crate::router::App;

/// A store that needs longer for its simplest question does not serve callers either.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// The life of tokens in minutes when a call of `jwt_token` names none.
const TOKEN_EXPIRE_MINUTES: u32 = 30;

pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The text of `/health` but for the time.
///
/// The fields are the predecessor's, exactly, and `version`: monitors read them.
pub(crate) struct Page {
    before: String,
    after: String,
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    service: &'static str,
    port: u16,
    timestamp: &'static str,
    features: [&'static str; 4],
    security: Security,
    version: &'static str,
}

#[derive(Serialize)]
struct Security {
    algorithm: &'static str,
    token_expire_minutes: u32,
}

impl Page {
    pub(crate) fn new(settings: &Settings, port: u16) -> Self {
        /// Stands where the time goes. No field of ours can hold it.
        const TIME: &str = "@";
        let health = Health {
            status: "healthy",
            service: "Security MCP",
            port,
            timestamp: TIME,
            features: ["jwt_token", "password_hash", "encryption", "ssl_check"],
            security: Security {
                algorithm: if settings.token_secret.is_some() {
                    "HS256"
                } else {
                    "EdDSA"
                },
                token_expire_minutes: TOKEN_EXPIRE_MINUTES,
            },
            version: env!("CARGO_PKG_VERSION"),
        };
        let text = serde_json::to_string(&health).unwrap_or_default();
        let (before, after) = text.split_once(TIME).unwrap_or((&text, ""));
        Self {
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    fn at(&self, now: Timestamp) -> String {
        format!("{}{now}{}", self.before, self.after)
    }
}

/// `GET /health`: the process answers. Asks nothing of the store, so that a store in trouble does not get its server
/// restarted as well.
pub(crate) async fn health(State(app): State<Arc<App>>) -> Response {
    ([(CONTENT_TYPE, JSON)], app.health.at(app.engine.now())).into_response()
}

/// `GET /ready`: the store answers too, so calls can be served.
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    // A read that every call's own reads resemble.
    match timeout(READY_WITHIN, app.engine.store().audit_entries(0, 1)).await {
        Ok(Ok(_)) => Ok(([(CONTENT_TYPE, JSON)], r#"{"status":"ready"}"#).into_response()),
        _ => Err(Problem::not_ready()),
    }
}
