//! The routes, and what their handlers share.
//!
//! Every route is a fixed path, one per operation too: so the table of counts is whole before the first request, and no
//! part of a path is ever decoded. The single pattern is there to refuse, and to record, calls of names that do not exist.
//!
//! OpenAPI, its page, MCP and the OAuth metadata are further lines of [`routes`] with files of their own in `http`.

use std::sync::Arc;

use axum::Router;
use axum::routing::{MethodRouter, get, post};
use tokio::sync::Semaphore;
use ward_ops::{Engine, OpError, Registry};

use crate::http::problem::Problem;
use crate::http::{health, metrics, tools, wellknown};
use crate::traffic::Traffic;
use crate::{HttpLimits, Metrics, ServerOptions};

/// What handlers share.
pub(crate) struct App {
    pub(crate) engine: Arc<Engine>,
    pub(crate) limits: HttpLimits,
    pub(crate) metrics: Option<Metrics>,
    pub(crate) traffic: Traffic,
    pub(crate) health: health::Page,
    pub(crate) tools: tools::List,
    calls: Arc<Semaphore>,
}

impl App {
    pub(crate) fn new(engine: Arc<Engine>, options: ServerOptions, paths: Vec<String>) -> Self {
        Self {
            traffic: Traffic::new(paths),
            health: health::Page::new(engine.settings(), options.port),
            tools: tools::List::new(engine.registry()),
            calls: Arc::new(Semaphore::new(calls(options.limits) as usize)),
            limits: options.limits,
            metrics: options.metrics,
            engine,
        }
    }

    /// Runs `call` to its end on a task of its own.
    ///
    /// When a client goes away, the future that answers it is dropped where it stands. A call that has begun must not end
    /// so: its audit entry would be missing, and a revocation could be committed and yet not reach the caches.
    pub(crate) async fn to_its_end<T: Send + 'static>(
        &self,
        call: impl Future<Output = Result<T, OpError>> + Send + 'static,
    ) -> Result<T, OpError> {
        let closed = || OpError::internal("the call did not run to its end");
        let permit = self.calls.clone().acquire_owned().await.map_err(|_| closed())?;
        let task = tokio::spawn(async move {
            let result = call.await;
            drop(permit);
            result
        });
        task.await.map_err(|_| closed())?
    }

    /// Completes when no call runs.
    pub(crate) async fn calls_are_done(&self) {
        // Every permit back means that every call is done.
        let _ = self.calls.acquire_many(calls(self.limits)).await;
    }
}

fn calls(limits: HttpLimits) -> u32 {
    // The bound of the semaphore on 32-bit machines lies below that of `u32`.
    limits
        .calls
        .clamp(1, u32::try_from(Semaphore::MAX_PERMITS).unwrap_or(u32::MAX))
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
