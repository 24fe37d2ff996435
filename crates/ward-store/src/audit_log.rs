//! The audit log at rest: entries, the frontier of their Merkle tree, and signed checkpoints.

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use sqlx::sqlite::SqliteRow;
use sqlx::{Connection as _, QueryBuilder, Row as _, Sqlite, SqliteConnection};
use tokio::sync::watch;
use ward_audit::checkpoint::{Checkpoint, Origin};
use ward_audit::entry::Event;
use ward_audit::merkle::{Frontier, Hash, leaf_hash};
use ward_audit::note::{KeyName, NoteSigner, NoteVerifier};
use ward_audit::tag::TagKey;
use ward_keys::hazmat::ed25519;
use ward_secret::{SecretBytes, SystemRandom, Timestamp, random_array};

use crate::seal::{Place, Sealer};
use crate::{Store, StoreError};

const SECRETS: &str = "store_secret";
const STATE: &str = "audit_state";

/// Rows of one `INSERT`; four parameters each, far below `SQLite`'s bound of 32,766.
const INSERT_ROWS: usize = 256;

/// A checkpoint is kept for good whenever the log has grown past a multiple of this many entries.
const KEEP_EVERY: u64 = 1024;

/// How many entries one page of a search looks at, so that a rare word costs a bounded time a page.
const SEARCH_WINDOW: u32 = 50_000;

/// How far the log has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// Number of entries.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
    /// The signed checkpoint (C2SP) over size and root; empty while the log is.
    pub checkpoint: String,
}

/// An entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    /// Place in the log, from zero.
    pub index: u64,
    /// The line: the leaf, byte for byte.
    pub line: String,
    /// The leaf hash, as stored.
    pub leaf_hash: Vec<u8>,
    /// The keyed tag, as stored.
    pub tag: Vec<u8>,
}

/// A checkpoint as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// The number of entries that it covers.
    pub size: u64,
    /// The signed note.
    pub note: String,
}

/// Which entries a search wants; every part that is given must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Who called, whole: `kind:id`.
    pub principal: Option<String>,
    /// The operation's name.
    pub operation: Option<String>,
    /// `ok`, `no` or `failed`.
    pub outcome: Option<String>,
    /// `allowed` or `refused`.
    pub decision: Option<String>,
    /// The error's code.
    pub code: Option<String>,
    /// The request's id.
    pub request: Option<String>,
    /// The thing acted on, with or without `#version`.
    pub resource: Option<String>,
    /// Not before this time.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
}

/// One page of a search, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditPage {
    /// The entries that fit.
    pub entries: Vec<StoredEntry>,
    /// Where the next page begins: pass it as `before`. `None` at the beginning of the log.
    pub next: Option<u64>,
}

/// The keys of one log. Private to the store, except for what verifies.
pub(crate) struct LogKeys {
    signer: NoteSigner,
    tag_key: TagKey,
    origin: Origin,
}

impl LogKeys {
    fn sign(&self, frontier: &Frontier) -> String {
        Checkpoint { origin: self.origin.clone(), head: frontier.head() }.sign(&self.signer)
    }
}

/// The writer's view of the log.
pub(crate) struct Log {
    keys: Arc<LogKeys>,
    committed: Frontier,
    pending: Option<(Frontier, String)>,
    head: watch::Sender<AuditHead>,
}

impl Log {
    /// Loads the log's keys and state; makes them in a database that has none.
    pub(crate) async fn open(
        connection: &mut SqliteConnection,
        sealer: &Sealer,
    ) -> Result<(Self, watch::Receiver<AuditHead>, Arc<LogKeys>), StoreError> {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        let seed = secret(&mut transaction, sealer, "audit.signing", 32).await?;
        let tag = secret(&mut transaction, sealer, "audit.tag", 32).await?;
        let log_id = secret(&mut transaction, sealer, "audit.id", 8).await?;
        let damaged = || StoreError::Damaged { table: SECRETS };
        let id = log_id.expose().iter().fold(String::new(), |id, byte| format!("{id}{byte:02x}"));
        let origin = format!("ward.invalid/log/{id}");
        let name = KeyName::new(origin.clone()).map_err(|_| damaged())?;
        let origin = Origin::new(origin).map_err(|_| damaged())?;
        let key = ed25519::SigningKey::from_seed(seed.expose()).map_err(|_| damaged())?;
        let tag: [u8; 32] = tag.expose().as_slice().try_into().map_err(|_| damaged())?;
        let keys = Arc::new(LogKeys { signer: NoteSigner::new(name, key), tag_key: TagKey::new(&tag), origin });

        let counts = sqlx::query("SELECT (SELECT count(*) FROM audit_state), (SELECT count(*) FROM (SELECT 1 FROM audit_entry LIMIT 1))")
            .fetch_one(&mut *transaction)
            .await?;
        if counts.try_get::<i64, _>(0)? == 0 {
            if counts.try_get::<i64, _>(1)? != 0 {
                return Err(StoreError::Damaged { table: STATE });
            }
            let frontier = Frontier::empty();
            sqlx::query("INSERT INTO audit_state (id, size, frontier, checkpoint) VALUES (1, 0, ?, ?)")
                .bind(frontier.to_bytes())
                .bind(keys.sign(&frontier))
                .execute(&mut *transaction)
                .await?;
        }
        let (committed, checkpoint) = load_state(&mut transaction).await?;
        transaction.commit().await?;
        let (head, follow) = watch::channel(head_of(&committed, checkpoint));
        Ok((Self { keys: keys.clone(), committed, pending: None, head }, follow, keys))
    }

    /// Number of committed entries.
    pub(crate) const fn size(&self) -> u64 {
        self.committed.size()
    }

    /// Takes up what another process has appended.
    pub(crate) async fn reload(&mut self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let (frontier, checkpoint) = load_state(connection).await?;
        self.head.send_replace(head_of(&frontier, checkpoint));
        self.committed = frontier;
        Ok(())
    }

    /// Appends events in their order, within the caller's transaction.
    pub(crate) async fn append(&mut self, connection: &mut SqliteConnection, events: Vec<Event>) -> Result<(), StoreError> {
        let mut frontier = self.committed.clone();
        for chunk in events.chunks(INSERT_ROWS) {
            let mut rows = Vec::with_capacity(chunk.len());
            for event in chunk {
                let index = frontier.size();
                let line = event.line(index);
                let leaf = leaf_hash(line.as_bytes());
                let tag = self.keys.tag_key.tag(index, &leaf);
                frontier.push(leaf).map_err(|_| StoreError::Full)?;
                rows.push((sql_index(index)?, line, leaf, tag));
            }
            let mut insert = QueryBuilder::<Sqlite>::new("INSERT INTO audit_entry (idx, line, leaf_hash, tag) ");
            insert.push_values(rows, |mut row, (index, line, leaf, tag)| {
                row.push_bind(index)
                    .push_bind(line)
                    .push_bind(leaf.as_bytes().to_vec())
                    .push_bind(tag.as_bytes().to_vec());
            });
            insert.build().execute(&mut *connection).await?;
        }
        let note = self.keys.sign(&frontier);
        sqlx::query("UPDATE audit_state SET size = ?, frontier = ?, checkpoint = ? WHERE id = 1")
            .bind(sql_index(frontier.size())?)
            .bind(frontier.to_bytes())
            .bind(&note)
            .execute(&mut *connection)
            .await?;
        if frontier.size().checked_div(KEEP_EVERY) != self.committed.size().checked_div(KEEP_EVERY) {
            sqlx::query("INSERT INTO audit_checkpoint (size, note) VALUES (?, ?)")
                .bind(sql_index(frontier.size())?)
                .bind(&note)
                .execute(&mut *connection)
                .await?;
        }
        self.pending = Some((frontier, note));
        Ok(())
    }

    /// Makes what was appended the state of the log.
    pub(crate) fn committed(&mut self) {
        if let Some((frontier, note)) = self.pending.take() {
            self.head.send_replace(head_of(&frontier, note));
            self.committed = frontier;
        }
    }

    /// Drops what was appended and not committed.
    pub(crate) fn forget_uncommitted(&mut self) {
        self.pending = None;
    }
}

fn head_of(frontier: &Frontier, checkpoint: String) -> AuditHead {
    AuditHead { size: frontier.size(), root: frontier.root(), checkpoint }
}

async fn load_state(connection: &mut SqliteConnection) -> Result<(Frontier, String), StoreError> {
    let row = sqlx::query("SELECT size, frontier, checkpoint FROM audit_state WHERE id = 1").fetch_one(connection).await?;
    let frontier: Vec<u8> = row.try_get("frontier")?;
    let frontier = Frontier::from_bytes(&frontier).map_err(|_| StoreError::Damaged { table: STATE })?;
    let size: i64 = row.try_get("size")?;
    if u64::try_from(size) != Ok(frontier.size()) {
        return Err(StoreError::Damaged { table: STATE });
    }
    Ok((frontier, row.try_get("checkpoint")?))
}

/// A random secret of the store, made when it is first asked for.
async fn secret(
    connection: &mut SqliteConnection,
    sealer: &Sealer,
    name: &'static str,
    length: usize,
) -> Result<SecretBytes, StoreError> {
    let place = Place { table: SECRETS, column: "sealed", row: name };
    let row = sqlx::query("SELECT sealed FROM store_secret WHERE name = ?")
        .bind(name)
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(row) = row {
        let sealed: Vec<u8> = row.try_get("sealed")?;
        let opened = sealer.open(place, &sealed)?;
        return if opened.expose().len() == length { Ok(opened) } else { Err(StoreError::Damaged { table: SECRETS }) };
    }
    let bytes: [u8; 32] = random_array(&mut SystemRandom);
    let fresh = SecretBytes::from(bytes.get(..length).unwrap_or_default());
    sqlx::query("INSERT INTO store_secret (name, sealed) VALUES (?, ?)")
        .bind(name)
        .bind(sealer.seal(place, fresh.expose(), &mut SystemRandom)?)
        .execute(connection)
        .await?;
    Ok(fresh)
}

fn sql_index(index: u64) -> Result<i64, StoreError> {
    i64::try_from(index).map_err(|_| StoreError::Full)
}

fn entry_of(row: &SqliteRow) -> Result<StoredEntry, StoreError> {
    let index: i64 = row.try_get("idx")?;
    Ok(StoredEntry {
        index: u64::try_from(index).map_err(|_| StoreError::Damaged { table: "audit_entry" })?,
        line: row.try_get("line")?,
        leaf_hash: row.try_get("leaf_hash")?,
        tag: row.try_get("tag")?,
    })
}

impl Store {
    /// The public half of the key that signs checkpoints.
    #[must_use]
    pub fn audit_verifier(&self) -> NoteVerifier {
        self.log_keys().signer.verifier()
    }

    /// The key under which entries are tagged, for a verifier that runs beside the store.
    #[must_use]
    pub fn audit_tag_key(&self) -> &TagKey {
        &self.log_keys().tag_key
    }

    /// The log's origin line, which is also the name of its key.
    #[must_use]
    pub fn audit_origin(&self) -> &Origin {
        &self.log_keys().origin
    }

    /// The newest entries that fit `filter`, below index `before`, at most `limit`.
    ///
    /// A page looks at a bounded number of entries, so it can be empty and still have a next one.
    pub async fn search_audit(
        &self,
        filter: &AuditFilter,
        before: Option<u64>,
        limit: u32,
    ) -> Result<AuditPage, StoreError> {
        let before = before.and_then(|index| i64::try_from(index).ok()).unwrap_or(i64::MAX);
        let lowest = before.min(sql_index(self.audit_head().size)?).saturating_sub(i64::from(SEARCH_WINDOW)).max(0);
        let mut query = QueryBuilder::<Sqlite>::new("SELECT idx, line, leaf_hash, tag FROM audit_entry WHERE idx < ");
        query.push_bind(before).push(" AND idx >= ").push_bind(lowest);
        for (field, wanted) in [
            ("principal", &filter.principal),
            ("operation", &filter.operation),
            ("outcome", &filter.outcome),
            ("decision", &filter.decision),
            ("code", &filter.code),
            ("request", &filter.request),
        ] {
            if let Some(wanted) = wanted {
                query.push(format!(" AND json_extract(line, '$.{field}') = ")).push_bind(wanted);
            }
        }
        if let Some(resource) = &filter.resource {
            query.push(" AND (json_extract(line, '$.resource') = ").push_bind(resource);
            query.push(" OR substr(json_extract(line, '$.resource'), 1, ");
            query.push_bind(i64::try_from(resource.len()).unwrap_or(i64::MAX).saturating_add(1));
            query.push(") = ").push_bind(format!("{resource}#")).push(")");
        }
        // Times are RFC 3339 in UTC with microseconds, so their order is the order of their text.
        for (operator, time) in [(">=", filter.since), ("<", filter.until)] {
            if let Some(time) = time {
                query.push(format!(" AND json_extract(line, '$.time') {operator} ")).push_bind(time.to_string());
            }
        }
        query.push(" ORDER BY idx DESC LIMIT ").push_bind(limit);
        let mut connection = self.reader().await?;
        let rows = query.build().fetch_all(&mut *connection).await?;
        let entries = rows.iter().map(entry_of).collect::<Result<Vec<_>, _>>()?;
        let full = u32::try_from(entries.len()).is_ok_and(|count| count >= limit);
        let next = if full { entries.last().map(|entry| entry.index) } else { u64::try_from(lowest).ok() };
        Ok(AuditPage { entries, next: next.filter(|next| *next > 0) })
    }

    /// Entries from index `from` on, oldest first, at most `limit`.
    pub async fn audit_entries(&self, from: u64, limit: u32) -> Result<Vec<StoredEntry>, StoreError> {
        let mut connection = self.reader().await?;
        sqlx::query("SELECT idx, line, leaf_hash, tag FROM audit_entry WHERE idx >= ? ORDER BY idx LIMIT ?")
            .bind(sql_index(from)?)
            .bind(limit)
            .fetch_all(&mut *connection)
            .await?
            .iter()
            .map(entry_of)
            .collect()
    }

    /// Hands every entry, oldest first, to `each` as of one moment, and returns the head and the kept checkpoints of
    /// that same moment. Rows stream, so memory stays flat.
    pub async fn read_audit_log(
        &self,
        mut each: impl FnMut(StoredEntry) + Send,
    ) -> Result<(AuditHead, Vec<StoredCheckpoint>), StoreError> {
        let mut connection = self.reader().await?;
        let mut snapshot = connection.begin().await?;
        let (frontier, checkpoint) = load_state(&mut snapshot).await?;
        let kept = sqlx::query("SELECT size, note FROM audit_checkpoint ORDER BY size").fetch_all(&mut *snapshot).await?;
        let kept = kept
            .iter()
            .map(|row| {
                let size: i64 = row.try_get("size")?;
                let size = u64::try_from(size).map_err(|_| StoreError::Damaged { table: "audit_checkpoint" })?;
                Ok(StoredCheckpoint { size, note: row.try_get("note")? })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        let mut rows =
            sqlx::query("SELECT idx, line, leaf_hash, tag FROM audit_entry ORDER BY idx").fetch(&mut *snapshot);
        while let Some(row) = rows.try_next().await? {
            each(entry_of(&row)?);
        }
        drop(rows);
        snapshot.commit().await?;
        Ok((head_of(&frontier, checkpoint), kept))
    }
}

impl Store {
    /// Placeholder until the store's own verification lands.
    pub async fn verify_audit(&self, _outside: &[&str]) -> Result<ward_audit::Report, StoreError> {
        Err(StoreError::Busy)
    }
}
