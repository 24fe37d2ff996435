//! How far the log has come: the one row that is written with every batch.

use sqlx::{Row as _, SqliteConnection};
use ward_audit::merkle::{Frontier, Hash, TreeHead};

use super::{LogKeys, STATE};
use crate::{Store, StoreError};

/// How far the log has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// Number of entries.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
    /// The signed checkpoint (C2SP) over size and root.
    pub checkpoint: String,
}

impl AuditHead {
    pub(super) fn new(frontier: &Frontier, checkpoint: String) -> Self {
        Self {
            size: frontier.size(),
            root: frontier.root(),
            checkpoint,
        }
    }
}

/// The state row as it stands. Its parts may contradict each other.
pub(super) struct StateRow {
    size: i64,
    frontier: Vec<u8>,
    pub(super) checkpoint: String,
}

impl StateRow {
    /// The row; `None` when it is gone.
    pub(super) async fn read(connection: &mut SqliteConnection) -> Result<Option<Self>, StoreError> {
        let row = sqlx::query("SELECT size, frontier, checkpoint FROM audit_state WHERE id = 1")
            .fetch_optional(connection)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let checkpoint = row.try_get::<Vec<u8>, _>("checkpoint")?;
        Ok(Some(Self {
            size: row.try_get("size")?,
            frontier: row.try_get("frontier")?,
            // What is not UTF-8 was not written by us; what replaces it will not verify either.
            checkpoint: String::from_utf8_lossy(&checkpoint).into_owned(),
        }))
    }

    /// The frontier, if it parses and is as long as the row says.
    pub(super) fn frontier(&self) -> Option<Frontier> {
        let frontier = Frontier::from_bytes(&self.frontier).ok()?;
        (u64::try_from(self.size) == Ok(frontier.size())).then_some(frontier)
    }

    /// The head that the row claims, for a verifier. A frontier that does not parse claims a root that no tree has.
    pub(super) fn claim(&self) -> TreeHead {
        self.frontier().map_or_else(
            || TreeHead {
                size: u64::try_from(self.size).unwrap_or(0),
                root: Hash::new([0; 32]),
            },
            |frontier| frontier.head(),
        )
    }
}

impl Store {
    /// The head as the database has it now, which another process may have moved since [`Store::audit_head`].
    pub(crate) async fn stored_head(&self) -> Result<TreeHead, StoreError> {
        let mut connection = self.reader().await?;
        let row = StateRow::read(&mut connection).await?;
        row.map(|row| row.claim())
            .ok_or(StoreError::Damaged { table: STATE })
    }
}

/// The state to append to. [`StoreError::Damaged`] unless the row's parts agree and the log signed them: otherwise the
/// next checkpoint would vouch for whatever tree somebody put here.
pub(super) async fn load(
    connection: &mut SqliteConnection,
    keys: &LogKeys,
) -> Result<(Frontier, String), StoreError> {
    let damaged = || StoreError::Damaged { table: STATE };
    let row = StateRow::read(connection).await?.ok_or_else(damaged)?;
    let frontier = row.frontier().ok_or_else(damaged)?;
    if keys.open(&row.checkpoint) != Some(frontier.head()) {
        return Err(damaged());
    }
    Ok((frontier, row.checkpoint))
}
