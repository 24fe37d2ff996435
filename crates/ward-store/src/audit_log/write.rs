//! Appending, within the writer's transaction.

use std::sync::Arc;

use sqlx::{Connection as _, Row as _, SqliteConnection};
use tokio::sync::watch;
use ward_audit::Appender;
use ward_audit::entry::Event;
use ward_audit::merkle::Frontier;

use super::{AuditHead, ENTRY, LogKeys, STATE, sql_index, state};
use crate::StoreError;
use crate::seal::Sealer;

/// A checkpoint is kept for good whenever the log has grown past a multiple of this many entries.
pub(super) const KEEP_EVERY: u64 = 1024;

/// The writer's view of the log.
pub(crate) struct Log {
    keys: Arc<LogKeys>,
    committed: Appender,
    pending: Option<(Appender, String)>,
    head: watch::Sender<AuditHead>,
    inserts: Inserts,
}

impl Log {
    /// Loads the log's keys and state; makes them in a database that never had a log.
    pub(crate) async fn open(
        connection: &mut SqliteConnection,
        sealer: &Sealer,
    ) -> Result<(Self, watch::Receiver<AuditHead>, Arc<LogKeys>), StoreError> {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        let keys = match LogKeys::load(&mut transaction, sealer).await? {
            Some(keys) => keys,
            None => begin(&mut transaction, sealer).await?,
        };
        let (frontier, checkpoint) = state::load(&mut transaction, &keys).await?;
        transaction.commit().await?;
        let keys = Arc::new(keys);
        let (head, follow) = watch::channel(AuditHead::new(&frontier, checkpoint));
        let log = Self {
            committed: Appender::new(frontier, keys.tag_key.clone()),
            keys: keys.clone(),
            pending: None,
            head,
            inserts: Inserts::default(),
        };
        Ok((log, follow, keys))
    }

    /// Number of committed entries.
    pub(crate) const fn size(&self) -> u64 {
        self.committed.frontier().size()
    }

    /// Takes up what another process has appended. [`StoreError::RolledBack`] when the log is not longer but another.
    pub(crate) async fn reload(&mut self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let (frontier, checkpoint) = state::load(connection, &self.keys).await?;
        let (known, found) = (self.committed.head(), frontier.head());
        if found.size < known.size || (found.size == known.size && found.root != known.root) {
            return Err(StoreError::RolledBack);
        }
        self.head.send_replace(AuditHead::new(&frontier, checkpoint));
        self.committed = Appender::new(frontier, self.keys.tag_key.clone());
        Ok(())
    }

    /// Appends events in their order, within the caller's transaction.
    pub(crate) async fn append(
        &mut self,
        connection: &mut SqliteConnection,
        events: &[Event],
    ) -> Result<(), StoreError> {
        let mut appender = self.committed.clone();
        let mut rest = events;
        while !rest.is_empty() {
            let (sql, rows) = self.inserts.for_at_most(rest.len());
            let (chunk, after) = rest.split_at_checked(rows).unwrap_or((rest, &[]));
            let mut insert = sqlx::query(sqlx::AssertSqlSafe(sql));
            for event in chunk {
                let stored = appender.append(event).map_err(|_| StoreError::Full)?;
                insert = insert
                    .bind(sql_index(stored.index)?)
                    .bind(stored.line)
                    .bind(stored.leaf_hash.as_bytes().as_slice())
                    .bind(stored.tag.as_bytes().as_slice());
            }
            insert
                .execute(&mut *connection)
                .await
                .map_err(|error| match error.into() {
                    // The place of the next entry is ours alone to fill.
                    StoreError::Taken => StoreError::Damaged { table: ENTRY },
                    error => error,
                })?;
            rest = after;
        }
        let note = self.keys.sign(appender.head());
        let size = appender.frontier().size();
        sqlx::query("UPDATE audit_state SET size = ?, frontier = ?, checkpoint = ? WHERE id = 1")
            .bind(sql_index(size)?)
            .bind(appender.frontier().to_bytes())
            .bind(note.as_str())
            .execute(&mut *connection)
            .await?;
        if size.checked_div(KEEP_EVERY) != self.size().checked_div(KEEP_EVERY) {
            // One that stands there already was put there: the log never had this size before.
            sqlx::query("INSERT OR REPLACE INTO audit_checkpoint (size, note) VALUES (?, ?)")
                .bind(sql_index(size)?)
                .bind(note.as_str())
                .execute(&mut *connection)
                .await?;
        }
        self.pending = Some((appender, note));
        Ok(())
    }

    /// Makes what was appended the state of the log.
    pub(crate) fn committed(&mut self) {
        if let Some((appender, note)) = self.pending.take() {
            self.head.send_replace(AuditHead::new(appender.frontier(), note));
            self.committed = appender;
        }
    }

    /// Drops what was appended and not committed.
    pub(crate) fn forget_uncommitted(&mut self) {
        self.pending = None;
    }
}

/// Begins a log: keys and an empty tree. Refuses a database with the rest of a log whose keys are gone.
async fn begin(connection: &mut SqliteConnection, sealer: &Sealer) -> Result<LogKeys, StoreError> {
    let traces: bool = sqlx::query(
        "SELECT EXISTS (SELECT 1 FROM audit_state) OR EXISTS (SELECT 1 FROM audit_entry)
            OR EXISTS (SELECT 1 FROM audit_checkpoint)",
    )
    .fetch_one(&mut *connection)
    .await?
    .try_get(0)?;
    if traces {
        return Err(StoreError::Damaged { table: STATE });
    }
    let keys = LogKeys::make(connection, sealer).await?;
    let frontier = Frontier::empty();
    sqlx::query("INSERT INTO audit_state (id, size, frontier, checkpoint) VALUES (1, 0, ?, ?)")
        .bind(frontier.to_bytes())
        .bind(keys.sign(frontier.head()))
        .execute(connection)
        .await?;
    Ok(keys)
}

/// The texts of the insertions. A statement is prepared once for each text, so there are few of them: every number of
/// rows that a few callers together make, and larger ones into which a full batch divides.
#[derive(Default)]
struct Inserts {
    /// By number of rows, as they are needed.
    texts: Vec<Option<Arc<str>>>,
}

impl Inserts {
    const SMALL: usize = 32;
    const LARGE: [usize; 3] = [256, 128, 64];

    /// The text for as many of `rows` as one statement takes, and how many those are.
    fn for_at_most(&mut self, rows: usize) -> (Arc<str>, usize) {
        let large = Self::LARGE.into_iter().find(|size| *size <= rows);
        let rows = large.unwrap_or_else(|| rows.clamp(1, Self::SMALL));
        if self.texts.len() <= rows {
            self.texts.resize(rows.saturating_add(1), None);
        }
        let text = || {
            let mut text =
                String::from("INSERT INTO audit_entry (idx, line, leaf_hash, tag) VALUES (?, ?, ?, ?)");
            text.push_str(&", (?, ?, ?, ?)".repeat(rows.saturating_sub(1)));
            Arc::<str>::from(text)
        };
        let text = self
            .texts
            .get_mut(rows)
            .map_or_else(text, |slot| slot.get_or_insert_with(text).clone());
        (text, rows)
    }
}

#[cfg(test)]
mod tests {
    use super::Inserts;

    #[test]
    fn a_batch_divides_into_few_statements_and_few_texts() {
        let mut inserts = Inserts::default();
        for batch in 1..=512_usize {
            let mut rest = batch;
            let mut statements = 0;
            while rest > 0 {
                let (text, rows) = inserts.for_at_most(rest);
                assert_eq!(text.matches("(?, ?, ?, ?)").count(), rows);
                rest -= rows;
                statements += 1;
            }
            assert!(statements <= 5, "{batch} rows took {statements} statements");
        }
        assert!(inserts.texts.iter().flatten().count() <= 35);
    }
}
