//! `POST /mcp`: what HTTP has to say of a request before and after the protocol has its turn.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use ward_access::{Principal, PrincipalKind};
use ward_input::json;
use ward_ops::{Credential, ErrorKind, Face, Incoming, UNKNOWN};

use super::handler::{Caller, Verdict};
use super::wire;
use crate::front::{BodyRead, Origin, OwnBody};
use crate::http::problem::{Challenge, Problem};
use crate::http::{body, credential, host};
use crate::router::App;

/// The address of the resource's metadata (RFC 9728, section 3.1).
const METADATA: &str = "/.well-known/oauth-protected-resource/mcp";

/// `POST /mcp`.
pub(crate) async fn post(
    State(app): State<Arc<App>>,
    Extension(origin): Extension<Origin>,
    request: Request<Body>,
) -> Response {
    let (parts, content) = request.into_parts();
    let metadata = match app.mcp.guard.site(&parts.uri, &parts.headers) {
        Ok(site) => site.url(METADATA),
        Err(problem) => return refuse(&app, &origin, None, problem).await,
    };
    let (principal, content) = match admit(&app, &parts, content).await {
        Ok(admitted) => admitted,
        Err(problem) => return refuse(&app, &origin, None, problem.metadata_at(metadata)).await,
    };
    let read = BodyRead(u64::try_from(content.len()).unwrap_or(u64::MAX));
    let mut response = answer(&app, &origin, parts, principal, content, metadata).await;
    response.extensions_mut().insert(read);
    response
}

/// What must hold before the protocol has its turn.
async fn admit(app: &App, parts: &Parts, content: Body) -> Result<(Principal, Bytes), Problem> {
    app.mcp.guard.check_origin(&parts.headers)?;
    let shown = credential::read(parts)?;
    let open = app.engine.settings().dev && matches!(shown, Credential::None);
    if open && !host::is_loopback(&parts.uri, &parts.headers) {
        return Err(Problem::misdirected());
    }
    let principal = app.engine.authenticate(&shown).await.map_err(|error| {
        let invalid = error.kind == ErrorKind::Unauthenticated;
        let problem = Problem::from(error);
        if invalid {
            problem.challenge(Challenge::InvalidToken)
        } else {
            problem
        }
    })?;
    if principal.kind == PrincipalKind::Anonymous {
        return Err(Problem::unauthenticated());
    }
    body::check_type(&parts.headers)?;
    Ok((principal, body::read(content, &app.limits).await?))
}

async fn answer(
    app: &App,
    origin: &Origin,
    mut parts: Parts,
    principal: Principal,
    content: Bytes,
    metadata: String,
) -> Response {
    // The library takes the last of two equal names; who checked the request on the way may have taken the first.
    let limits = json::Limits {
        max_bytes: app.limits.body,
        ..json::Limits::default()
    };
    if json::parse(&content, &limits).is_err() {
        return match record(app, origin, Some(principal), "malformed_json").await {
            Ok(()) => rpc_error(StatusCode::BAD_REQUEST, wire::not_json()),
            Err(problem) => problem.into_response(),
        };
    }
    let caller = Caller::new(principal.clone(), origin.address, origin.request_id.clone());
    parts.extensions.insert(caller.clone());
    let request = Request::from_parts(parts, Full::new(content));
    let (parts, content) = app.mcp.service.handle(request).await.into_parts();
    let Ok(content) = content.collect().await;
    let content = content.to_bytes();

    match caller.verdict() {
        Some(Verdict::Refused(problem)) => problem.as_ref().clone().metadata_at(metadata).into_response(),
        Some(Verdict::Own) => own(parts.status, Body::from(content)),
        None => match wire::without_quotes(&content) {
            Some(error) => match record(app, origin, Some(principal), "protocol_error").await {
                Ok(()) => rpc_error(parts.status, error),
                Err(problem) => problem.into_response(),
            },
            None if parts.status == StatusCode::NOT_ACCEPTABLE => {
                refuse(app, origin, Some(principal), Problem::not_acceptable()).await
            }
            None if parts.status.is_success() => own(parts.status, Body::from(content)),
            None => refuse(app, origin, Some(principal), Problem::of_status(parts.status)).await,
        },
    }
}

/// A response of the protocol. An accepted notification has no body, so it has no type.
fn own(status: StatusCode, content: Body) -> Response {
    let mut response = if status == StatusCode::ACCEPTED {
        status.into_response()
    } else {
        (status, [(CONTENT_TYPE, "application/json")], content).into_response()
    };
    response.extensions_mut().insert(OwnBody);
    response
}

fn rpc_error(status: StatusCode, text: String) -> Response {
    own(status, Body::from(text))
}

/// The problem, once it is recorded.
async fn refuse(app: &App, origin: &Origin, principal: Option<Principal>, problem: Problem) -> Response {
    match record(app, origin, principal, problem.code).await {
        Ok(()) => problem.into_response(),
        // As in the engine: what cannot be recorded is not answered.
        Err(failure) => failure.into_response(),
    }
}

async fn record(
    app: &App,
    origin: &Origin,
    principal: Option<Principal>,
    code: &'static str,
) -> Result<(), Problem> {
    let incoming = Incoming {
        face: Face::Mcp,
        credential: principal.map_or(Credential::None, |principal| {
            Credential::Vouched(Box::new(principal))
        }),
        address: origin.address,
        request_id: origin.request_id.clone(),
    };
    let engine = app.engine.clone();
    app.to_its_end(async move { engine.record_refusal(&incoming, UNKNOWN, code).await })
        .await
        .map_err(Problem::from)
}
