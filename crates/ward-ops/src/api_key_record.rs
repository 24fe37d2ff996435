//! An API key between its pure record and its sealed row.

use serde::{Deserialize, Serialize};
use ward_access::{Grant, PermissionPattern, ScopeSet};
use ward_secret::Timestamp;
use ward_store::{ApiKeyRow, StoreError};
use ward_tokens::api_key::ApiKeyRecord;
use zeroize::Zeroizing;

use crate::OpError;

/// An API key as the engine knows it.
#[derive(Clone, Debug)]
pub(crate) struct StoredApiKey {
    pub(crate) name: String,
    pub(crate) secret_hash: [u8; 32],
    pub(crate) record: ApiKeyRecord,
}

/// The form inside the sealed column: JSON, version 1. Times are microseconds since 1970.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    v: u8,
    name: String,
    secret_hash: [u8; 32],
    scopes: ScopeSet,
    /// Absent: any application permission.
    grant: Option<Vec<PermissionPattern>>,
    created: i64,
    expires: Option<i64>,
    revoked_at: Option<i64>,
    rotated_from: Option<String>,
    overlap_until: Option<i64>,
}

const VERSION: u8 = 1;

impl StoredApiKey {
    pub(crate) fn from_row(row: &ApiKeyRow) -> Result<Self, OpError> {
        let damaged = || OpError::from(StoreError::Damaged { table: "api_key" });
        let sealed: Sealed = serde_json::from_slice(row.record.expose()).map_err(|_| damaged())?;
        if sealed.v != VERSION {
            return Err(damaged());
        }
        let time = |micros: Option<i64>| micros.map(Timestamp::from_unix_micros);
        Ok(Self {
            name: sealed.name,
            secret_hash: sealed.secret_hash,
            record: ApiKeyRecord {
                id: row.id.clone(),
                scopes: sealed.scopes,
                grant: sealed.grant.map_or(Grant::Any, Grant::Only),
                created: Timestamp::from_unix_micros(sealed.created),
                expires: time(sealed.expires),
                last_used: row.last_used,
                revoked_at: time(sealed.revoked_at),
                rotated_from: sealed.rotated_from,
                overlap_until: time(sealed.overlap_until),
            },
        })
    }

    pub(crate) fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, OpError> {
        let micros = |time: Option<Timestamp>| time.map(Timestamp::unix_micros);
        let record = &self.record;
        let sealed = Sealed {
            v: VERSION,
            name: self.name.clone(),
            secret_hash: self.secret_hash,
            scopes: record.scopes,
            grant: match &record.grant {
                Grant::Any => None,
                Grant::Only(patterns) => Some(patterns.clone()),
            },
            created: record.created.unix_micros(),
            expires: micros(record.expires),
            revoked_at: micros(record.revoked_at),
            rotated_from: record.rotated_from.clone(),
            overlap_until: micros(record.overlap_until),
        };
        let bytes =
            serde_json::to_vec(&sealed).map_err(|_| OpError::internal("an api key could not be written"))?;
        Ok(Zeroizing::new(bytes))
    }
}
