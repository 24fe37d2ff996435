//! The store: opened once, read by many, written through one writer.

use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Sqlite, SqliteConnection, SqlitePool};
use tokio::sync::{Mutex as AsyncMutex, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use ward_audit::entry::Event;

use crate::audit_log::{AuditHead, Log, LogKeys};
use crate::database::{self, Location, data_version};
use crate::seal::Sealer;
use crate::writer::{Committed, Job, Quota, Ran, Transaction, Work, Writer};
use crate::{RootKeySource, StoreError, data_keys};

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
    watcher: AsyncMutex<Option<SqliteConnection>>,
    quota: Arc<Quota>,
}

impl Store {
    /// Whether there is a database at `location`: what tells a first start, at which a root key may be made, from one at
    /// which it must not. An empty file is none.
    pub fn exists(location: &Location) -> Result<bool, StoreError> {
        let Location::File(path) = location else {
            return Ok(false);
        };
        match std::fs::metadata(path) {
            Ok(metadata) => Ok(metadata.len() > 0),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens or makes the database, brings its schema up to date and starts its writer on the current runtime.
    ///
    /// Refused: [`StoreError::NewerSchema`], [`StoreError::NotWard`], [`StoreError::WrongRootKey`],
    /// [`StoreError::Damaged`] for store keys or a log state that do not open, and what reading the root key reports.
    pub async fn open(location: Location, root_key: &RootKeySource) -> Result<Self, StoreError> {
        let database = database::open(&location).await?;
        let mut writer = database.writer;
        let sealer = Arc::new(data_keys::open_or_make(&mut writer, root_key).await?);
        let (log, head, log_keys) = Log::open(&mut writer, &sealer).await?;
        let (jobs, queue) = mpsc::channel(QUEUE);
        let quota = Arc::new(Quota::default());
        let writer = Writer::new(writer, sealer.clone(), log, quota.clone()).await?;
        let watcher = database.readers.acquire().await?.detach();
        let handle = tokio::spawn(writer.run(queue));
        Ok(Self {
            location,
            readers: database.readers,
            sealer,
            jobs: Mutex::new(Some(jobs)),
            head,
            log_keys,
            writer: AsyncMutex::new(Some(handle)),
            watcher: AsyncMutex::new(Some(watcher)),
            quota,
        })
    }

    /// Runs `change` and records what `event` makes of its result, in one commit; returns both once they are durable.
    ///
    /// When the change fails it is rolled back and its event is recorded alone. `on_panic` is recorded should the
    /// change panic. The outer error means that nothing was written, not even the event: [`StoreError::Full`] when the
    /// disk or the quota is, for all who shared the commit.
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
                    let ran = Ran {
                        keep: result.is_ok(),
                        event: event(&result),
                    };
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
        let jobs = self
            .jobs
            .lock()
            .ok()
            .and_then(|jobs| jobs.clone())
            .ok_or(StoreError::Busy)?;
        jobs.send(Job { work, answer })
            .await
            .map_err(|_| StoreError::Busy)?;
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
        data_version(self.watcher.lock().await.as_mut().ok_or(StoreError::Busy)?).await
    }

    /// Holds the database file to about `bytes` from the next commit on, for this process; `None` lifts the limit.
    ///
    /// What does not fit is answered [`StoreError::Full`], as on a full disk, and reads go on. The file never shrinks by
    /// this, and the write-ahead log beside it, some megabytes under load, is not counted.
    pub fn set_quota(&self, bytes: Option<u64>) {
        self.quota.set(bytes);
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
        if let Some(watcher) = self.watcher.lock().await.take() {
            let _ = watcher.close().await;
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
