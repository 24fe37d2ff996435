//! A private world for a test: a folder, a root key, events to record.

use std::path::PathBuf;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};
use ward_audit::entry::{Decision, Effect, Event, Face, OpaqueId, Outcome, Principal};
use ward_keys::Kind;
use ward_keys::keyset::{KeyName, Keyset};
use ward_secret::{Secret, SystemRandom, Timestamp};
use ward_store::{Location, NamedKeyset, RootKeySource, Store, StoreError};

pub(crate) struct World {
    folder: tempfile::TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("ward.db")
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn location(&self) -> Location {
        Location::File(self.database())
    }

    /// The database as an attacker has it, who can write the file and has no key.
    pub(crate) async fn raw(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.database());
        SqliteConnection::connect_with(&options).await.unwrap()
    }

    /// Runs statements on a closed database.
    pub(crate) async fn attack(&self, statements: &'static str) {
        let mut raw = self.raw().await;
        sqlx::raw_sql(statements).execute(&mut raw).await.unwrap();
        raw.close().await.unwrap();
    }

    pub(crate) async fn try_store(&self) -> Result<Store, StoreError> {
        Store::open(self.location(), &root_key()).await
    }

    pub(crate) async fn store(&self) -> Store {
        Store::open(Location::File(self.database()), &root_key())
            .await
            .unwrap()
    }
}

pub(crate) fn root_key() -> RootKeySource {
    RootKeySource::Key(Secret::new([7; 32]))
}

pub(crate) fn event(outcome: Outcome) -> Event {
    Event {
        time: Timestamp::from_unix_seconds(1_795_248_000),
        request: OpaqueId::new("r1"),
        face: Face::Library,
        principal: Principal::new("system", "test"),
        address: None,
        operation: "key_create",
        effect: Effect::Write,
        decision: Decision::Allowed,
        outcome,
        code: None,
        resource: None,
        count: None,
        latency_us: 1,
    }
}

pub(crate) fn name(text: &str) -> KeyName {
    KeyName::new(text).unwrap()
}

pub(crate) fn keyset(text: &str) -> NamedKeyset {
    let keyset = Keyset::generate(
        Kind::Fernet,
        Timestamp::from_unix_seconds(1_795_248_000),
        &mut SystemRandom,
    );
    NamedKeyset {
        name: name(text),
        keyset,
    }
}

/// Commits an insertion the way the engine does.
pub(crate) async fn insert(store: &Store, keyset: NamedKeyset) -> Result<u64, StoreError> {
    let (result, committed) = store
        .commit(
            move |transaction| Box::pin(async move { transaction.insert_keyset(&keyset).await }),
            |result: &Result<(), StoreError>| {
                event(if result.is_ok() {
                    Outcome::Ok
                } else {
                    Outcome::Failed
                })
            },
            event(Outcome::Failed),
        )
        .await?;
    result.map(|()| committed.index)
}

/// Commits an API key.
pub(crate) async fn insert_api_key(store: &Store, id: &'static str, record: &'static [u8]) {
    let (result, _) = store
        .commit(
            move |transaction| Box::pin(async move { transaction.insert_api_key(id, record).await }),
            |_: &Result<(), StoreError>| event(Outcome::Ok),
            event(Outcome::Failed),
        )
        .await
        .unwrap();
    result.unwrap();
}

/// Appends `count` entries, sharing commits.
pub(crate) async fn record(store: &Store, count: usize) {
    let appended = (0..count).map(|_| store.record(event(Outcome::Ok)));
    for result in futures_util::future::join_all(appended).await {
        result.unwrap();
    }
}

/// The material of every version, to compare.
pub(crate) fn material(keyset: &NamedKeyset) -> Vec<Vec<u8>> {
    let versions = keyset.keyset.versions().iter();
    versions
        .map(|version| version.material().unwrap().expose().clone())
        .collect()
}
