//! The engine on the local store.

use std::time::Instant;

use ward_access::Principal;
use ward_audit::entry as audit;
use ward_ops::{Credential, Face, Incoming};
use ward_secret::Timestamp;

use super::Reply;
use crate::config::Config;
use crate::error::CliError;
use crate::platform;
use crate::wiring::{self, Opened};

/// The engine on the local store, and who is using it.
pub(crate) struct Local {
    opened: Opened,
    user: String,
}

impl Local {
    /// Opens the store. One that does not exist yet is made, so that the first command on a new machine works; the
    /// administrator key is only made by `ward serve`, which shows it.
    pub(crate) async fn open(config: &Config) -> Result<Self, CliError> {
        Ok(Self {
            opened: wiring::open(config, wiring::Way::Person).await?,
            user: platform::user(),
        })
    }

    pub(super) async fn call(&self, name: &str, body: &[u8]) -> Result<Reply, CliError> {
        let credential = Credential::Vouched(Box::new(Principal::local(&self.user)));
        let bytes = self
            .opened
            .engine
            .call(Incoming::new(Face::Cli, credential), name, body)
            .await?;
        Ok(Reply::new(bytes))
    }

    pub(crate) fn engine(&self) -> &ward_ops::Engine {
        &self.opened.engine
    }

    /// Records something that is not an operation, such as a backup: it leaves an entry like any other call.
    pub(crate) async fn record(
        &self,
        operation: &'static str,
        effect: audit::Effect,
        started: Instant,
    ) -> Result<(), CliError> {
        let event = event(&self.user, operation, effect, self.engine().now(), started);
        self.engine().store().record(event).await?;
        Ok(())
    }

    /// Finishes what waits.
    pub(crate) async fn close(self) {
        self.opened.close().await;
    }
}

/// The entry of something that the command line did without an operation, and that went well.
fn event(
    user: &str,
    operation: &'static str,
    effect: audit::Effect,
    time: Timestamp,
    started: Instant,
) -> audit::Event {
    audit::Event {
        time,
        request: audit::OpaqueId::new(Incoming::new_request_id()),
        face: audit::Face::Cli,
        principal: audit::Principal::new("local", user),
        address: None,
        operation,
        effect,
        decision: audit::Decision::Allowed,
        outcome: audit::Outcome::Ok,
        code: None,
        resource: None,
        count: None,
        latency_us: u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
    }
}
