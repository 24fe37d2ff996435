//! Verifying the whole log as of one moment, whatever state it is in.

use sqlx::{Connection as _, SqliteConnection};
use ward_audit::merkle::{Hash, TreeHead};
use ward_audit::{Claims, Report, Verifier};

use super::read::{Stopped, StoredCheckpoint, each_record, first_place, kept_checkpoints};
use super::state::StateRow;
use super::{LogKeys, sql_index};
use crate::{Store, StoreError};

/// Entries are read in stretches of this many places, and the checkpoints kept in a stretch before it.
const STRETCH: i64 = 16 * 1024;

/// The most kept checkpoints read in a stretch. The log keeps one in 1,024 entries; who put in more put in forgeries,
/// of which one is enough to fail.
const MOST_KEPT: i64 = 64;

impl Store {
    /// Reads the whole log as of one moment and says whether it is the one that was written.
    ///
    /// It is held to the tag key, to the state row, to the latest and all kept checkpoints, to the head that this process
    /// last committed, and to `outside`: signed checkpoints from elsewhere, which alone show a tail that was cut off
    /// or a roll-back while the store was closed. Whatever is wrong is in the report; the error is for a database that
    /// cannot be read at all. The memory used does not grow with the log, and the writer is not held up.
    pub async fn verify_audit(&self, outside: &[&str]) -> Result<Report, StoreError> {
        // Read before the moment begins, so that the moment cannot be the older of the two.
        let seen = self.audit_head().checkpoint;
        let outside: Vec<&str> = outside.iter().copied().chain([seen.as_str()]).collect();
        let mut connection = self.reader().await?;
        verify(&mut connection, self.log_keys(), &outside).await
    }
}

pub(super) async fn verify(
    connection: &mut SqliteConnection,
    keys: &LogKeys,
    outside: &[&str],
) -> Result<Report, StoreError> {
    let mut snapshot = connection.begin().await?;
    let state = match StateRow::read(&mut snapshot).await {
        Ok(row) => row,
        // An unreadable row is as good as none.
        Err(StoreError::Damaged { .. }) => None,
        Err(error) => return Err(error),
    };
    // A log is never without its state row. Where it is gone, an empty note in its place is a fault in any case.
    let claim = state.as_ref().map_or(
        TreeHead {
            size: 0,
            root: Hash::EMPTY,
        },
        StateRow::claim,
    );
    let verifiers = [keys.signer.verifier()];
    let claims = Claims {
        origin: &keys.origin,
        keys: &verifiers,
        state: Some(claim),
        latest: Some(state.as_ref().map_or("", |row| row.checkpoint.as_str())),
        outside,
    };
    let mut verifier = Verifier::new(claims, Some(&keys.tag_key));
    let readable = feed_entries(&mut snapshot, &mut verifier).await?;
    // Kept for sizes that the log does not reach, or that no log has: each is a fault, whatever its note says.
    let size = sql_index(verifier.size())?;
    for (after, last) in [(i64::MIN, 0), (size, i64::MAX)] {
        match kept_checkpoints(&mut snapshot, after, last, MOST_KEPT).await {
            Ok(kept) => {
                for StoredCheckpoint { size, .. } in kept {
                    verifier.state(TreeHead {
                        size,
                        root: Hash::EMPTY,
                    });
                }
            }
            Err(StoreError::Damaged { .. }) => verifier.checkpoint(""),
            Err(error) => return Err(error),
        }
    }
    if !readable {
        verifier.cut();
    }
    snapshot.rollback().await?;
    Ok(verifier.finish())
}

/// Feeds what can be read. `false` when the end cannot: elsewhere, what cannot be read shows as a gap.
async fn feed_entries(
    connection: &mut SqliteConnection,
    verifier: &mut Verifier<'_>,
) -> Result<bool, StoreError> {
    let mut from = i64::MIN;
    // Places passed over behind one that cannot be read; doubled until something can.
    let mut skip = 0_i64;
    loop {
        let stretch = match first_place(connection, from).await {
            Ok(None) => return Ok(skip == 0),
            Ok(Some(first)) => read_stretch(connection, verifier, first).await,
            Err(error) => Err(Stopped { next: from, error }),
        };
        match stretch {
            Ok(None) => return Ok(true),
            Ok(Some(next)) => {
                skip = 0;
                from = next;
            }
            Err(Stopped {
                next,
                error: StoreError::Damaged { .. },
            }) => {
                skip = if next > from {
                    1
                } else {
                    skip.saturating_mul(2).max(1)
                };
                match next.checked_add(skip) {
                    Some(next) => from = next,
                    None => return Ok(false),
                }
            }
            Err(stopped) => return Err(stopped.error),
        }
    }
}

/// Feeds a stretch of entries that begins at `first`, with the checkpoints kept in it, and returns where the next may
/// begin.
async fn read_stretch(
    connection: &mut SqliteConnection,
    verifier: &mut Verifier<'_>,
    first: i64,
) -> Result<Option<i64>, Stopped> {
    let stopped = |error| Stopped { next: first, error };
    let size = sql_index(verifier.size()).map_err(stopped)?;
    let kept = match kept_checkpoints(connection, size, size.saturating_add(STRETCH), MOST_KEPT).await {
        Ok(kept) => kept,
        Err(StoreError::Damaged { .. }) => {
            verifier.checkpoint("");
            Vec::new()
        }
        Err(error) => return Err(stopped(error)),
    };
    let mut kept = kept.into_iter().peekable();
    each_record(connection, first, first.saturating_add(STRETCH), |record| {
        verifier.record(&record);
        while let Some(StoredCheckpoint { note, .. }) = kept.next_if(|kept| kept.size <= verifier.size()) {
            verifier.checkpoint(&note);
        }
        Ok(())
    })
    .await
}
