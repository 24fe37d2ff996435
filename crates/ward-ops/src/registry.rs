//! Every operation, in one list that can be searched by eye and by name.

use futures_util::future::BoxFuture;
use schemars::Schema;
use schemars::generate::SchemaSettings;

use crate::engine::Input;
use crate::limits::LimitStatus;
use crate::{Engine, Incoming, OpError, Operation, Spec, rooms};

type Run = for<'a> fn(
    &'a Engine,
    Incoming,
    &'a [u8],
    &'a mut LimitStatus,
) -> BoxFuture<'a, Result<Vec<u8>, OpError>>;

/// An operation without its types: what a face needs to list it and to call it.
#[derive(Clone, Copy)]
pub struct Entry {
    spec: &'static Spec,
    request_schema: fn() -> Schema,
    response_schema: fn() -> Schema,
    answers_guesses: bool,
    run: Run,
}

impl Entry {
    /// The entry of the operation `O`.
    #[must_use]
    pub const fn of<O: Operation>() -> Self {
        Self {
            spec: O::SPEC,
            request_schema: || {
                SchemaSettings::draft2020_12()
                    .for_deserialize()
                    .into_generator()
                    .into_root_schema_for::<O::Request>()
            },
            response_schema: || {
                SchemaSettings::draft2020_12()
                    .for_serialize()
                    .into_generator()
                    .into_root_schema_for::<O::Response>()
            },
            answers_guesses: O::ANSWERS_GUESSES,
            run: |engine, incoming, body, limits| {
                Box::pin(async move {
                    let response = engine.execute::<O>(incoming, Input::Json(body), limits).await?;
                    serde_json::to_vec(&response)
                        .map_err(|_| OpError::internal("the response could not be written as JSON"))
                })
            },
        }
    }

    /// What is known of it before it runs.
    #[must_use]
    pub const fn spec(&self) -> &'static Spec {
        self.spec
    }

    /// JSON Schema (2020-12) of the request.
    #[must_use]
    pub fn request_schema(&self) -> Schema {
        (self.request_schema)()
    }

    /// JSON Schema (2020-12) of the response.
    #[must_use]
    pub fn response_schema(&self) -> Schema {
        (self.response_schema)()
    }

    pub(crate) const fn answers_guesses(&self) -> bool {
        self.answers_guesses
    }

    pub(crate) fn call<'a>(
        &self,
        engine: &'a Engine,
        incoming: Incoming,
        body: &'a [u8],
        limits: &'a mut LimitStatus,
    ) -> BoxFuture<'a, Result<Vec<u8>, OpError>> {
        (self.run)(engine, incoming, body, limits)
    }
}

/// Every operation, ascending by name.
pub struct Registry(Vec<Entry>);

impl Registry {
    /// The registry of this build.
    #[must_use]
    pub fn new() -> Self {
        let mut entries: Vec<Entry> = rooms::ALL.iter().flat_map(|room| room.iter().copied()).collect();
        entries.sort_by_key(|entry| entry.spec.name);
        Self(entries)
    }

    /// The operation of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Entry> {
        let at = self.0.binary_search_by(|entry| entry.spec.name.cmp(name)).ok()?;
        self.0.get(at)
    }

    /// Every operation, ascending by name.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.0.iter()
    }
}

impl Default for Registry {
    fn default() -> Self {
        Self::new()
    }
}

impl<'r> IntoIterator for &'r Registry {
    type Item = &'r Entry;
    type IntoIter = std::slice::Iter<'r, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
