//! A private world for a test: a folder, a root key, events to record.

use std::path::PathBuf;

use ward_audit::entry::{Decision, Effect, Event, Face, OpaqueId, Outcome, Principal};
use ward_keys::Kind;
use ward_keys::keyset::{KeyName, Keyset};
use ward_secret::{Secret, SystemRandom, Timestamp};
use ward_store::{Location, NamedKeyset, RootKeySource, Store};

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

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
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
pub(crate) async fn insert(store: &Store, keyset: NamedKeyset) -> Result<u64, ward_store::StoreError> {
    let (result, committed) = store
        .commit(
            move |transaction| Box::pin(async move { transaction.insert_keyset(&keyset).await }),
            |result: &Result<(), ward_store::StoreError>| {
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
