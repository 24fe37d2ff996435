//! Who is calling: API keys and Ward's own tokens become principals here and nowhere else.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, RwLock};

use ward_access::Principal;
use ward_secret::Timestamp;
use ward_tokens::api_key::{ApiKey, LAST_USED_RESOLUTION};
use ward_tokens::jwt::{AudienceRule, Validation};

use crate::api_key_record::StoredApiKey;
use crate::call::Credential;
use crate::engine::{invalid_credential, whole};
use crate::{Engine, OpError};

/// How an API key begins. Anything else after `Bearer` is taken for a token.
const API_KEY_PREFIX: &str = "ward_";

/// API keys that were looked up, cached until something changes.
#[derive(Default)]
pub(crate) struct Authenticator {
    keys: RwLock<HashMap<String, StoredApiKey>>,
    uses: Mutex<HashMap<String, Timestamp>>,
    /// Counts calls of [`Authenticator::forget`], so that what was read before one is not cached after it.
    generation: AtomicU64,
}

impl Authenticator {
    pub(crate) fn forget(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        whole(self.keys.write()).clear();
    }

    /// The principal behind a credential. A credential that does not count is one error, whatever the cause.
    pub(crate) async fn authenticate(
        &self,
        engine: &Engine,
        credential: &Credential,
    ) -> Result<Principal, OpError> {
        match credential {
            Credential::Vouched(principal) => Ok(Principal::clone(principal)),
            Credential::None if engine.settings().dev => Ok(Principal::dev()),
            Credential::None => Ok(Principal::anonymous()),
            Credential::Bearer(text) if text.expose().starts_with(API_KEY_PREFIX) => {
                self.api_key(engine, text.expose()).await
            }
            Credential::Bearer(text) => token(engine, text.expose()).await,
        }
    }

    async fn api_key(&self, engine: &Engine, text: &str) -> Result<Principal, OpError> {
        // The checksum turns typing errors away before the store is asked.
        let key = ApiKey::parse(text).map_err(|_| invalid_credential())?;
        let cached = whole(self.keys.read()).get(key.id()).cloned();
        let stored = match cached {
            Some(stored) => stored,
            None => self.look_up(engine, key.id()).await?,
        };
        if !key.matches(&stored.secret_hash) {
            return Err(invalid_credential());
        }
        stored
            .record
            .principal(engine.now())
            .map_err(|_| invalid_credential())
    }

    async fn look_up(&self, engine: &Engine, id: &str) -> Result<StoredApiKey, OpError> {
        let generation = self.generation.load(Ordering::SeqCst);
        let row = engine.store().api_key(id).await?.ok_or_else(invalid_credential)?;
        let stored = StoredApiKey::from_row(&row)?;
        let mut keys = whole(self.keys.write());
        if self.generation.load(Ordering::SeqCst) == generation {
            keys.insert(id.to_owned(), stored.clone());
        }
        Ok(stored)
    }

    /// Whether the use of an API key at `now` is to be written down: once per resolution, not once per call.
    pub(crate) fn use_is_news(&self, id: &str, now: Timestamp) -> bool {
        let mut uses = whole(self.uses.lock());
        match uses.get(id) {
            Some(last) if now >= *last && now < last.after(LAST_USED_RESOLUTION) => false,
            _ => {
                uses.insert(id.to_owned(), now);
                true
            }
        }
    }
}

/// A token of Ward's own: signed by its keyset, by its name, for nobody or for Ward.
async fn token(engine: &Engine, text: &str) -> Result<Principal, OpError> {
    let keys = engine.keyring().tokens(engine).await?;
    let issuer = &engine.settings().issuer;
    let verify = |audience| {
        let validation = Validation::new().issuer(issuer).audience(audience);
        keys.credentials.verify(text, &validation, engine.now())
    };
    let verified = verify(AudienceRule::Absent)
        .or_else(|_| verify(AudienceRule::Contains(issuer.clone())))
        .map_err(|_| invalid_credential())?;
    let subject = verified.claims.sub.as_deref().unwrap_or_default();
    Ok(Principal::token(
        subject,
        &verified.claims.permissions,
        verified.claims.exp,
    ))
}
