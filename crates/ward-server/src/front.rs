//! What happens to every request, whatever its route: an id, a response of ours come what may, a count, a line in the log.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::http::header::{ALLOW, CACHE_CONTROL, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, Request, Response};
use axum::response::IntoResponse as _;
use futures_util::FutureExt as _;
use hyper::body::Incoming as IncomingBody;
use tower::Service as _;
use ward_ops::{Engine, Incoming};

use crate::ServerOptions;
use crate::http::problem::Problem;
use crate::http::{host, trace};
use crate::router::{App, routes};
use crate::traffic::{Sample, Verb};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What handlers learn of a request beyond its text.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) request_id: String,
    pub(crate) address: Option<IpAddr>,
}

/// How much of the request's body a handler read. Handlers that read one leave it in the response's extensions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BodyRead(pub(crate) u64);

/// Marks an error whose body is ours although it is no problem: an error of JSON-RPC.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnBody;

/// The server behind its listeners.
pub(crate) struct Front {
    app: Arc<App>,
    router: Router,
}

impl Front {
    pub(crate) fn new(engine: Arc<Engine>, options: ServerOptions) -> Self {
        let routes = routes(engine.registry());
        let app = Arc::new(App::new(engine, options, routes.paths));
        Self {
            router: routes.router.with_state(app.clone()),
            app,
        }
    }

    /// Completes when no call of an operation runs.
    pub(crate) async fn calls_are_done(&self) {
        self.app.calls_are_done().await;
    }

    /// Answers one request from the client at `address`.
    pub(crate) async fn answer(
        &self,
        request: Request<IncomingBody>,
        address: Option<IpAddr>,
    ) -> Response<Body> {
        self.answer_any(request.map(Body::new), address).await
    }

    async fn answer_any(&self, request: Request<Body>, address: Option<IpAddr>) -> Response<Body> {
        let started = Instant::now();
        // Always an id of our own: one that a client chose could be that of another request.
        let request_id = Incoming::new_request_id();
        let verb = Verb::of(request.method());
        let uri = request.uri().clone();
        let trace = trace::trace_id(request.headers());

        let response = self
            .routed(
                request,
                Origin {
                    request_id: request_id.clone(),
                    address,
                },
            )
            .await;
        let response = finish(response, &request_id);

        let sample = Sample {
            verb,
            status: response.status(),
            request_bytes: response.extensions().get().map_or(0, |BodyRead(bytes)| *bytes),
            response_bytes: response.body().size_hint().exact().unwrap_or(0),
            took: started.elapsed(),
        };
        self.app.traffic.count(uri.path(), sample);
        tracing::info!(
            method = verb.name(),
            route = self.app.traffic.route(uri.path()),
            status = sample.status.as_u16(),
            latency_us = u64::try_from(sample.took.as_micros()).unwrap_or(u64::MAX),
            request_id,
            trace_id = trace,
            "request"
        );
        response
    }

    async fn routed(&self, mut request: Request<Body>, origin: Origin) -> Response<Body> {
        if let Err(problem) = host::check(&request) {
            return problem.into_response();
        }
        let request_id = origin.request_id.clone();
        request.extensions_mut().insert(origin);
        match AssertUnwindSafe(self.router.clone().call(request))
            .catch_unwind()
            .await
        {
            Ok(Ok(response)) => response,
            Ok(Err(never)) => match never {},
            // What a panic says may hold what was being worked on, so the line says only that there was one.
            Err(_) => {
                tracing::error!(request_id, "a handler panicked");
                Problem::internal().into_response()
            }
        }
    }
}

/// Makes a response whole: problems get their body, everything gets the headers that every response has.
fn finish(mut response: Response<Body>, request_id: &str) -> Response<Body> {
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let headers = std::mem::take(response.headers_mut());
        response = problem.render(request_id, headers);
    } else if response.extensions().get::<OwnBody>().is_none()
        && (response.status().is_client_error() || response.status().is_server_error())
    {
        // An error that a library made. Its body is not ours, so it goes.
        let headers = keep_allow(response.headers());
        response = Problem::of_status(response.status()).render(request_id, headers);
    }
    let headers = response.headers_mut();
    // The id is hexadecimal digits; the fallback cannot be reached.
    headers.insert(
        X_REQUEST_ID,
        HeaderValue::from_str(request_id).unwrap_or(HeaderValue::from_static("")),
    );
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

fn keep_allow(headers: &HeaderMap) -> HeaderMap {
    headers
        .get(ALLOW)
        .map(|allow| (ALLOW, allow.clone()))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests;
