//! The operations: `GET /tools/list` and `POST /tools/<name>`.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::Serialize;
use serde_json::{Map, Value};
use ward_access::Scope;
use ward_ops::{
    Credential, Effect, Entry, ErrorKind, Face, Incoming, LimitStatus, OpError, Registry, Spec, UNKNOWN,
};

use super::health::JSON;
use super::problem::{Challenge, Problem};
use super::{body, credential, host, limits};
use crate::front::{BodyRead, Origin};
use crate::router::App;

/// The text of `/tools/list`, which is the same for the life of a server.
pub(crate) struct List(Bytes);

#[derive(Serialize)]
struct Tools {
    tools: Vec<Tool>,
}

/// One operation. `name`, `description` and `parameters` are the predecessor's fields.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tool {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    parameters: Map<String, Value>,
    input_schema: Value,
    output_schema: Value,
    scope: Scope,
    room: &'static str,
    effect: &'static str,
    idempotent: bool,
    open_world: bool,
}

impl Tool {
    fn new(entry: &Entry) -> Self {
        let (spec, schema) = (entry.spec(), entry.request_schema());
        Self {
            name: spec.name,
            title: spec.summary,
            description: spec.description,
            parameters: ward_ops::parameters(&schema)
                .into_iter()
                .map(|parameter| (parameter.name, Value::String(parameter.sentence)))
                .collect(),
            input_schema: schema.into(),
            output_schema: entry.response_schema().into(),
            scope: spec.scope,
            room: spec.room.name(),
            effect: match spec.effect {
                Effect::Read => "read",
                Effect::Write => "write",
                Effect::Destroy => "destroy",
            },
            idempotent: spec.idempotent,
            open_world: spec.is_open_world(),
        }
    }
}

impl List {
    pub(crate) fn new(registry: &Registry) -> Self {
        let tools = Tools {
            tools: registry.iter().map(Tool::new).collect(),
        };
        Self(serde_json::to_vec(&tools).unwrap_or_default().into())
    }
}

/// `GET /tools/list`: every operation, what it takes and what it needs.
///
/// It needs no credential, as with the predecessor: it says what this version of Ward can do, which anyone can read in
/// its source, and nothing of what is stored in it or who may use it.
pub(crate) async fn list(State(app): State<Arc<App>>) -> Response {
    ([(CONTENT_TYPE, JSON)], app.tools.0.clone()).into_response()
}

/// `POST /tools/<name>` for an operation that exists.
pub(crate) async fn call(
    State(app): State<Arc<App>>,
    Extension(origin): Extension<Origin>,
    spec: &'static Spec,
    request: Request<Body>,
) -> Response {
    answer(&app, origin, spec.name, Some(spec.scope), request).await
}

/// `POST /tools/<name>` for a name that does not exist. Whoever asks goes through the same doors as with one that does,
/// and is recorded; the name itself goes no further than this.
pub(crate) async fn call_unknown(
    State(app): State<Arc<App>>,
    Extension(origin): Extension<Origin>,
    request: Request<Body>,
) -> Response {
    answer(&app, origin, UNKNOWN, None, request).await
}

async fn answer(
    app: &App,
    origin: Origin,
    name: &'static str,
    scope: Option<Scope>,
    request: Request<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let Origin { request_id, address } = origin;
    let mut incoming = Incoming {
        face: Face::Http,
        credential: Credential::None,
        address,
        request_id,
    };
    let engine = app.engine.clone();
    match admit(app, &parts, body).await {
        Ok((credential, body)) => {
            let read = BodyRead(u64::try_from(body.len()).unwrap_or(u64::MAX));
            let shown = matches!(credential, Credential::Bearer(_));
            incoming.credential = credential;
            let now = engine.now();
            let reply = app
                .to_its_end(async move { Ok(engine.call_metered(incoming, name, &body).await) })
                .await;
            let (result, limits) = match reply {
                Ok(reply) => (reply.result, reply.limits),
                Err(error) => (Err(error), LimitStatus::default()),
            };
            let mut response = match result {
                Ok(json) => ([(CONTENT_TYPE, JSON)], json).into_response(),
                Err(error) => problem(error, shown, scope).into_response(),
            };
            limits::describe(response.headers_mut(), &limits, now);
            response.extensions_mut().insert(read);
            response
        }
        Err(refusal) => {
            let code = refusal.code;
            let recorded = app
                .to_its_end(async move { engine.record_refusal(&incoming, name, code).await })
                .await;
            match recorded {
                Ok(()) => refusal.into_response(),
                // As in the engine: what cannot be recorded is not answered.
                Err(error) => Problem::from(error).into_response(),
            }
        }
    }
}

/// What HTTP has to say of a call before the engine is asked.
async fn admit(app: &App, parts: &Parts, content: Body) -> Result<(Credential, Bytes), Problem> {
    let credential = credential::read(parts)?;
    let open = app.engine.settings().dev && matches!(credential, Credential::None);
    if open && !host::is_loopback(&parts.uri, &parts.headers) {
        return Err(Problem::misdirected());
    }
    body::check_type(&parts.headers)?;
    Ok((credential, body::read(content, &app.limits).await?))
}

/// The engine's error with the challenge that fits the call.
fn problem(error: OpError, shown: bool, scope: Option<Scope>) -> Problem {
    let challenge = match (error.kind, error.code, scope) {
        (ErrorKind::Unauthenticated, ..) if shown => Some(Challenge::InvalidToken),
        (ErrorKind::Forbidden, "missing_scope", Some(scope)) => Some(Challenge::InsufficientScope(scope)),
        _ => None,
    };
    let problem = Problem::from(error);
    match challenge {
        Some(challenge) => problem.challenge(challenge),
        None => problem,
    }
}
