//! The life of a key, as the store keeps it. Pure state: the caller loads it, asks, and saves what changed.

use std::time::Duration;

use thiserror::Error;
use ward_access::{Grant, Principal, ScopeSet};
use ward_secret::Timestamp;

/// Longest overlap of an old key with its successor: 30 days. An old key that works much longer was not rotated.
pub const MAX_OVERLAP: Duration = Duration::from_hours(30 * 24);

/// How finely the last use is recorded: one minute. A write for every request would cost more than the answer.
pub const LAST_USED_RESOLUTION: Duration = Duration::from_mins(1);

/// What is known of an API key beside its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyRecord {
    /// The key's id, from [`super::ApiKey::id`].
    pub id: String,
    /// What its bearer may do.
    pub scopes: ScopeSet,
    /// Which application permissions its bearer may put into tokens.
    pub grant: Grant,
    /// When it was made.
    pub created: Timestamp,
    /// The first moment at which it no longer counts; `None` for a key without an end.
    pub expires: Option<Timestamp>,
    /// When it was last presented, to [`LAST_USED_RESOLUTION`].
    pub last_used: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// The id of the key that this one replaced.
    pub rotated_from: Option<String>,
    /// Set once a successor exists: the first moment at which only the successor counts.
    pub overlap_until: Option<Timestamp>,
}

/// Whether a key counts, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiKeyStatus {
    /// It counts.
    Active,
    /// Its end has come.
    Expired,
    /// Someone ended it.
    Revoked,
    /// Its successor has taken over and the overlap has ended.
    Superseded,
}

impl ApiKeyStatus {
    /// The word in lists and audit entries: `active`, `expired`, `revoked`, `superseded`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Superseded => "superseded",
        }
    }
}

/// Why a key cannot be rotated.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum RotateError {
    /// The key is expired, revoked or superseded: make a new one instead.
    #[error("the API key is no longer active")]
    NotActive(ApiKeyStatus),
    /// The key has a successor already: rotate that one. Otherwise one key would quietly become two.
    #[error("the API key has been rotated already")]
    AlreadyRotated,
}

/// What a rotation changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The record of the new key.
    pub successor: ApiKeyRecord,
    /// The new [`ApiKeyRecord::overlap_until`] of the old key.
    pub overlap_until: Timestamp,
}

impl ApiKeyRecord {
    /// The record of a key made at `now`.
    #[must_use]
    pub fn new(id: &str, scopes: ScopeSet, grant: Grant, now: Timestamp, expires: Option<Timestamp>) -> Self {
        Self {
            id: id.to_owned(),
            scopes,
            grant,
            created: now,
            expires,
            last_used: None,
            revoked_at: None,
            rotated_from: None,
            overlap_until: None,
        }
    }

    /// Whether the key counts at `now`.
    ///
    /// A revoked key stays revoked whatever the clock says: a clock that is set back must not revive it.
    #[must_use]
    pub fn status(&self, now: Timestamp) -> ApiKeyStatus {
        if self.revoked_at.is_some() {
            ApiKeyStatus::Revoked
        } else if self.expires.is_some_and(|end| now >= end) {
            ApiKeyStatus::Expired
        } else if self.overlap_until.is_some_and(|end| now >= end) {
            ApiKeyStatus::Superseded
        } else {
            ApiKeyStatus::Active
        }
    }

    /// The bearer as a principal, until whichever end comes first; or why the key does not count.
    pub fn principal(&self, now: Timestamp) -> Result<Principal, ApiKeyStatus> {
        match self.status(now) {
            ApiKeyStatus::Active => {}
            ended => return Err(ended),
        }
        let principal = Principal::api_key(&self.id, self.scopes).granting(self.grant.clone());
        let end = [self.expires, self.overlap_until].into_iter().flatten().min();
        Ok(match end {
            Some(end) => principal.until(end),
            None => principal,
        })
    }

    /// A successor with the same scopes and the same length of life, and when this key gives way to it.
    ///
    /// `id` is the new key's, from [`super::ApiKey::generate`]. Both keys count during `overlap` (at most
    /// [`MAX_OVERLAP`]), which ends with this key's own end if that comes first.
    pub fn rotate(&self, id: &str, now: Timestamp, overlap: Duration) -> Result<Rotation, RotateError> {
        match self.status(now) {
            ApiKeyStatus::Active if self.overlap_until.is_some() => return Err(RotateError::AlreadyRotated),
            ApiKeyStatus::Active => {}
            ended => return Err(RotateError::NotActive(ended)),
        }
        let end_of_overlap = now.after(overlap.min(MAX_OVERLAP));
        let expires = self.expires.map(|end| now.after(end.since(self.created)));
        let mut successor = Self::new(id, self.scopes, self.grant.clone(), now, expires);
        successor.rotated_from = Some(self.id.clone());
        Ok(Rotation {
            successor,
            overlap_until: self.expires.map_or(end_of_overlap, |end| end.min(end_of_overlap)),
        })
    }

    /// Whether a use at `now` is worth a write to `last_used`.
    #[must_use]
    pub fn use_is_news(&self, now: Timestamp) -> bool {
        self.last_used
            .is_none_or(|last| now >= last.after(LAST_USED_RESOLUTION))
    }
}
