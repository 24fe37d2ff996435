//! The one pipeline that every call takes: admit, run, settle.
//!
//! A face hands in who calls ([`Incoming`]), which operation and what it sends. *Admit* asks whether the name is known,
//! who is calling and whether they may. *Run* decodes the request and does the work. *Settle* makes the audit entry,
//! commits it with the change, counts, and shapes the error. Admit and settle know nothing of the operation's types, so
//! no operation, and no face, has a pipeline of its own.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use futures_util::FutureExt as _;
use ward_access::{Decision as Access, Principal, PrincipalKind, Refusal, decide};
use ward_audit::entry as audit;
use ward_input::json;
use ward_secret::{Clock, Timestamp};
use ward_store::Store;

use crate::authenticate::Authenticator;
use crate::call::{Call, Credential, Face, Incoming, Trail};
use crate::keyring::Keyring;
use crate::limits::{Caller, LimitStatus, Limiter, Reply};
use crate::pool::Pool;
use crate::registry::Registry;
use crate::settings::Settings;
use crate::{Answer, Cost, ErrorKind, OpError, Operation, Spec};

/// The operation name in entries and labels for calls of a name that does not exist.
pub const UNKNOWN: &str = "unknown";

/// Everything that operations need, wired once by the shell.
pub struct Engine {
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    settings: Settings,
    registry: Registry,
    pool: Pool,
    keyring: Keyring,
    authenticator: Authenticator,
    limiter: Limiter,
}

impl Engine {
    /// Puts an engine together over an opened store. Makes Ward's own keysets in a store that has none.
    pub async fn new(store: Arc<Store>, clock: Arc<dyn Clock>, settings: Settings) -> Result<Self, OpError> {
        let engine = Self {
            pool: Pool::new(settings.pool),
            keyring: Keyring::default(),
            authenticator: Authenticator::default(),
            registry: Registry::new(),
            limiter: Limiter::new(settings.limits.clone()),
            store,
            clock,
            settings,
        };
        crate::keyring::make_own_keysets(&engine).await?;
        Ok(engine)
    }

    /// The same engine whose limits go by this clock, instead of by the time since the engine was made.
    #[must_use]
    pub fn with_steady_clock(mut self, clock: Arc<dyn ward_limits::SteadyClock>) -> Self {
        self.limiter.set_clock(clock);
        self
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Every operation.
    #[must_use]
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }

    /// What the shell configured.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Opened keys.
    #[must_use]
    pub const fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// The time now, by the engine's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) const fn limiter(&self) -> &Limiter {
        &self.limiter
    }

    pub(crate) const fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Drops every cached key and credential. The shell calls it when the store's change mark has moved, so that what
    /// another process rotated or revoked counts here too.
    pub fn forget_cached(&self) {
        self.keyring.forget();
        self.authenticator.forget();
    }

    /// Calls the operation `name` with a JSON document and returns the response as JSON.
    pub async fn call(&self, incoming: Incoming, name: &str, body: &[u8]) -> Result<Vec<u8>, OpError> {
        self.call_metered(incoming, name, body).await.result
    }

    /// [`Engine::call`] that also tells how the caller stands under its limits, for faces that can pass it on.
    pub async fn call_metered(&self, incoming: Incoming, name: &str, body: &[u8]) -> Reply {
        let mut limits = LimitStatus::default();
        let result = match self.registry.find(name) {
            Some(entry) => entry.call(self, incoming, body, &mut limits).await,
            None => self.refuse_unknown(incoming, &mut limits).await,
        };
        Reply { result, limits }
    }

    /// Calls the operation `O` with a typed request. The audit entry is the one that a JSON call leaves.
    pub async fn call_typed<O: Operation>(
        &self,
        incoming: Incoming,
        request: O::Request,
    ) -> Result<O::Response, OpError> {
        self.execute::<O>(incoming, Input::Typed(request), &mut LimitStatus::default())
            .await
    }

    /// Records a refusal that a face decided before it knew the operation, such as a body that is too large.
    ///
    /// The error is one of two: the client's address has been refused too often, or the entry cannot be written. Either
    /// is to be answered instead of the refusal.
    pub async fn record_refusal(
        &self,
        incoming: &Incoming,
        name: &str,
        code: &'static str,
    ) -> Result<(), OpError> {
        let started = Instant::now();
        let spec = self.registry.find(name).map(crate::Entry::spec);
        let mut ticket = Ticket::new(self, incoming, spec);
        if let Credential::Vouched(principal) = &incoming.credential {
            ticket.principal = label(principal);
        }
        if let Err(error) = self
            .limiter
            .refused(incoming.address, &mut LimitStatus::default())
        {
            return self.refuse(ticket, error, started).await;
        }
        ticket.refuse(code);
        self.settle(Ok(()), ticket.event(&Trail::default(), started), None)
            .await
    }

    /// Who a credential stands for. For faces that must know before they call, such as lists filtered by scope.
    pub async fn authenticate(&self, credential: &Credential) -> Result<Principal, OpError> {
        self.authenticator.authenticate(self, credential).await
    }

    async fn refuse_unknown(&self, incoming: Incoming, limits: &mut LimitStatus) -> Result<Vec<u8>, OpError> {
        let started = Instant::now();
        let mut ticket = Ticket::new(self, &incoming, None);
        // Whoever has no credential learns nothing of which names exist.
        let error = match self.identify(&incoming, &mut ticket, limits).await {
            Ok(principal) => {
                let caller = Caller {
                    principal: &principal,
                    address: incoming.address,
                };
                let unknown = OpError::new(
                    ErrorKind::NotFound,
                    "unknown_tool",
                    "there is no tool of that name",
                )
                .hint("list the tools with GET /tools/list or `ward ops`");
                let counted = self.limiter.call(caller, UNKNOWN, Cost::Light, limits);
                counted.err().unwrap_or(unknown)
            }
            Err(error) => error,
        };
        self.refuse(ticket, error, started).await
    }

    pub(crate) async fn execute<O: Operation>(
        &self,
        incoming: Incoming,
        input: Input<'_, O::Request>,
        limits: &mut LimitStatus,
    ) -> Result<O::Response, OpError> {
        let started = Instant::now();
        let mut ticket = Ticket::new(self, &incoming, Some(O::SPEC));
        let principal = match self.admit::<O>(&incoming, &mut ticket, limits).await {
            Ok(principal) => principal,
            Err(error) => return self.refuse(ticket, error, started).await,
        };
        let call = Call::new(self, &principal, incoming.address, ticket.time);
        let ran = match input.decode() {
            Ok(request) => {
                let work = async {
                    let demand = O::demand(&call, &request);
                    self.limiter.demand(call.caller(), O::SPEC, demand, limits)?;
                    O::run(&call, request).await
                };
                AssertUnwindSafe(work)
                    .catch_unwind()
                    .await
                    .unwrap_or_else(|_| Err(OpError::internal("the operation panicked")))
            }
            Err(error) => Err(error),
        };
        // Not yet at work: the limits on what it asks for are a part of letting it in.
        if let Err(error) = &ran
            && error.kind == ErrorKind::Limited
        {
            return self.refuse(ticket, error.clone(), started).await;
        }
        let trail = call.into_trail();
        match ran {
            Ok(Answer::Ready(response)) => {
                ticket.outcome(Ok(()), trail.says_no);
                let used = self.used_api_key(&principal, ticket.time);
                self.settle(Ok(response), ticket.event(&trail, started), used)
                    .await
            }
            Err(error) => {
                ticket.outcome(Err(error.code), false);
                self.settle(Err(error), ticket.event(&trail, started), None).await
            }
            Ok(Answer::Change(change)) => {
                let mut panicked = ticket.clone();
                panicked.outcome(Err("internal"), false);
                let on_panic = panicked.event(&trail, started);
                let event = move |result: &Result<O::Response, OpError>| {
                    ticket.outcome(result.as_ref().map(|_| ()).map_err(|error| error.code), false);
                    let event = ticket.event(&trail, started);
                    count_call(&event);
                    event
                };
                let result = self.store.commit(change, event, on_panic).await;
                // What was cached may be what was changed.
                self.forget_cached();
                result?.0
            }
        }
    }

    /// Who is calling, may they, and so often? The ticket learns who as soon as that is known.
    async fn admit<O: Operation>(
        &self,
        incoming: &Incoming,
        ticket: &mut Ticket,
        limits: &mut LimitStatus,
    ) -> Result<Principal, OpError> {
        let principal = self.identify(incoming, ticket, limits).await?;
        let caller = Caller {
            principal: &principal,
            address: incoming.address,
        };
        let spec = O::SPEC;
        self.limiter.call(caller, spec.name, spec.cost, limits)?;
        match decide(&principal, spec.scope, ticket.time) {
            Access::Allowed => {}
            Access::Refused(Refusal::MissingScope(_)) => {
                return Err(OpError::new(
                    ErrorKind::Forbidden,
                    "missing_scope",
                    format!("the credential does not hold the scope {}", spec.scope),
                ));
            }
            Access::Refused(Refusal::Expired) => return Err(invalid_credential()),
            Access::Refused(_) => return Err(unauthenticated()),
        }
        if O::ANSWERS_GUESSES {
            self.limiter.guess(caller, spec.name, limits)?;
        }
        Ok(principal)
    }

    /// The principal behind a call, which is somebody.
    ///
    /// A credential is checked even where too many that do not count came from the same address: behind an address may
    /// be many, and one of them could otherwise lock the others out. Credentials are too long to be guessed.
    async fn identify(
        &self,
        incoming: &Incoming,
        ticket: &mut Ticket,
        limits: &mut LimitStatus,
    ) -> Result<Principal, OpError> {
        match self.authenticate(&incoming.credential).await {
            Ok(principal) if principal.kind == PrincipalKind::Anonymous => {
                Err(self.count_refused(ticket, unauthenticated(), limits))
            }
            Ok(principal) => {
                ticket.principal = label(&principal);
                Ok(principal)
            }
            Err(error) => Err(self.count_refused(ticket, error, limits)),
        }
    }

    /// Records the event and hands the result on. Fails closed: no entry, no response.
    ///
    /// `used` is an API key whose time of last use goes into the same commit.
    pub(crate) async fn settle<T>(
        &self,
        result: Result<T, OpError>,
        event: audit::Event,
        used: Option<String>,
    ) -> Result<T, OpError> {
        count_call(&event);
        if let Err(error) = &result
            && let Some(internal) = &error.internal
        {
            tracing::error!(
                operation = event.operation,
                code = error.code,
                internal,
                "operation failed"
            );
        }
        match used {
            None => self.store.record(event).await?,
            Some(id) => {
                let time = event.time;
                let on_panic = event.clone();
                let touched = self.store.commit(
                    move |transaction| Box::pin(async move { transaction.touch_api_key(&id, time).await }),
                    move |_| event,
                    on_panic,
                );
                touched.await?.1
            }
        };
        result
    }

    /// The API key to note as used: once in a while, not for every call.
    fn used_api_key(&self, principal: &Principal, now: Timestamp) -> Option<String> {
        let news =
            principal.kind == PrincipalKind::ApiKey && self.authenticator.use_is_news(&principal.id, now);
        news.then(|| principal.id.clone())
    }
}

/// What a caller sent: bytes to be decoded, or a typed request.
pub(crate) enum Input<'b, R> {
    Json(&'b [u8]),
    Typed(R),
}

impl<R: serde::de::DeserializeOwned> Input<'_, R> {
    fn decode(self) -> Result<R, OpError> {
        match self {
            Self::Typed(request) => Ok(request),
            Self::Json(bytes) => json::from_slice(bytes, &json::Limits::default()).map_err(request_error),
        }
    }
}

fn request_error(error: json::JsonError) -> OpError {
    match error {
        json::JsonError::Fields(fields) => OpError::invalid_fields(
            fields
                .into_iter()
                .map(|field| crate::FieldFault {
                    pointer: field.pointer,
                    rule: field.rule.into(),
                })
                .collect(),
        ),
        json::JsonError::TooLarge { .. } => OpError::new(ErrorKind::TooLarge, "too_large", error.to_string()),
        _ => OpError::new(ErrorKind::Malformed, "malformed_json", error.to_string()),
    }
}

/// What is known of a call for its audit entry, filled in on the way.
#[derive(Clone)]
pub(crate) struct Ticket {
    time: Timestamp,
    request: audit::OpaqueId,
    face: Face,
    pub(crate) address: Option<std::net::IpAddr>,
    principal: audit::Principal,
    operation: &'static str,
    effect: audit::Effect,
    decision: audit::Decision,
    outcome: audit::Outcome,
    code: Option<&'static str>,
}

impl Ticket {
    fn new(engine: &Engine, incoming: &Incoming, spec: Option<&'static Spec>) -> Self {
        Self {
            time: engine.now(),
            request: audit::OpaqueId::new(incoming.request_id.clone()),
            face: incoming.face,
            address: incoming.address,
            principal: audit::Principal::anonymous(),
            operation: spec.map_or(UNKNOWN, |spec| spec.name),
            effect: spec.map_or(audit::Effect::Read, |spec| spec.effect.into()),
            decision: audit::Decision::Allowed,
            outcome: audit::Outcome::Failed,
            code: None,
        }
    }

    pub(crate) fn refuse(&mut self, code: &'static str) {
        self.decision = audit::Decision::Refused;
        self.outcome = audit::Outcome::Failed;
        self.code = Some(code);
    }

    fn outcome(&mut self, result: Result<(), &'static str>, says_no: bool) {
        (self.outcome, self.code) = match result {
            Ok(()) if says_no => (audit::Outcome::No, None),
            Ok(()) => (audit::Outcome::Ok, None),
            Err(code) => (audit::Outcome::Failed, Some(code)),
        };
    }

    pub(crate) fn event(&self, trail: &Trail, started: Instant) -> audit::Event {
        audit::Event {
            time: self.time,
            request: self.request.clone(),
            face: self.face.into(),
            principal: self.principal.clone(),
            address: self.address,
            operation: self.operation,
            effect: self.effect,
            decision: self.decision,
            outcome: self.outcome,
            code: self.code,
            resource: trail.resource.clone(),
            count: None,
            latency_us: u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
        }
    }
}

impl From<Face> for audit::Face {
    fn from(face: Face) -> Self {
        match face {
            Face::Http => Self::Http,
            Face::Mcp => Self::Mcp,
            Face::Cli => Self::Cli,
            Face::Library => Self::Library,
            Face::System => Self::System,
        }
    }
}

impl From<crate::Effect> for audit::Effect {
    fn from(effect: crate::Effect) -> Self {
        match effect {
            crate::Effect::Read => Self::Read,
            crate::Effect::Write => Self::Write,
            crate::Effect::Destroy => Self::Destroy,
        }
    }
}

fn label(principal: &Principal) -> audit::Principal {
    audit::Principal::new(principal.kind.name(), &principal.id)
}

/// Counts a call. The labels are words of ours, never the caller's.
pub(crate) fn count_call(event: &audit::Event) {
    let face = match event.face {
        audit::Face::Http => "http",
        audit::Face::Mcp => "mcp",
        audit::Face::Cli => "cli",
        audit::Face::Library => "library",
        audit::Face::System => "system",
    };
    let outcome = match (event.decision, event.outcome) {
        (audit::Decision::Refused, _) => "refused",
        (_, audit::Outcome::Ok) => "ok",
        (_, audit::Outcome::No) => "no",
        (_, audit::Outcome::Failed) => "failed",
    };
    let tool = event.operation;
    metrics::counter!("ward_tool_calls_total", "tool" => tool, "face" => face, "outcome" => outcome)
        .increment(1);
    #[expect(
        clippy::cast_precision_loss,
        reason = "a histogram of seconds; 2^53 microseconds are 285 years"
    )]
    metrics::histogram!("ward_tool_duration_seconds", "tool" => tool).record(event.latency_us as f64 / 1e6);
}

/// No credential was shown.
pub(crate) fn unauthenticated() -> OpError {
    OpError::new(
        ErrorKind::Unauthenticated,
        "unauthenticated",
        "this call needs a credential",
    )
    .hint("send an api key or token as `Authorization: Bearer …`")
}

/// A credential was shown and does not count. One answer for every cause, because the cause helps only a guesser.
pub(crate) fn invalid_credential() -> OpError {
    OpError::new(
        ErrorKind::Unauthenticated,
        "invalid_credential",
        "the credential is not valid",
    )
}

/// A lock whose holder panicked still guards whole values here: they are replaced, never half written.
pub(crate) fn whole<T>(result: Result<T, PoisonError<T>>) -> T {
    result.unwrap_or_else(PoisonError::into_inner)
}
