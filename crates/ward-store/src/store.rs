//! The store: opened once, read by many, written through one writer.

use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Row as _, Sqlite, SqliteConnection, SqlitePool};
use tokio::sync::{Mutex as AsyncMutex, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use ward_audit::entry::Event;
use ward_secret::SystemRandom;

use crate::audit_log::{AuditHead, Log, LogKeys};
use crate::database::{self, Location, data_version};
use crate::root_key::PASSPHRASE_PARAMETERS;
use crate::seal::{Sealer, new_data_key, open_data_key};
use crate::writer::{Committed, Job, Ran, Transaction, Work, Writer};
use crate::{RootKeySource, StoreError};

/// Jobs that may wait for the writer before callers wait in turn.
const QUEUE: usize = 4096;

/// The one database. Cheap to share behind an `Arc`; see the crate's documentation for how it is written.
pub struct Store {
    location: Location,
    readers: SqlitePool,
    sealer: Arc<Sealer>,
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    head: watch::Receiver<AuditHead>,
    log_keys: Arc<LogKeys>,
    writer: AsyncMutex<Option<JoinHandle<()>>>,
    watcher: AsyncMutex<SqliteConnection>,
}

impl Store {
    /// Opens or makes the database, brings its schema up to date and starts its writer on the current runtime.
    ///
    /// Refused: [`StoreError::NewerSchema`], [`StoreError::NotWard`], [`StoreError::WrongRootKey`],
    /// [`StoreError::Damaged`] for store keys or a log state that do not open, and what reading the root key reports.
    pub async fn open(location: Location, root_key: &RootKeySource) -> Result<Self, StoreError> {
        let database = database::open(&location).await?;
        let mut writer = database.writer;
        let sealer = Arc::new(open_sealer(&mut writer, root_key).await?);
        let (log, head, log_keys) = Log::open(&mut writer, &sealer).await?;
        let (jobs, queue) = mpsc::channel(QUEUE);
        let writer = Writer::new(writer, sealer.clone(), log).await?;
        let handle = tokio::spawn(writer.run(queue));
        let watcher = database.readers.acquire().await?.detach();
        Ok(Self {
            location,
            readers: database.readers,
            sealer,
            jobs: Mutex::new(Some(jobs)),
            head,
            log_keys,
            writer: AsyncMutex::new(Some(handle)),
            watcher: AsyncMutex::new(watcher),
        })
    }

    /// Runs `change` and records what `event` makes of its result, in one commit; returns both once they are durable.
    ///
    /// When the change fails it is rolled back and its event is recorded alone. `on_panic` is recorded should the
    /// change panic. The outer error means that nothing was written, not even the event.
    pub async fn commit<T, E>(
        &self,
        change: impl for<'t> FnOnce(&'t mut Transaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        event: impl FnOnce(&Result<T, E>) -> Event + Send + 'static,
        on_panic: Event,
    ) -> Result<(Result<T, E>, Committed), StoreError>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let (result_in, result_out) = oneshot::channel();
        let work = Work::Change(
            Box::new(move |transaction| {
                Box::pin(async move {
                    let result = change(transaction).await;
                    let ran = Ran { keep: result.is_ok(), event: event(&result) };
                    let _ = result_in.send(result);
                    ran
                })
            }),
            on_panic,
        );
        let committed = self.submit(work).await?;
        // The sender is dropped unused only when the change panicked.
        let result = result_out.await.map_err(|_| StoreError::Busy)?;
        Ok((result, committed))
    }

    /// Records an event without a change; returns once it is durable.
    pub async fn record(&self, event: Event) -> Result<Committed, StoreError> {
        self.submit(Work::Record(event)).await
    }

    async fn submit(&self, work: Work) -> Result<Committed, StoreError> {
        let (answer, answered) = oneshot::channel();
        let jobs = self.jobs.lock().ok().and_then(|jobs| jobs.clone()).ok_or(StoreError::Busy)?;
        jobs.send(Job { work, answer }).await.map_err(|_| StoreError::Busy)?;
        answered.await.map_err(|_| StoreError::Busy)?
    }

    /// How far the audit log has come.
    #[must_use]
    pub fn audit_head(&self) -> AuditHead {
        self.head.borrow().clone()
    }

    /// Follows the audit log: changes whenever a batch was committed.
    #[must_use]
    pub fn follow_audit_head(&self) -> watch::Receiver<AuditHead> {
        self.head.clone()
    }

    /// A number that differs once anything was written since it was last read, by this process or another.
    pub async fn change_mark(&self) -> Result<i64, StoreError> {
        data_version(&mut *self.watcher.lock().await).await
    }

    /// Where the database lives.
    #[must_use]
    pub const fn location(&self) -> &Location {
        &self.location
    }

    /// Finishes what waits and closes the database. Later calls answer [`StoreError::Busy`].
    pub async fn close(&self) {
        if let Ok(mut jobs) = self.jobs.lock() {
            jobs.take();
        }
        if let Some(writer) = self.writer.lock().await.take() {
            let _ = writer.await;
        }
        self.readers.close().await;
    }

    pub(crate) async fn reader(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        Ok(self.readers.acquire().await?)
    }

    pub(crate) fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    pub(crate) fn log_keys(&self) -> &LogKeys {
        &self.log_keys
    }
}

/// Opens the data keys under the root key; makes the first one in a database that holds nothing yet.
///
/// One transaction, so that a start that is cut off leaves a store that the next start can finish, and two processes
/// that start together agree on one key.
async fn open_sealer(connection: &mut SqliteConnection, root_key: &RootKeySource) -> Result<Sealer, StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let held: i64 = sqlx::query("SELECT (SELECT count(*) FROM store_key) + (SELECT count(*) FROM store_secret)")
        .fetch_one(&mut *transaction)
        .await?
        .try_get(0)?;
    if held == 0 {
        make_first_key(&mut transaction, root_key).await?;
    }
    let root = root_key.derive(passphrase_parameters(&mut transaction).await?.as_deref())?;
    let mut keys = Vec::new();
    for row in sqlx::query("SELECT version, wrapped FROM store_key").fetch_all(&mut *transaction).await? {
        let version: u32 = row.try_get("version")?;
        let wrapped: Vec<u8> = row.try_get("wrapped")?;
        keys.push((version, open_data_key(root.expose(), version, &wrapped)?));
    }
    transaction.commit().await?;
    Sealer::new(keys).ok_or(StoreError::Damaged { table: "store_key" })
}

async fn make_first_key(connection: &mut SqliteConnection, root_key: &RootKeySource) -> Result<(), StoreError> {
    let parameters = root_key.new_parameters(&mut SystemRandom);
    let root = root_key.derive(parameters.as_deref())?;
    if let Some(parameters) = parameters {
        sqlx::query("INSERT INTO store_meta (name, value) VALUES (?, ?)")
            .bind(PASSPHRASE_PARAMETERS)
            .bind(parameters)
            .execute(&mut *connection)
            .await?;
    }
    let (_, wrapped) = new_data_key(root.expose(), 1, &mut SystemRandom);
    sqlx::query("INSERT INTO store_key (version, wrapped) VALUES (1, ?)").bind(wrapped).execute(connection).await?;
    Ok(())
}

async fn passphrase_parameters(connection: &mut SqliteConnection) -> Result<Option<Vec<u8>>, StoreError> {
    let row = sqlx::query("SELECT value FROM store_meta WHERE name = ?")
        .bind(PASSPHRASE_PARAMETERS)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}
