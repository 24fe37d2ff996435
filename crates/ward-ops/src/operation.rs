//! An operation: written once, called from every face.

use futures_util::future::BoxFuture;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ward_store::Transaction;

use crate::{Call, Demand, OpError, Spec};

/// Something that Ward does for a caller.
///
/// `run` has three paragraphs: load what the store holds, decide with the pure crates, then answer. It never writes:
/// what is to be written it hands back as a [`Change`], which the engine commits together with the audit entry.
pub trait Operation: Send + Sync + 'static {
    /// What is known of it before it runs.
    const SPEC: &'static Spec;
    /// What a caller sends. Unknown fields are refused; every field's documentation is shown to callers.
    type Request: DeserializeOwned + JsonSchema + Send + 'static;
    /// What a caller gets.
    type Response: Serialize + JsonSchema + Send + 'static;

    /// Whether a caller can use it to guess at a secret that is not Ward's: then its calls are limited per client address
    /// too, and [`Operation::demand`] names what is guessed at.
    const ANSWERS_GUESSES: bool = false;

    /// What the request asks for beyond being one call. Counted against the caller's limits before it runs, and before it
    /// takes a place in the queue for the hashing pool.
    fn demand<'r>(_call: &Call<'_>, _request: &'r Self::Request) -> Demand<'r> {
        Demand::default()
    }

    /// Does it.
    fn run(
        call: &Call<'_>,
        request: Self::Request,
    ) -> impl Future<Output = Result<Answer<Self::Response>, OpError>> + Send;
}

/// What an operation came to: a response, or a change that makes the response when it is committed.
pub enum Answer<R> {
    /// Nothing is to be written.
    Ready(R),
    /// The response holds once this change is committed.
    Change(Change<R>),
}

/// A change that waits to be committed with its audit entry.
pub type Change<R> = Box<dyn for<'t> FnOnce(&'t mut Transaction) -> BoxFuture<'t, Result<R, OpError>> + Send>;

impl<R> Answer<R> {
    /// An answer that writes. The closure sees the state as it is when it commits, behind every earlier change, so
    /// what must still be true is checked in it.
    pub fn change(
        change: impl for<'t> FnOnce(&'t mut Transaction) -> BoxFuture<'t, Result<R, OpError>> + Send + 'static,
    ) -> Self {
        Self::Change(Box::new(change))
    }
}

impl<R> From<R> for Answer<R> {
    fn from(response: R) -> Self {
        Self::Ready(response)
    }
}
