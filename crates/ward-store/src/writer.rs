//! The one writer: waiting changes run one after the other, their audit entries join the tree, one commit answers all.
//!
//! `SQLite` has one writer, and a durable commit costs a flush of the disk. So the writer takes whatever waits, runs each
//! change as a savepoint of one transaction, appends the entries, commits once and only then answers. While the disk
//! flushes, the next batch gathers. A change that fails, or panics, is rolled back alone; a batch that cannot be
//! committed is answered with the reason and leaves nothing behind.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteQueryResult};
use sqlx::{Row as _, Sqlite, SqliteConnection};
use tokio::sync::{mpsc, oneshot};
use ward_audit::entry::Event;
use ward_secret::SystemRandom;

use crate::StoreError;
use crate::audit_log::Log;
use crate::database::{data_version, limit_size};
use crate::seal::{Place, Sealer};

/// At most this many jobs share a commit; more wait for the next.
const BATCH: usize = 512;

/// What a job's change came to: whether to keep it, and the event that tells of it.
pub(crate) struct Ran {
    pub(crate) keep: bool,
    pub(crate) event: Event,
}

type Change = Box<dyn for<'t> FnOnce(&'t mut Transaction) -> BoxFuture<'t, Ran> + Send>;

/// A change with its event, or an event alone.
pub(crate) enum Work {
    Record(Event),
    /// The second event is recorded when the change panics.
    Change(Change, Event),
}

pub(crate) struct Job {
    pub(crate) work: Work,
    pub(crate) answer: oneshot::Sender<Result<Committed, StoreError>>,
}

/// Proof of a commit: where in the audit log the entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The entry's index in the log, from zero.
    pub index: u64,
}

/// The open transaction that a change works in. Its methods stand with the records they write.
pub struct Transaction {
    connection: SqliteConnection,
    sealer: Arc<Sealer>,
    /// Set once the database may have ended the transaction on its own.
    ended: Option<StoreError>,
}

impl Transaction {
    /// Runs a statement that writes. None runs after an error that ended the transaction, even when the change passed
    /// that error over: it would be committed alone, without its entry.
    pub(crate) async fn execute(
        &mut self,
        statement: Query<'_, Sqlite, SqliteArguments>,
    ) -> Result<SqliteQueryResult, StoreError> {
        if let Some(error) = &self.ended {
            return Err(error.again());
        }
        statement.execute(&mut self.connection).await.map_err(|error| {
            let error = StoreError::from(error);
            if error.ends_transaction() {
                self.ended = Some(error.again());
            }
            error
        })
    }

    /// For reading.
    pub(crate) const fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }

    pub(crate) const fn sealer(&self) -> &Arc<Sealer> {
        &self.sealer
    }

    pub(crate) fn seal(&self, place: Place<'_>, plaintext: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.sealer.seal(place, plaintext, &mut SystemRandom)
    }
}

/// Lets callers that the last commit has just answered come back with their next job: without this, the first of them
/// would get a commit of its own and all others wait for it.
async fn gather(jobs: &mut mpsc::Receiver<Job>, batch: &mut Vec<Job>) {
    loop {
        let before = batch.len();
        tokio::task::yield_now().await;
        while batch.len() < BATCH
            && let Ok(job) = jobs.try_recv()
        {
            batch.push(job);
        }
        if batch.len() == before || batch.len() == BATCH {
            return;
        }
    }
}

/// How large the database may grow, set by whoever holds the store and heeded by its writer.
pub(crate) struct Quota(AtomicU64);

impl Quota {
    const NONE: u64 = u64::MAX;

    pub(crate) fn set(&self, bytes: Option<u64>) {
        self.0.store(bytes.unwrap_or(Self::NONE), Ordering::Relaxed);
    }
}

impl Default for Quota {
    fn default() -> Self {
        Self(AtomicU64::new(Self::NONE))
    }
}

/// The writer task's state.
pub(crate) struct Writer {
    transaction: Transaction,
    log: Log,
    seen_version: i64,
    quota: Arc<Quota>,
    /// The quota that the connection was last told.
    heeded: u64,
}

impl Writer {
    pub(crate) async fn new(
        mut connection: SqliteConnection,
        sealer: Arc<Sealer>,
        log: Log,
        quota: Arc<Quota>,
    ) -> Result<Self, StoreError> {
        let seen_version = data_version(&mut connection).await?;
        let transaction = Transaction {
            connection,
            sealer,
            ended: None,
        };
        Ok(Self {
            transaction,
            log,
            seen_version,
            quota,
            heeded: Quota::NONE,
        })
    }

    /// Works until every sender is gone, then closes the database.
    pub(crate) async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut batch = Vec::with_capacity(BATCH);
        while jobs.recv_many(&mut batch, BATCH).await > 0 {
            gather(&mut jobs, &mut batch).await;
            self.commit_batch(&mut batch).await;
        }
        let _ = sqlx::Connection::close(self.transaction.connection).await;
    }

    async fn commit_batch(&mut self, batch: &mut Vec<Job>) {
        let mut works = Vec::with_capacity(batch.len());
        let mut answers = Vec::with_capacity(batch.len());
        for Job { work, answer } in batch.drain(..) {
            works.push(work);
            answers.push(answer);
        }
        match self.try_commit(works).await {
            Ok(first) => {
                for (index, answer) in (first..).zip(answers) {
                    let _ = answer.send(Ok(Committed { index }));
                }
            }
            Err(error) => {
                tracing::error!(error = %error, jobs = answers.len(), "nothing of this batch was written");
                let _ = sqlx::raw_sql("ROLLBACK")
                    .execute(&mut self.transaction.connection)
                    .await;
                self.log.forget_uncommitted();
                for answer in answers {
                    let _ = answer.send(Err(error.again()));
                }
            }
        }
    }

    /// Runs and commits; returns the index of the first entry.
    async fn try_commit(&mut self, works: Vec<Work>) -> Result<u64, StoreError> {
        self.heed_quota().await?;
        self.transaction.ended = None;
        // Another process may have appended since we last looked. One statement, for each is a way to another thread.
        let version: i64 = sqlx::raw_sql("BEGIN IMMEDIATE; PRAGMA data_version")
            .fetch_one(&mut self.transaction.connection)
            .await?
            .try_get(0)?;
        if version != self.seen_version {
            self.log.reload(&mut self.transaction.connection).await?;
            self.seen_version = version;
        }
        let first = self.log.size();
        let mut events = Vec::with_capacity(works.len());
        for work in works {
            events.push(match work {
                Work::Record(event) => event,
                Work::Change(change, on_panic) => self.run_change(change, on_panic).await?,
            });
        }
        self.log.append(&mut self.transaction.connection, &events).await?;
        sqlx::raw_sql("COMMIT")
            .execute(&mut self.transaction.connection)
            .await?;
        self.log.committed();
        Ok(first)
    }

    async fn run_change(&mut self, change: Change, on_panic: Event) -> Result<Event, StoreError> {
        sqlx::raw_sql("SAVEPOINT change")
            .execute(&mut self.transaction.connection)
            .await?;
        let ran = AssertUnwindSafe(change(&mut self.transaction))
            .catch_unwind()
            .await;
        let Ran { keep, event } = ran.unwrap_or(Ran {
            keep: false,
            event: on_panic,
        });
        if let Some(error) = self.transaction.ended.take() {
            return Err(error);
        }
        let end = if keep {
            "RELEASE change"
        } else {
            "ROLLBACK TO change; RELEASE change"
        };
        sqlx::raw_sql(end)
            .execute(&mut self.transaction.connection)
            .await?;
        Ok(event)
    }

    async fn heed_quota(&mut self) -> Result<(), StoreError> {
        let bytes = self.quota.0.load(Ordering::Relaxed);
        if bytes != self.heeded {
            let limit = (bytes != Quota::NONE).then_some(bytes);
            limit_size(&mut self.transaction.connection, limit).await?;
            self.heeded = bytes;
        }
        Ok(())
    }
}
