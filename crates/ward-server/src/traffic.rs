//! Counts of HTTP requests, under the names, labels and bounds of prometheus-fastapi-instrumentator, so that dashboards
//! of the predecessor go on.
//!
//! Every label value is a word that Ward knew before the request came: a route, one of a few methods, a class of status.
//! So the whole table is made at the start, a request touches a handful of atomic integers, and nobody can make the
//! table grow. Values are kept as integers: bytes and nanoseconds.

mod histogram;
mod render;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::http::{Method, StatusCode};
use histogram::{Bounds, Histogram};

/// The `handler` of requests that no route answered.
const NO_HANDLER: &str = "none";

/// Bounds of `http_request_duration_seconds`. The texts are as the predecessor's library writes them: a series with
/// `le="1"` would be another series.
const COARSE: Bounds<3> = Bounds([(100, "0.1"), (500, "0.5"), (1000, "1.0")]);

/// Bounds of `http_request_duration_highr_seconds`.
const FINE: Bounds<21> = Bounds([
    (10, "0.01"),
    (25, "0.025"),
    (50, "0.05"),
    (75, "0.075"),
    (100, "0.1"),
    (250, "0.25"),
    (500, "0.5"),
    (750, "0.75"),
    (1000, "1.0"),
    (1500, "1.5"),
    (2000, "2.0"),
    (2500, "2.5"),
    (3000, "3.0"),
    (3500, "3.5"),
    (4000, "4.0"),
    (4500, "4.5"),
    (5000, "5.0"),
    (7500, "7.5"),
    (10_000, "10.0"),
    (30_000, "30.0"),
    (60_000, "60.0"),
]);

/// A method as a label. The method of a request may be any word at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
    Other,
}

impl Verb {
    const ALL: [Self; 8] = [
        Self::Get,
        Self::Head,
        Self::Post,
        Self::Put,
        Self::Patch,
        Self::Delete,
        Self::Options,
        Self::Other,
    ];

    pub(crate) fn of(method: &Method) -> Self {
        match *method {
            Method::GET => Self::Get,
            Method::HEAD => Self::Head,
            Method::POST => Self::Post,
            Method::PUT => Self::Put,
            Method::PATCH => Self::Patch,
            Method::DELETE => Self::Delete,
            Method::OPTIONS => Self::Options,
            _ => Self::Other,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Other => "OTHER",
        }
    }
}

/// What a finished request comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) verb: Verb,
    pub(crate) status: StatusCode,
    pub(crate) request_bytes: u64,
    pub(crate) response_bytes: u64,
    pub(crate) took: Duration,
}

/// The counts of one server.
pub(crate) struct Traffic {
    /// By route; the last entry is for requests without one.
    handlers: Vec<Handler>,
    by_path: HashMap<String, usize>,
    durations: Histogram<21>,
}

impl Traffic {
    /// A table for the routes at `paths`.
    pub(crate) fn new(paths: Vec<String>) -> Self {
        let handlers = paths
            .iter()
            .map(String::as_str)
            .chain([NO_HANDLER])
            .map(Handler::new)
            .collect();
        let by_path = paths
            .into_iter()
            .enumerate()
            .map(|(at, path)| (path, at))
            .collect();
        Self {
            handlers,
            by_path,
            durations: Histogram::default(),
        }
    }

    /// The route at `path`, in the words of Ward's own table; `none` when there is none.
    pub(crate) fn route(&self, path: &str) -> &str {
        self.by_path
            .get(path)
            .and_then(|at| self.handlers.get(*at))
            .map_or(NO_HANDLER, |handler| &handler.path)
    }

    /// Counts a request for `path`.
    pub(crate) fn count(&self, path: &str, sample: Sample) {
        // As the predecessor's library has it, a path with the wrong method was not matched.
        let matched = sample.status != StatusCode::METHOD_NOT_ALLOWED;
        let at = self
            .by_path
            .get(path)
            .filter(|_| matched)
            .and_then(|at| self.handlers.get(*at));
        if let Some(handler) = at.or(self.handlers.last()) {
            handler.count(sample);
        }
        self.durations.observe(&FINE, sample.took);
    }
}

struct Handler {
    path: String,
    request_bytes: Sum,
    response_bytes: Sum,
    verbs: [VerbCounts; Verb::ALL.len()],
}

impl Handler {
    fn new(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            request_bytes: Sum::default(),
            response_bytes: Sum::default(),
            verbs: Default::default(),
        }
    }

    fn count(&self, sample: Sample) {
        self.request_bytes.observe(sample.request_bytes);
        self.response_bytes.observe(sample.response_bytes);
        let Some(verb) = self.verbs.get(sample.verb as usize) else {
            return;
        };
        let class = usize::from(sample.status.as_u16() / 100).saturating_sub(1);
        if let Some(counter) = verb.classes.get(class) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        verb.durations.observe(&COARSE, sample.took);
    }
}

/// What is counted for one route and one method.
#[derive(Default)]
struct VerbCounts {
    /// By class of status, 1xx to 5xx.
    classes: [AtomicU64; 5],
    durations: Histogram<3>,
}

/// How many values, and what they come to together.
#[derive(Default)]
struct Sum {
    count: AtomicU64,
    sum: AtomicU64,
}

impl Sum {
    fn observe(&self, value: u64) {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(value, Ordering::Relaxed);
    }
}
