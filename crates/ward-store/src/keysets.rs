//! Keysets at rest: one row for the set, one for each version, both sealed.

use serde::{Deserialize, Serialize};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use ward_keys::Kind;
use ward_keys::keyset::{KeyId, KeyName, Keyset, State, Version};
use ward_secret::{SecretBytes, Timestamp};
use zeroize::Zeroizing;

use crate::seal::{Place, Sealer};
use crate::{Store, StoreError, Transaction};

const TABLE: &str = "keyset";
const VERSION_TABLE: &str = "key_version";
const COLUMN: &str = "sealed";

/// A keyset under the name that its owner gave it. Names are unique.
#[derive(Clone, Debug)]
pub struct NamedKeyset {
    /// The name. Sealed at rest, and looked up by a keyed hash.
    pub name: KeyName,
    /// The keyset.
    pub keyset: Keyset,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedSet {
    name: KeyName,
    kind: Kind,
    created: i64,
    primary: u32,
    /// The numbers of all versions: a version's row that is taken away is missed.
    versions: Vec<u32>,
}

/// One length byte and the state's name, creation (8 bytes), material to the end. Not JSON: no copy of the material in
/// a parser's hands. A destroyed version has no material.
fn version_bytes(version: &Version) -> Zeroizing<Vec<u8>> {
    let material = version
        .material()
        .map(|material| material.expose().as_slice())
        .unwrap_or_default();
    let mut out = Zeroizing::new(Vec::with_capacity(material.len().saturating_add(64)));
    let state = version.state().name().as_bytes();
    out.push(u8::try_from(state.len()).unwrap_or(u8::MAX));
    out.extend_from_slice(state);
    out.extend_from_slice(&version.created().unix_micros().to_be_bytes());
    out.extend_from_slice(material);
    out
}

fn version_from_bytes(number: u32, bytes: &[u8]) -> Option<Version> {
    let (length, rest) = bytes.split_first()?;
    let (state, rest) = rest.split_at_checked(usize::from(*length))?;
    let (created, material) = rest.split_first_chunk::<8>()?;
    let state: State = std::str::from_utf8(state).ok()?.parse().ok()?;
    let created = Timestamp::from_unix_micros(i64::from_be_bytes(*created));
    let material = (!material.is_empty()).then(|| SecretBytes::from(material));
    Some(Version::from_parts(number, state, created, material))
}

fn version_row_id(keyset_id: &str, number: u32) -> String {
    format!("{keyset_id}/{number}")
}

impl Transaction {
    /// Adds a keyset with its versions. [`StoreError::Taken`] when the name is.
    pub async fn insert_keyset(&mut self, keyset: &NamedKeyset) -> Result<(), StoreError> {
        let id = keyset.keyset.id().to_string();
        let index = self.sealer().index_of(TABLE, keyset.name.as_str());
        let sealed = self.seal_set(&id, keyset)?;
        let statement = sqlx::query("INSERT INTO keyset (id, name_index, sealed) VALUES (?, ?, ?)")
            .bind(&id)
            .bind(index)
            .bind(sealed);
        self.execute(statement).await?;
        for version in keyset.keyset.versions() {
            self.put_key_version(&id, version).await?;
        }
        Ok(())
    }

    /// Writes a changed keyset back: its primary, new versions, changed states. The name and id stay.
    /// [`StoreError::Missing`] when there is no such keyset.
    pub async fn update_keyset(&mut self, keyset: &NamedKeyset) -> Result<(), StoreError> {
        let id = keyset.keyset.id().to_string();
        let sealed = self.seal_set(&id, keyset)?;
        let statement = sqlx::query("UPDATE keyset SET sealed = ? WHERE id = ?")
            .bind(sealed)
            .bind(&id);
        let done = self.execute(statement).await?;
        if done.rows_affected() != 1 {
            return Err(StoreError::Missing);
        }
        for version in keyset.keyset.versions() {
            self.put_key_version(&id, version).await?;
        }
        Ok(())
    }

    /// The keyset of that name, as this transaction sees it.
    pub async fn keyset_by_name(&mut self, name: &KeyName) -> Result<Option<NamedKeyset>, StoreError> {
        let sealer = self.sealer().clone();
        keyset_by_name(self.connection(), &sealer, name).await
    }

    fn seal_set(&mut self, id: &str, keyset: &NamedKeyset) -> Result<Vec<u8>, StoreError> {
        let set = SealedSet {
            name: keyset.name.clone(),
            kind: keyset.keyset.kind(),
            created: keyset.keyset.created().unix_micros(),
            primary: keyset.keyset.primary_number(),
            versions: keyset.keyset.versions().iter().map(Version::number).collect(),
        };
        let bytes = serde_json::to_vec(&set).map_err(|_| StoreError::Damaged { table: TABLE })?;
        self.seal(
            Place {
                table: TABLE,
                column: COLUMN,
                row: id,
            },
            &bytes,
        )
    }

    async fn put_key_version(&mut self, keyset_id: &str, version: &Version) -> Result<(), StoreError> {
        let row = version_row_id(keyset_id, version.number());
        let sealed = self.seal(
            Place {
                table: VERSION_TABLE,
                column: COLUMN,
                row: &row,
            },
            &version_bytes(version),
        )?;
        let statement = sqlx::query(
            "INSERT INTO key_version (keyset_id, number, sealed) VALUES (?, ?, ?)
             ON CONFLICT (keyset_id, number) DO UPDATE SET sealed = excluded.sealed",
        )
        .bind(keyset_id)
        .bind(version.number())
        .bind(sealed);
        self.execute(statement).await?;
        Ok(())
    }
}

/// A set and its versions come in one statement, so that both are of the same moment: one row for each version, and
/// the columns of the set in each. `$wanted` names the sets.
macro_rules! select {
    ($wanted:literal) => {
        concat!(
            "SELECT k.position, k.id, k.sealed, v.number, v.sealed AS version FROM (SELECT * FROM keyset WHERE ",
            $wanted,
            ") AS k LEFT JOIN key_version AS v ON v.keyset_id = k.id ORDER BY k.position, v.number"
        )
    };
}

impl Store {
    /// The keyset of that name, opened; `None` when there is none.
    pub async fn keyset_by_name(&self, name: &KeyName) -> Result<Option<NamedKeyset>, StoreError> {
        let mut connection = self.reader().await?;
        keyset_by_name(&mut connection, self.sealer(), name).await
    }

    /// The keyset of that id, opened; `None` when there is none.
    pub async fn keyset_by_id(&self, id: KeyId) -> Result<Option<NamedKeyset>, StoreError> {
        let mut connection = self.reader().await?;
        let rows = sqlx::query(select!("id = ?"))
            .bind(id.to_string())
            .fetch_all(&mut *connection)
            .await?;
        open_one(self.sealer(), &rows)
    }

    /// Keysets in the order they were made, with their position: at most `limit` after position `after`.
    pub async fn keysets(&self, after: i64, limit: u32) -> Result<Vec<(i64, NamedKeyset)>, StoreError> {
        let mut connection = self.reader().await?;
        let rows = sqlx::query(select!("position > ? ORDER BY position LIMIT ?"))
            .bind(after)
            .bind(limit)
            .fetch_all(&mut *connection)
            .await?;
        let position = |row: &SqliteRow| row.try_get::<i64, _>("position");
        let same = |one: &SqliteRow, next: &SqliteRow| matches!((position(one), position(next)), (Ok(one), Ok(next)) if one == next);
        let mut keysets = Vec::new();
        for rows in rows.chunk_by(same) {
            let Some(first) = rows.first() else { continue };
            keysets.push((position(first)?, open_keyset(self.sealer(), rows)?));
        }
        Ok(keysets)
    }
}

async fn keyset_by_name(
    connection: &mut sqlx::SqliteConnection,
    sealer: &Sealer,
    name: &KeyName,
) -> Result<Option<NamedKeyset>, StoreError> {
    let rows = sqlx::query(select!("name_index = ?"))
        .bind(sealer.index_of(TABLE, name.as_str()))
        .fetch_all(connection)
        .await?;
    match open_one(sealer, &rows)? {
        // The index column is not sealed: one that was swapped would hand out another key under this name.
        Some(keyset) if keyset.name != *name => Err(StoreError::Damaged { table: TABLE }),
        found => Ok(found),
    }
}

fn open_one(sealer: &Sealer, rows: &[SqliteRow]) -> Result<Option<NamedKeyset>, StoreError> {
    if rows.is_empty() {
        Ok(None)
    } else {
        open_keyset(sealer, rows).map(Some)
    }
}

/// Opens a set from the rows of its versions. A set without any version has one row, and is damaged.
fn open_keyset(sealer: &Sealer, rows: &[SqliteRow]) -> Result<NamedKeyset, StoreError> {
    let damaged = || StoreError::Damaged { table: TABLE };
    let first = rows.first().ok_or_else(damaged)?;
    let id: String = first.try_get("id")?;
    let value: Vec<u8> = first.try_get("sealed")?;
    let opened = sealer.open(
        Place {
            table: TABLE,
            column: COLUMN,
            row: &id,
        },
        &value,
    )?;
    let set: SealedSet = serde_json::from_slice(opened.expose()).map_err(|_| damaged())?;
    let versions = rows
        .iter()
        .map(|row| open_version(sealer, &id, row))
        .collect::<Result<Vec<_>, _>>()?;
    if !versions.iter().map(Version::number).eq(set.versions) {
        return Err(StoreError::Damaged { table: VERSION_TABLE });
    }
    let created = Timestamp::from_unix_micros(set.created);
    let id: KeyId = id.parse().map_err(|_| damaged())?;
    let keyset = Keyset::from_parts(id, set.kind, created, versions, set.primary).map_err(|_| damaged())?;
    Ok(NamedKeyset {
        name: set.name,
        keyset,
    })
}

fn open_version(sealer: &Sealer, keyset_id: &str, row: &SqliteRow) -> Result<Version, StoreError> {
    let damaged = StoreError::Damaged { table: VERSION_TABLE };
    let (Some(number), Some(value)) = (
        row.try_get::<Option<u32>, _>("number")?,
        row.try_get::<Option<Vec<u8>>, _>("version")?,
    ) else {
        return Err(damaged);
    };
    let place = Place {
        table: VERSION_TABLE,
        column: COLUMN,
        row: &version_row_id(keyset_id, number),
    };
    let opened = sealer.open(place, &value)?;
    version_from_bytes(number, opened.expose()).ok_or(damaged)
}
