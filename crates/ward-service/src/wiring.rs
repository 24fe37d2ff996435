//! The one place that sees everything: configuration becomes a store, an engine and what runs beside them.

mod root_key;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ward_certs::TrustAnchors;
use ward_net::{Connector, OutboundPolicy, trust};
use ward_ops::{Engine, ErrorKind, LimitSettings, Settings};
use ward_secret::{SecretBytes, SystemClock};
use ward_store::checkpoint_file::CheckpointKeeper;
use ward_store::{Location, Store};

use crate::config::{Config, Database, Outbound, tokens};
use crate::error::CliError;
use crate::{files, input};

pub(crate) use root_key::source as root_key_source;

/// For whom the engine works, which decides what its outbound connections may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// A person's own command line: unrestricted.
    Person,
    /// A server that listens on this address: whoever calls it must not reach through it into the network.
    Service(std::net::SocketAddr),
    /// An agent on standard input: it follows what it reads, so it must not reach into the network either.
    Agent,
}

/// A store and an engine, at work.
pub(crate) struct Opened {
    pub(crate) engine: Arc<Engine>,
    store: Arc<Store>,
    keeper: Option<CheckpointKeeper>,
    /// Says to `ward restore` that the store is in use.
    _in_use: Option<File>,
}

impl Opened {
    /// Finishes what waits, writes the last checkpoint and closes the database.
    pub(crate) async fn close(self) {
        self.store.close().await;
        if let Some(keeper) = self.keeper
            && let Err(error) = keeper.finished().await
        {
            tracing::error!(%error, "the checkpoint file was not written");
        }
    }
}

/// Opens the store, making it when there is none, and puts the engine on it.
///
/// Refused: a store that is behind its checkpoint file, because going on would bury the evidence.
pub(crate) async fn open(config: &Config, way: Way) -> Result<Opened, CliError> {
    let settings = settings(config, way)?;
    let location = location(config);
    let (store, in_use) = match &location {
        Location::Memory => (Store::open(location.clone(), &root_key::ephemeral()).await?, None),
        Location::File(path) => {
            files::make_private_folder(&config.storage.data_dir)?;
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                files::make_private_folder(folder)?;
            }
            let in_use = in_use(path)?;
            (open_file(config, &location).await?, Some(in_use))
        }
    };
    let store = Arc::new(store);
    let mut keeper = None;
    if in_use.is_some() {
        let checkpoint_file = &config.audit.checkpoint_file;
        if let Err(error) = store.check_against(checkpoint_file).await {
            store.close().await;
            return Err(error.into());
        }
        keeper = Some(store.keep_checkpoint_file(checkpoint_file.clone()));
    }
    let engine = Engine::new(store.clone(), Arc::new(SystemClock), settings).await?;
    Ok(Opened {
        engine: Arc::new(engine),
        store,
        keeper,
        _in_use: in_use,
    })
}

/// Opens the database file. Processes that start together on a new machine take turns, so that one root key is made.
async fn open_file(config: &Config, location: &Location) -> Result<Store, CliError> {
    if Store::exists(location)? {
        return Ok(Store::open(location.clone(), &root_key_source(config, false)?).await?);
    }
    let turn = config.storage.data_dir.join("first-start.lock");
    let lock = lock_file(&turn)?;
    lock.lock().map_err(|error| CliError::file(&turn, &error))?;
    let first = !Store::exists(location)?;
    let store = Store::open(location.clone(), &root_key_source(config, first)?).await?;
    let _ = std::fs::remove_file(&turn);
    Ok(store)
}

/// Where the database lives.
pub(crate) fn location(config: &Config) -> Location {
    match &config.storage.database {
        _ if config.server.dev => Location::Memory,
        Database::Memory => Location::Memory,
        Database::Sqlite(path) => Location::File(path.clone()),
    }
}

/// The file that says whether a process has the database open: shared by those, exclusive for a restoration.
pub(crate) fn in_use_path(database: &Path) -> PathBuf {
    files::beside(database, ".lock")
}

fn in_use(database: &Path) -> Result<File, CliError> {
    let path = in_use_path(database);
    let file = lock_file(&path)?;
    match file.try_lock_shared() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(CliError::new(
            ErrorKind::Conflict,
            "store_locked",
            "the store is being restored",
        )),
        Err(std::fs::TryLockError::Error(error)) => Err(CliError::file(&path, &error)),
    }
}

pub(crate) fn lock_file(path: &Path) -> Result<File, CliError> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| CliError::file(path, &error))
}

fn settings(config: &Config, way: Way) -> Result<Settings, CliError> {
    Ok(Settings {
        dev: config.server.dev,
        issuer: config.tokens.issuer.clone(),
        token_secret: token_secret(&config.tokens.secret)?,
        longest_token: config.tokens.longest,
        api_key_environment: config.api_keys.environment.clone(),
        passwords: config.passwords.context.clone(),
        pool: config.hashing.pool,
        limits: LimitSettings {
            enabled: config.limits.enabled,
            ..LimitSettings::default()
        },
        connector: Connector::new(Arc::new(policy(&config.outbound, way))),
        trust: Arc::new(anchors(&config.outbound)?),
    })
}

fn policy(outbound: &Outbound, way: Way) -> OutboundPolicy {
    let policy = match way {
        Way::Person => return OutboundPolicy::person(),
        Way::Service(listener) => OutboundPolicy::service().denying_own([listener]),
        Way::Agent => OutboundPolicy::service(),
    };
    outbound
        .allow
        .iter()
        .fold(policy, |policy, allowance| policy.allowing(*allowance))
}

/// The system's roots and the extra ones. A machine without any is no reason not to start: it can do all but check TLS.
fn anchors(outbound: &Outbound) -> Result<TrustAnchors, CliError> {
    let mut extra = Vec::new();
    for path in &outbound.extra_roots {
        let pem = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
        match ward_certs::Certificate::from_pem(&pem) {
            Ok(found) if !found.is_empty() => extra.extend(found.iter().map(|root| root.der().to_vec())),
            _ => {
                return Err(CliError::usage(format!(
                    "{}: it holds no certificate in pem",
                    path.display()
                )));
            }
        }
    }
    match trust::load(trust::Roots::NativeOrBundled, &extra) {
        Ok(loaded) => Ok(loaded.anchors),
        Err(trust::TrustError::Empty) => Ok(TrustAnchors::none()),
        Err(error) => Err(CliError::usage(format!(
            "the setting `outbound.extra_roots` is not valid: {error}"
        ))),
    }
}

fn token_secret(secret: &tokens::Secret) -> Result<Option<SecretBytes>, CliError> {
    let secret = match secret {
        tokens::Secret::Value(secret) => secret.clone(),
        tokens::Secret::File(path) => input::secret_file(path)?,
        tokens::Secret::Credential(Some(path)) if path.exists() => input::secret_file(path)?,
        tokens::Secret::Credential(_) => return Ok(None),
    };
    tokens::check_secret(&secret)?;
    Ok(Some(SecretBytes::from(secret.expose_bytes())))
}
