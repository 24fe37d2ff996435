//! Entries as they are stored, one page or the whole log at a time.

use futures_util::TryStreamExt as _;
use sqlx::sqlite::SqliteRow;
use sqlx::{Connection as _, Row as _, SqliteConnection};
use ward_audit::Record;

use super::{AuditHead, CHECKPOINT, ENTRY, sql_index, state};
use crate::{Store, StoreError};

/// Readers of the whole log ask for this many entries at once, and let others run in between. All of them fit between
/// the database's thread and the reader: were that place full, the two would wake each other for every entry.
const PAGE: i64 = 1_000;
const _: () = assert!(crate::database::ROW_BUFFER > 1_000);

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

pub(super) fn entry_of(row: &SqliteRow) -> Result<StoredEntry, StoreError> {
    let index: i64 = row.try_get("idx")?;
    Ok(StoredEntry {
        index: u64::try_from(index).map_err(|_| StoreError::Damaged { table: ENTRY })?,
        line: row.try_get("line")?,
        leaf_hash: row.try_get("leaf_hash")?,
        tag: row.try_get("tag")?,
    })
}

/// Where a pass over the entries stopped before their end.
pub(super) struct Stopped {
    /// The place behind the last that was read.
    pub(super) next: i64,
    pub(super) error: StoreError,
}

/// The first place at or after `from` where an entry stands; `None` when there is none.
pub(super) async fn first_place(
    connection: &mut SqliteConnection,
    from: i64,
) -> Result<Option<i64>, StoreError> {
    let row = sqlx::query("SELECT idx FROM audit_entry WHERE idx >= ? ORDER BY idx LIMIT 1")
        .bind(from)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// Hands the entries at the places `first` to `last` to `each`, as they are stored: a line need not be text. Rows
/// stream, so memory stays flat. Returns the place behind the last one read; `None` when there can be none.
///
/// An index below zero is handed on as zero, where it is one entry too many. An index that does not rise ends the pass:
/// only a damaged tree of pages has that, and it need not have an end.
pub(super) async fn each_record(
    connection: &mut SqliteConnection,
    first: i64,
    last: i64,
    mut each: impl FnMut(Record<'_>) -> Result<(), StoreError>,
) -> Result<Option<i64>, Stopped> {
    let mut next = first;
    loop {
        let mut read = 0_i64;
        let stopped = |next, error| Stopped { next, error };
        let mut rows = sqlx::query(
            "SELECT idx, line, leaf_hash, tag FROM audit_entry WHERE idx >= ? AND idx <= ? ORDER BY idx LIMIT ?",
        )
        .bind(next)
        .bind(last)
        .bind(PAGE)
        .fetch(&mut *connection);
        while let Some(row) = rows
            .try_next()
            .await
            .map_err(|error| stopped(next, error.into()))?
        {
            let fields = || -> Result<_, sqlx::Error> {
                let bytes = |column| row.try_get_unchecked::<&[u8], usize>(column);
                Ok((row.try_get::<i64, usize>(0)?, bytes(1)?, bytes(2)?, bytes(3)?))
            };
            let (index, line, leaf_hash, tag) = fields().map_err(|error| stopped(next, error.into()))?;
            let record = Record {
                index: u64::try_from(index).unwrap_or(0),
                line,
                leaf_hash,
                tag,
            };
            each(record).map_err(|error| stopped(next, error))?;
            if index < next {
                return Err(stopped(next, StoreError::Damaged { table: ENTRY }));
            }
            let Some(after) = index.checked_add(1) else {
                return Ok(None);
            };
            next = after;
            read = read.saturating_add(1);
        }
        if read < PAGE {
            return Ok(Some(next));
        }
        tokio::task::yield_now().await;
    }
}

/// Checkpoints that were kept, with sizes above `after` and up to `last`, ascending, at most `limit`.
pub(super) async fn kept_checkpoints(
    connection: &mut SqliteConnection,
    after: i64,
    last: i64,
    limit: i64,
) -> Result<Vec<StoredCheckpoint>, StoreError> {
    let rows = sqlx::query(
        "SELECT size, note FROM audit_checkpoint WHERE size > ? AND size <= ? ORDER BY size LIMIT ?",
    )
    .bind(after)
    .bind(last)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let size: i64 = row.try_get("size")?;
            let note = row.try_get_unchecked::<&[u8], _>("note")?;
            Ok(StoredCheckpoint {
                size: u64::try_from(size).map_err(|_| StoreError::Damaged { table: CHECKPOINT })?,
                // What is not UTF-8 was not written by us; what replaces it will not verify either.
                note: String::from_utf8_lossy(note).into_owned(),
            })
        })
        .collect()
}

impl Store {
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
    /// that same moment. Entries stream.
    ///
    /// To verify or to export the log, [`Store::verify_audit`] and [`Store::export_audit`] do the whole.
    pub async fn read_audit_log(
        &self,
        mut each: impl FnMut(StoredEntry) + Send,
    ) -> Result<(AuditHead, Vec<StoredCheckpoint>), StoreError> {
        let mut connection = self.reader().await?;
        let mut snapshot = connection.begin().await?;
        let (frontier, checkpoint) = state::load(&mut snapshot, self.log_keys()).await?;
        let kept = kept_checkpoints(&mut snapshot, i64::MIN, i64::MAX, i64::MAX).await?;
        each_record(&mut snapshot, i64::MIN, i64::MAX, |record| {
            let line = str::from_utf8(record.line).map_err(|_| StoreError::Damaged { table: ENTRY })?;
            each(StoredEntry {
                index: record.index,
                line: line.to_owned(),
                leaf_hash: record.leaf_hash.to_vec(),
                tag: record.tag.to_vec(),
            });
            Ok(())
        })
        .await
        .map_err(|stopped| stopped.error)?;
        snapshot.commit().await?;
        Ok((AuditHead::new(&frontier, checkpoint), kept))
    }
}
