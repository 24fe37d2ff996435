//! A private world for a test: a store in memory, a clock set by hand, an engine over both.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::Value;
use ward_access::{Grant, Principal, ScopeSet};
use ward_limits::{Moment, SteadyClock};
use ward_ops::{Credential, Engine, Face, Incoming, OpError, Reply, Settings};
use ward_secret::testing::ManualClock;
use ward_secret::{Secret, SecretString, Timestamp};
use ward_store::{AuditFilter, Location, RootKeySource, Store};

/// The time at which every world begins: the time of the Fernet specification's vectors would be long past.
pub(crate) const START: Timestamp = Timestamp::from_unix_seconds(1_795_248_000);

/// A clock for limits that stands still until it is told to go on.
#[derive(Default)]
pub(crate) struct ManualSteady(AtomicU64);

impl ManualSteady {
    pub(crate) fn pass(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl SteadyClock for ManualSteady {
    fn moment(&self) -> Moment {
        Moment::from_start(Duration::from_secs(self.0.load(Ordering::SeqCst)))
    }
}

pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) steady: Arc<ManualSteady>,
    pub(crate) store: Arc<Store>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::at(Location::Memory, change).await
    }

    /// A world whose database is a file in `folder`.
    pub(crate) async fn in_folder(folder: &Path) -> Self {
        Self::at(Location::File(folder.join("ward.db")), |_| {}).await
    }

    async fn at(location: Location, change: impl FnOnce(&mut Settings)) -> Self {
        let root = RootKeySource::Key(Secret::new([7; 32]));
        let store = Arc::new(Store::open(location, &root).await.unwrap());
        let clock = Arc::new(ManualClock::at(START));
        let mut settings = Settings {
            api_key_environment: "test".to_owned(),
            ..Settings::default()
        };
        change(&mut settings);
        let steady = Arc::new(ManualSteady::default());
        let engine = Engine::new(store.clone(), clock.clone(), settings).await.unwrap();
        Self {
            engine: engine.with_steady_clock(steady.clone()),
            clock,
            steady,
            store,
        }
    }

    /// Calls as an administrator.
    pub(crate) async fn call(&self, name: &str, request: &str) -> Result<Value, OpError> {
        self.call_as(administrator(), name, request).await
    }

    pub(crate) async fn call_as(
        &self,
        credential: Credential,
        name: &str,
        request: &str,
    ) -> Result<Value, OpError> {
        let body = self
            .engine
            .call(Incoming::new(Face::Http, credential), name, request.as_bytes())
            .await?;
        Ok(serde_json::from_slice(&body).unwrap())
    }

    /// Calls over HTTP from an address, and returns how the caller stands beside the answer.
    pub(crate) async fn call_from(
        &self,
        address: impl Into<Option<IpAddr>>,
        credential: Credential,
        name: &str,
        request: &str,
    ) -> Reply {
        let incoming = Incoming {
            address: address.into(),
            ..Incoming::new(Face::Http, credential)
        };
        self.engine.call_metered(incoming, name, request.as_bytes()).await
    }

    /// The newest audit entries, newest first.
    pub(crate) async fn entries(&self, limit: u32) -> Vec<Value> {
        let page = self
            .store
            .search_audit(&AuditFilter::default(), None, limit)
            .await
            .unwrap();
        page.entries
            .iter()
            .map(|entry| serde_json::from_str(&entry.line).unwrap())
            .collect()
    }
}

/// Every scope, and any permission to grant.
pub(crate) fn administrator() -> Credential {
    Credential::Vouched(Box::new(Principal::local("admin")))
}

/// Just these scopes.
pub(crate) fn holder(scopes: ScopeSet) -> Credential {
    Credential::Vouched(Box::new(
        Principal::api_key("holder", scopes).granting(Grant::nothing()),
    ))
}

pub(crate) fn bearer(text: &str) -> Credential {
    Credential::Bearer(SecretString::from(text))
}
