//! `GET /metrics`: what the server, its operations and the audit log have counted.
//!
//! It needs no credential, as with the predecessor: no line holds a word of a caller, a name or a key, and scrapers are
//! told apart by where they can reach the server from.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::router::App;

const PROMETHEUS_TEXT: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

pub(crate) async fn scrape(State(app): State<Arc<App>>) -> Response {
    let mut text = String::with_capacity(16 << 10);
    app.traffic.render(&mut text);
    let size = app.engine.store().audit_head().size;
    // A `String` takes every write.
    let _ = writeln!(
        text,
        "# HELP ward_audit_head Entries in the audit log.\n# TYPE ward_audit_head gauge"
    );
    let _ = writeln!(text, "ward_audit_head {size}");
    if let Some(metrics) = &app.metrics {
        text.push_str(&metrics.render());
    }
    ([(CONTENT_TYPE, PROMETHEUS_TEXT)], text).into_response()
}
