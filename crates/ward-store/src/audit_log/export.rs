//! The log as a file that anybody can read and check without this store.

use std::io::Write;

use sqlx::{Connection as _, SqliteConnection};
use ward_audit::export::{ExportError, ExportWriter};
use ward_audit::merkle::Frontier;

use super::read::{StoredCheckpoint, each_record, first_place, kept_checkpoints};
use super::state::StateRow;
use super::{ENTRY, LogKeys, STATE, sql_index};
use crate::{Store, StoreError};

/// Entries between two looks at the kept checkpoints, so that these need not all be in memory.
const STRETCH: i64 = 16 * 1024;

/// The most kept checkpoints that are read for a stretch: four times what the log keeps.
const MOST_KEPT: i64 = 64;

impl Store {
    /// Writes the whole log as of one moment to `out`, in the export format of [`ward_audit::export`], with the
    /// checkpoints kept of it at their places and the latest at its end. Returns the number of entries.
    ///
    /// What is stored is written, right or wrong: whoever reads the export verifies it. Writing blocks, so `out` should
    /// be a file or a buffer; it is flushed. [`StoreError::File`] when it cannot be written, [`StoreError::Damaged`] for
    /// entries that cannot be read or that no line can hold, and for a log without its state.
    pub async fn export_audit(&self, out: impl Write + Send) -> Result<u64, StoreError> {
        let mut connection = self.reader().await?;
        export(&mut connection, self.log_keys(), out).await
    }
}

pub(super) async fn export(
    connection: &mut SqliteConnection,
    keys: &LogKeys,
    out: impl Write + Send,
) -> Result<u64, StoreError> {
    let mut snapshot = connection.begin().await?;
    let state = StateRow::read(&mut snapshot)
        .await?
        .ok_or(StoreError::Damaged { table: STATE })?;
    let mut writer = ExportWriter::new(out, &keys.origin, &Frontier::empty()).map_err(failed)?;
    let mut size = 0_u64;
    let mut from = Some(i64::MIN);
    while let Some(place) = from {
        let Some(first) = first_place(&mut snapshot, place).await? else {
            break;
        };
        let covered = sql_index(size)?;
        let kept =
            kept_checkpoints(&mut snapshot, covered, covered.saturating_add(STRETCH), MOST_KEPT).await?;
        let mut kept = kept.into_iter().peekable();
        from = each_record(&mut snapshot, first, first.saturating_add(STRETCH), |record| {
            writer.record(&record).map_err(failed)?;
            size = size.saturating_add(1);
            while let Some(StoredCheckpoint { note, .. }) = kept.next_if(|kept| kept.size <= size) {
                writer.checkpoint(&note).map_err(failed)?;
            }
            Ok(())
        })
        .await
        .map_err(|stopped| stopped.error)?;
    }
    writer.checkpoint(&state.checkpoint).map_err(failed)?;
    writer.finish(state.claim()).map_err(failed)?;
    snapshot.rollback().await?;
    Ok(size)
}

fn failed(error: ExportError) -> StoreError {
    match error {
        ExportError::Io(error) => error.into(),
        _ => StoreError::Damaged { table: ENTRY },
    }
}
