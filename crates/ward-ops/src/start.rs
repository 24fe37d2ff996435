//! What happens once when a server starts, and what goes on beside it.

use std::time::Duration;

use ward_access::{Grant, ScopeSet};
use ward_audit::entry as audit;
use ward_secret::{SecretString, SystemRandom};
use ward_tokens::api_key::{ApiKey, ApiKeyRecord};

use crate::api_key_record::StoredApiKey;
use crate::{Engine, Incoming, OpError};

/// The name of the key that the first start makes.
const ADMINISTRATOR: &str = "administrator";

impl Engine {
    /// Makes the first administrator key in a store that has no API key at all, and returns it to be shown once.
    ///
    /// The key holds every scope and may grant every permission. `None` when there is an API key already, revoked
    /// or not.
    pub async fn first_administrator(&self) -> Result<Option<SecretString>, OpError> {
        if !self.store().api_keys(0, 1).await?.is_empty() {
            return Ok(None);
        }
        let now = self.now();
        let key = ApiKey::generate(&self.settings().api_key_environment, &mut SystemRandom)
            .map_err(|error| OpError::internal(error.to_string()))?;
        let record = ApiKeyRecord::new(key.id(), ScopeSet::all(), Grant::Any, now, None);
        let stored = StoredApiKey {
            name: ADMINISTRATOR.to_owned(),
            secret_hash: key.secret_hash(),
            record,
        };
        let resource = audit::Resource::new("apikey", audit::OpaqueId::new(key.id()));
        let event = start_event(self, "api_key_create", Some(resource));
        let failed = audit::Event {
            outcome: audit::Outcome::Failed,
            code: Some("internal"),
            ..event.clone()
        };
        let on_panic = failed.clone();
        let id = key.id().to_owned();
        let (result, _) = self
            .store()
            .commit(
                move |transaction| {
                    Box::pin(async move { Ok(transaction.insert_api_key(&id, &stored.to_bytes()?).await?) })
                },
                move |result: &Result<(), OpError>| if result.is_ok() { event } else { failed },
                on_panic,
            )
            .await?;
        result.map(|()| Some(key.text().clone()))
    }

    /// Looks every `period` whether anything else has written to the store, and if so forgets what is cached, so that a
    /// revocation or rotation by another process counts here. Runs until it is dropped.
    pub async fn follow_changes(&self, period: Duration) {
        let mut seen = None;
        let mut ticks = tokio::time::interval(period);
        loop {
            ticks.tick().await;
            match self.store().change_mark().await {
                Ok(mark) if seen == Some(mark) => {}
                Ok(mark) => {
                    seen = Some(mark);
                    self.forget_cached();
                }
                // A store that cannot be asked could have changed.
                Err(_) => self.forget_cached(),
            }
        }
    }
}

/// An event of Ward's own start.
pub(crate) fn start_event(
    engine: &Engine,
    operation: &'static str,
    resource: Option<audit::Resource>,
) -> audit::Event {
    audit::Event {
        time: engine.now(),
        request: audit::OpaqueId::new(Incoming::new_request_id()),
        face: audit::Face::System,
        principal: audit::Principal::new("system", "start"),
        address: None,
        operation,
        effect: audit::Effect::Write,
        decision: audit::Decision::Allowed,
        outcome: audit::Outcome::Ok,
        code: None,
        resource,
        count: None,
        latency_us: 0,
    }
}
