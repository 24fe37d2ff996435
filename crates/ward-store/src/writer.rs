//! The one writer: waiting changes run one after the other, their audit entries join the tree, one commit answers all.
//!
//! `SQLite` has one writer, and a durable commit costs a flush of the disk. So the writer takes whatever waits, runs each
//! change as a savepoint of one transaction, appends the entries, commits once and only then answers. While the disk
//! flushes, the next batch gathers. A change that fails, or panics, is rolled back alone; a batch that cannot be
//! committed is answered with the reason and leaves nothing behind.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sqlx::SqliteConnection;
use tokio::sync::{mpsc, oneshot};
use ward_audit::entry::Event;
use ward_secret::SystemRandom;

use crate::StoreError;
use crate::audit_log::Log;
use crate::database::data_version;
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
}

impl Transaction {
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

/// The writer task's state.
pub(crate) struct Writer {
    transaction: Transaction,
    log: Log,
    seen_version: i64,
}

impl Writer {
    pub(crate) async fn new(
        mut connection: SqliteConnection,
        sealer: Arc<Sealer>,
        log: Log,
    ) -> Result<Self, StoreError> {
        let seen_version = data_version(&mut connection).await?;
        Ok(Self { transaction: Transaction { connection, sealer }, log, seen_version })
    }

    /// Works until every sender is gone, then closes the database.
    pub(crate) async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut batch = Vec::with_capacity(BATCH);
        while jobs.recv_many(&mut batch, BATCH).await > 0 {
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
                let _ = sqlx::raw_sql("ROLLBACK").execute(&mut self.transaction.connection).await;
                self.log.forget_uncommitted();
                let mut first = Some(error);
                for answer in answers {
                    let error = first.take().unwrap_or(StoreError::Busy);
                    let again = same_kind(&error);
                    let _ = answer.send(Err(error));
                    first = Some(again);
                }
            }
        }
    }

    /// Runs and commits; returns the index of the first entry.
    async fn try_commit(&mut self, works: Vec<Work>) -> Result<u64, StoreError> {
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut self.transaction.connection).await?;
        // Another process may have appended since we last looked.
        let version = data_version(&mut self.transaction.connection).await?;
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
        self.log.append(&mut self.transaction.connection, events).await?;
        sqlx::raw_sql("COMMIT").execute(&mut self.transaction.connection).await?;
        self.log.committed();
        Ok(first)
    }

    async fn run_change(&mut self, change: Change, on_panic: Event) -> Result<Event, StoreError> {
        sqlx::raw_sql("SAVEPOINT change").execute(&mut self.transaction.connection).await?;
        let ran = AssertUnwindSafe(change(&mut self.transaction)).catch_unwind().await;
        let Ran { keep, event } = ran.unwrap_or(Ran { keep: false, event: on_panic });
        let end = if keep { "RELEASE change" } else { "ROLLBACK TO change; RELEASE change" };
        sqlx::raw_sql(end).execute(&mut self.transaction.connection).await?;
        Ok(event)
    }
}

/// The same answer for the next job of a failed batch; errors of libraries cannot be copied.
fn same_kind(error: &StoreError) -> StoreError {
    match error {
        StoreError::Full => StoreError::Full,
        StoreError::Damaged { table } => StoreError::Damaged { table },
        _ => StoreError::Busy,
    }
}
