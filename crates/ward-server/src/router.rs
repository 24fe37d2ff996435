//! The routes, and what their handlers share.
//!
//! Every route is a fixed path, one per operation too: so the table of counts is whole before the first request, and no
//! part of a path is ever decoded. The single pattern is there to refuse, and to record, calls of names that do not exist.
//!
//! OpenAPI and its page are further lines of [`routes`] with files of their own in `http`.

use std::sync::Arc;

use axum::Router;
use axum::routing::{MethodRouter, get, post};
use ward_ops::{Engine, OpError, Registry};

use crate::calls::Calls;
use crate::http::problem::Problem;
use crate::http::{health, metrics, tools, wellknown};
use crate::traffic::Traffic;
use crate::{HttpLimits, Metrics, ServerOptions, mcp};

/// What handlers share.
pub(crate) struct App {
    pub(crate) engine: Arc<Engine>,
    pub(crate) limits: HttpLimits,
    pub(crate) metrics: Option<Metrics>,
    pub(crate) traffic: Traffic,
    pub(crate) health: health::Page,
    pub(crate) tools: tools::List,
    pub(crate) mcp: mcp::Server,
    calls: Calls,
}

impl App {
    pub(crate) fn new(engine: Arc<Engine>, options: ServerOptions, paths: Vec<String>) -> Self {
        let calls = Calls::new(options.limits.calls);
        Self {
            mcp: mcp::Server::new(&engine, &options, calls.clone()),
            calls,
            traffic: Traffic::new(paths),
            health: health::Page::new(engine.settings(), options.port),
            tools: tools::List::new(engine.registry()),
            limits: options.limits,
            metrics: options.metrics,
            engine,
        }
    }

    /// Runs `call` to its end on a task of its own; see [`Calls::to_its_end`].
    pub(crate) async fn to_its_end<T: Send + 'static>(
        &self,
        call: impl Future<Output = Result<T, OpError>> + Send + 'static,
    ) -> Result<T, OpError> {
        self.calls.to_its_end(call).await
    }

    /// Completes when no call runs.
    pub(crate) async fn calls_are_done(&self) {
        self.calls.are_done().await;
    }
}

/// The routes, and their paths as labels.
pub(crate) struct Routes {
    pub(crate) router: Router<Arc<App>>,
    pub(crate) paths: Vec<String>,
}

impl Routes {
    fn with(mut self, path: &str, methods: MethodRouter<Arc<App>>) -> Self {
        self.router = self.router.route(path, methods);
        self.paths.push(path.to_owned());
        self
    }
}

/// Every route of the server.
pub(crate) fn routes(registry: &Registry) -> Routes {
    let fixed = Routes {
        router: Router::new(),
        paths: Vec::new(),
    }
    .with("/health", get(health::health))
    .with("/ready", get(health::ready))
    .with("/metrics", get(metrics::scrape))
    .with("/.well-known/jwks.json", get(wellknown::jwks))
    .with(
        "/.well-known/oauth-protected-resource",
        get(wellknown::protected_resource),
    )
    .with(
        "/.well-known/oauth-protected-resource/mcp",
        get(wellknown::protected_resource),
    )
    .with("/mcp", post(mcp::post))
    .with("/tools/list", get(tools::list));
    let mut routes = registry
        .iter()
        .map(ward_ops::Entry::spec)
        .fold(fixed, |routes, spec| {
            routes.with(
                &format!("/tools/{}", spec.name),
                post(move |app, origin, request| tools::call(app, origin, spec, request)),
            )
        });
    routes.router = routes
        .router
        .route("/tools/{name}", post(tools::call_unknown))
        .fallback(async || Problem::no_such_path())
        .method_not_allowed_fallback(async || Problem::method_not_allowed());
    routes
}

#[cfg(test)]
mod tests;
