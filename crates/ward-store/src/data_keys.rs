//! The data keys that seal columns, opened under the root key; the first is made with the store.

use sqlx::{Connection as _, Row as _, SqliteConnection};
use ward_secret::{Secret, SystemRandom};

use crate::root_key::{PASSPHRASE_PARAMETERS, ROOT_KEY_LEN};
use crate::seal::{Sealer, new_data_key, open_data_key};
use crate::{RootKeySource, StoreError};

const DAMAGED: StoreError = StoreError::Damaged { table: "store_key" };

/// Opens the data keys; makes the first one in a database that holds nothing yet.
///
/// The key is made in one transaction, so that a start that was cut off leaves a store that the next start can finish,
/// and two processes that start together agree on one key.
pub(crate) async fn open_or_make(
    connection: &mut SqliteConnection,
    root_key: &RootKeySource,
) -> Result<Sealer, StoreError> {
    if has_keys(connection).await? {
        return open_existing(connection, root_key).await;
    }
    // A passphrase takes its time, and nobody should wait for the database meanwhile.
    let parameters = root_key.new_parameters(&mut SystemRandom);
    let root = root_key.derive(parameters.clone()).await?;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    if has_keys(&mut transaction).await? {
        transaction.rollback().await?;
        return open_existing(connection, root_key).await;
    }
    if !is_bare(&mut transaction).await? {
        return Err(DAMAGED);
    }
    if let Some(parameters) = parameters {
        sqlx::query("INSERT INTO store_meta (name, value) VALUES (?, ?)")
            .bind(PASSPHRASE_PARAMETERS)
            .bind(parameters)
            .execute(&mut *transaction)
            .await?;
    }
    let (key, wrapped) = new_data_key(root.expose(), 1, &mut SystemRandom);
    sqlx::query("INSERT INTO store_key (version, wrapped) VALUES (1, ?)")
        .bind(wrapped)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Sealer::new(vec![(1, key)]).ok_or(DAMAGED)
}

/// Opens the data keys of a store that has some. Writes nothing.
pub(crate) async fn open_existing(
    connection: &mut SqliteConnection,
    root_key: &RootKeySource,
) -> Result<Sealer, StoreError> {
    let root: Secret<[u8; ROOT_KEY_LEN]> = root_key.derive(passphrase_parameters(connection).await?).await?;
    let mut keys = Vec::new();
    for row in sqlx::query("SELECT version, wrapped FROM store_key")
        .fetch_all(connection)
        .await?
    {
        let version: u32 = row.try_get("version")?;
        let wrapped: Vec<u8> = row.try_get("wrapped")?;
        keys.push((version, open_data_key(root.expose(), version, &wrapped)?));
    }
    Sealer::new(keys).ok_or(DAMAGED)
}

async fn has_keys(connection: &mut SqliteConnection) -> Result<bool, StoreError> {
    Ok(sqlx::query("SELECT EXISTS (SELECT 1 FROM store_key)")
        .fetch_one(connection)
        .await?
        .try_get(0)?)
}

/// Whether no table holds anything that was sealed or signed under keys that are gone.
async fn is_bare(connection: &mut SqliteConnection) -> Result<bool, StoreError> {
    let held: bool = sqlx::query(
        "SELECT EXISTS (SELECT 1 FROM store_meta) OR EXISTS (SELECT 1 FROM store_secret)
            OR EXISTS (SELECT 1 FROM keyset) OR EXISTS (SELECT 1 FROM key_version)
            OR EXISTS (SELECT 1 FROM api_key) OR EXISTS (SELECT 1 FROM audit_entry)
            OR EXISTS (SELECT 1 FROM audit_state) OR EXISTS (SELECT 1 FROM audit_checkpoint)",
    )
    .fetch_one(connection)
    .await?
    .try_get(0)?;
    Ok(!held)
}

async fn passphrase_parameters(connection: &mut SqliteConnection) -> Result<Option<Vec<u8>>, StoreError> {
    let row = sqlx::query("SELECT value FROM store_meta WHERE name = ?")
        .bind(PASSPHRASE_PARAMETERS)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}
