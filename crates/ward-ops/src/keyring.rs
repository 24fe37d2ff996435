//! Keysets, opened: parsed once, kept until something changes, shared by reference.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};

use ward_audit::entry as audit;
use ward_encryption::FernetKeyset;
use ward_keys::{AeadKeys, KeyId, KeyName, Keyset, Kind, MacKeys, SigningKeys, Usage};
use ward_secret::SystemRandom;
use ward_store::{NamedKeyset, StoreError};
use ward_tokens::jwt::{SigningKey, VerifyingKey, VerifyingKeys};

use crate::engine::whole;
use crate::start::start_event;
use crate::{Engine, ErrorKind, OpError};

/// Names that begin so are Ward's own keysets.
pub const OWN_PREFIX: &str = "ward.";
/// Signs tokens: `ed25519`.
pub const TOKENS: &str = "ward.tokens";
/// Wraps the data keys that `encrypt` makes when it is given neither a password nor a key: `xchacha20-poly1305`.
pub const DATA_KEYS: &str = "ward.data-keys";

/// A keyset with its keys prepared for use.
#[derive(Debug)]
pub struct OpenKeyset {
    /// The name that its owner gave it.
    pub name: KeyName,
    /// Versions, states, dates.
    pub keyset: Keyset,
    /// The keys.
    pub keys: Keys,
}

/// Prepared keys, by use.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "always behind an `Arc`, one per keyset")]
pub enum Keys {
    /// Encrypts as Fernet tokens.
    Fernet(FernetKeyset),
    /// Encrypts as Ward envelopes.
    Aead(AeadKeys),
    /// Signs.
    Signing(SigningKeys),
    /// Makes authentication tags.
    Mac(MacKeys),
}

impl OpenKeyset {
    /// Prepares the usable versions of a keyset.
    pub fn new(named: NamedKeyset) -> Result<Self, OpError> {
        let NamedKeyset { name, keyset } = named;
        let unusable = |_| OpError::internal("a keyset could not be prepared");
        let keys = match (keyset.kind(), keyset.kind().usage()) {
            (Kind::Fernet, _) => Keys::Fernet(FernetKeyset::from_keyset(&keyset).map_err(unusable)?),
            (_, Usage::Encrypt) => Keys::Aead(AeadKeys::from_keyset(&keyset).map_err(unusable)?),
            (_, Usage::Sign) => Keys::Signing(SigningKeys::from_keyset(&keyset).map_err(unusable)?),
            (_, Usage::Mac) => Keys::Mac(MacKeys::from_keyset(&keyset).map_err(unusable)?),
            _ => {
                return Err(OpError::internal(
                    "a keyset has a use that this ward does not know",
                ));
            }
        };
        Ok(Self { name, keyset, keys })
    }
}

/// The keys behind tokens.
pub struct TokenKeys {
    /// Signs new tokens.
    pub signing: SigningKey,
    /// Check tokens: the configured secret, if any, and every usable version of Ward's own key.
    pub verifying: VerifyingKeys,
    /// Check tokens that are shown as a credential: Ward's own key alone. Whoever shares the configured secret could
    /// otherwise make itself an administrator of Ward.
    pub credentials: VerifyingKeys,
    /// The public keys, as the JWKS endpoint serves them.
    pub jwks: serde_json::Value,
    /// Which key version signs, for the audit entry; `None` with a configured secret.
    pub signer: Option<(KeyId, u32)>,
}

#[derive(Default)]
struct Cache {
    by_name: HashMap<KeyName, Arc<OpenKeyset>>,
    by_id: HashMap<KeyId, Arc<OpenKeyset>>,
    tokens: Option<Arc<TokenKeys>>,
}

/// Opened keysets, cached.
#[derive(Default)]
pub struct Keyring {
    cache: RwLock<Cache>,
    /// Counts calls of [`Keyring::forget`], so that what was read before one is not cached after it.
    generation: AtomicU64,
}

impl Keyring {
    /// Drops everything; the keys wipe themselves once the last call that uses them ends.
    pub fn forget(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
        *whole(self.cache.write()) = Cache::default();
    }

    /// The keyset of that name. [`ErrorKind::NotFound`] when there is none.
    pub async fn by_name(&self, engine: &Engine, name: &KeyName) -> Result<Arc<OpenKeyset>, OpError> {
        if let Some(found) = whole(self.cache.read()).by_name.get(name) {
            return Ok(found.clone());
        }
        let generation = self.generation.load(Ordering::SeqCst);
        self.keep(generation, engine.store().keyset_by_name(name).await?)
    }

    /// The keyset of that id. [`ErrorKind::NotFound`] when there is none.
    pub async fn by_id(&self, engine: &Engine, id: KeyId) -> Result<Arc<OpenKeyset>, OpError> {
        if let Some(found) = whole(self.cache.read()).by_id.get(&id) {
            return Ok(found.clone());
        }
        let generation = self.generation.load(Ordering::SeqCst);
        self.keep(generation, engine.store().keyset_by_id(id).await?)
    }

    /// The keys behind tokens.
    pub async fn tokens(&self, engine: &Engine) -> Result<Arc<TokenKeys>, OpError> {
        if let Some(found) = &whole(self.cache.read()).tokens {
            return Ok(found.clone());
        }
        let generation = self.generation.load(Ordering::SeqCst);
        let own = self.by_name(engine, &own_name(TOKENS)?).await?;
        let tokens = Arc::new(token_keys(engine, &own)?);
        let mut cache = whole(self.cache.write());
        if self.generation.load(Ordering::SeqCst) == generation {
            cache.tokens = Some(tokens.clone());
        }
        Ok(tokens)
    }

    fn keep(&self, generation: u64, found: Option<NamedKeyset>) -> Result<Arc<OpenKeyset>, OpError> {
        let open = Arc::new(OpenKeyset::new(found.ok_or_else(no_such_key)?)?);
        let mut cache = whole(self.cache.write());
        if self.generation.load(Ordering::SeqCst) == generation {
            cache.by_name.insert(open.name.clone(), open.clone());
            cache.by_id.insert(open.keyset.id(), open.clone());
        }
        Ok(open)
    }
}

fn token_keys(engine: &Engine, own: &OpenKeyset) -> Result<TokenKeys, OpError> {
    let unusable = |_| OpError::internal("the token key could not be prepared");
    let Keys::Signing(public) = &own.keys else {
        return Err(OpError::internal("the token key does not sign"));
    };
    let credentials = public
        .iter()
        .map(|version| VerifyingKey::ed25519(version.key.public_key()).map_err(unusable))
        .collect::<Result<Vec<_>, _>>()?;
    let primary = own.keyset.primary();
    let seed = primary
        .material()
        .ok_or_else(|| OpError::internal("the token key has no material"))?;
    let (signing, secret_key) = match &engine.settings().token_secret {
        Some(secret) => {
            let signing = SigningKey::hs256(secret.expose()).map_err(unusable)?;
            let verifying = signing.verifying_key();
            (signing, Some(verifying))
        }
        None => (SigningKey::ed25519(seed.expose()).map_err(unusable)?, None),
    };
    Ok(TokenKeys {
        signer: secret_key.is_none().then(|| (own.keyset.id(), primary.number())),
        signing,
        verifying: secret_key
            .into_iter()
            .chain(credentials.iter().cloned())
            .collect(),
        credentials: credentials.into_iter().collect(),
        jwks: serde_json::to_value(public.jwks())
            .map_err(|_| OpError::internal("the key set could not be written"))?,
    })
}

pub(crate) fn no_such_key() -> OpError {
    OpError::new(ErrorKind::NotFound, "no_such_key", "there is no key of that name")
        .hint("list the keys with key_list")
}

fn own_name(name: &'static str) -> Result<KeyName, OpError> {
    KeyName::new(name).map_err(|_| OpError::internal("a name of Ward's own keysets is not a key name"))
}

/// Makes Ward's own keysets where they are missing. Two processes that start together agree on one.
pub(crate) async fn make_own_keysets(engine: &Engine) -> Result<(), OpError> {
    for (name, kind) in [(TOKENS, Kind::Ed25519), (DATA_KEYS, Kind::XChaCha20Poly1305)] {
        let name = own_name(name)?;
        if engine.store().keyset_by_name(&name).await?.is_some() {
            continue;
        }
        let keyset = Keyset::generate(kind, engine.now(), &mut SystemRandom);
        let id = audit::OpaqueId::new(keyset.id().to_string());
        let event = start_event(engine, "key_create", Some(audit::Resource::new("key", id)));
        let failed = audit::Event {
            outcome: audit::Outcome::Failed,
            code: Some("taken"),
            ..event.clone()
        };
        let on_panic = failed.clone();
        let named = NamedKeyset { name, keyset };
        let (result, _) = engine
            .store()
            .commit(
                move |transaction| Box::pin(async move { transaction.insert_keyset(&named).await }),
                move |result: &Result<(), StoreError>| if result.is_ok() { event } else { failed },
                on_panic,
            )
            .await?;
        match result {
            Ok(()) | Err(StoreError::Taken) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
