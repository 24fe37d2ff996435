//! API keys at rest. All that grants access is sealed; only the id and the time of last use stand in the open.

use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use ward_secret::{SecretBytes, Timestamp};

use crate::seal::{Place, Sealer};
use crate::{Store, StoreError, Transaction};

const TABLE: &str = "api_key";
const COLUMN: &str = "sealed";

/// An API key as it is kept.
#[derive(Clone, Debug)]
pub struct ApiKeyRow {
    /// Ward's own id, unique, not secret: the middle part of the key's text.
    pub id: String,
    /// The record with scopes, times and the hash of the secret, in the form that its owner wrote.
    pub record: SecretBytes,
    /// When the key was last accepted; kept to the minute or so, not to the call.
    pub last_used: Option<Timestamp>,
}

impl Transaction {
    /// Adds an API key. [`StoreError::Taken`] when the id is.
    pub async fn insert_api_key(&mut self, id: &str, record: &[u8]) -> Result<(), StoreError> {
        let sealed = self.seal(
            Place {
                table: TABLE,
                column: COLUMN,
                row: id,
            },
            record,
        )?;
        let statement = sqlx::query("INSERT INTO api_key (id, sealed) VALUES (?, ?)")
            .bind(id)
            .bind(sealed);
        self.execute(statement).await?;
        Ok(())
    }

    /// Replaces the record of an API key. [`StoreError::Missing`] when there is none of that id.
    pub async fn update_api_key(&mut self, id: &str, record: &[u8]) -> Result<(), StoreError> {
        let sealed = self.seal(
            Place {
                table: TABLE,
                column: COLUMN,
                row: id,
            },
            record,
        )?;
        let statement = sqlx::query("UPDATE api_key SET sealed = ? WHERE id = ?")
            .bind(sealed)
            .bind(id);
        let done = self.execute(statement).await?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(StoreError::Missing)
        }
    }

    /// The API key of that id, as this transaction sees it.
    pub async fn api_key(&mut self, id: &str) -> Result<Option<ApiKeyRow>, StoreError> {
        let sealer = self.sealer().clone();
        api_key(self.connection(), &sealer, id).await
    }

    /// Notes when a key was last used. An id that is gone is passed over.
    pub async fn touch_api_key(&mut self, id: &str, used: Timestamp) -> Result<(), StoreError> {
        let statement =
            sqlx::query("UPDATE api_key SET last_used = max(coalesce(last_used, 0), ?) WHERE id = ?")
                .bind(used.unix_micros())
                .bind(id);
        self.execute(statement).await?;
        Ok(())
    }
}

impl Store {
    /// The API key of that id; `None` when there is none.
    pub async fn api_key(&self, id: &str) -> Result<Option<ApiKeyRow>, StoreError> {
        let mut connection = self.reader().await?;
        api_key(&mut connection, self.sealer(), id).await
    }

    /// API keys in the order they were made, with their position: at most `limit` after position `after`.
    pub async fn api_keys(&self, after: i64, limit: u32) -> Result<Vec<(i64, ApiKeyRow)>, StoreError> {
        let mut connection = self.reader().await?;
        let rows = sqlx::query(
            "SELECT position, id, sealed, last_used FROM api_key WHERE position > ? ORDER BY position LIMIT ?",
        )
        .bind(after)
        .bind(limit)
        .fetch_all(&mut *connection)
        .await?;
        rows.iter()
            .map(|row| Ok((row.try_get("position")?, open(self.sealer(), row)?)))
            .collect()
    }
}

async fn api_key(
    connection: &mut sqlx::SqliteConnection,
    sealer: &Sealer,
    id: &str,
) -> Result<Option<ApiKeyRow>, StoreError> {
    let row = sqlx::query("SELECT id, sealed, last_used FROM api_key WHERE id = ?")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.map(|row| open(sealer, &row)).transpose()
}

fn open(sealer: &Sealer, row: &SqliteRow) -> Result<ApiKeyRow, StoreError> {
    let id: String = row.try_get("id")?;
    let value: Vec<u8> = row.try_get("sealed")?;
    let record = sealer.open(
        Place {
            table: TABLE,
            column: COLUMN,
            row: &id,
        },
        &value,
    )?;
    let last_used: Option<i64> = row.try_get("last_used")?;
    Ok(ApiKeyRow {
        id,
        record,
        last_used: last_used.map(Timestamp::from_unix_micros),
    })
}
