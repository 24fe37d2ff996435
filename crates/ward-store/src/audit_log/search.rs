//! Looking entries up by what they say.

use sqlx::{QueryBuilder, Sqlite};
use ward_secret::Timestamp;

use super::read::{StoredEntry, entry_of};
use super::sql_index;
use crate::{Store, StoreError};

/// How many entries one page of a search looks at, so that a rare word costs a bounded time a page.
const WINDOW: u32 = 50_000;

/// The line as JSON. One that somebody made unreadable must not fail the search for the others.
const LINE: &str = "iif(json_valid(line), line, '{}')";

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

impl Store {
    /// The newest entries that fit `filter`, below index `before`, at most `limit`.
    ///
    /// A page looks at a bounded number of entries, so it can be empty and still have a next one.
    pub async fn search_audit(
        &self,
        filter: &AuditFilter,
        before: Option<u64>,
        limit: u32,
    ) -> Result<AuditPage, StoreError> {
        let before = before
            .and_then(|index| i64::try_from(index).ok())
            .unwrap_or(i64::MAX);
        let lowest = before
            .min(sql_index(self.audit_head().size)?)
            .saturating_sub(i64::from(WINDOW))
            .max(0);
        let mut query =
            QueryBuilder::<Sqlite>::new("SELECT idx, line, leaf_hash, tag FROM audit_entry WHERE idx < ");
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
                query
                    .push(format!(" AND {LINE} ->> '{field}' = "))
                    .push_bind(wanted);
            }
        }
        if let Some(resource) = &filter.resource {
            query
                .push(format!(" AND ({LINE} ->> 'resource' = "))
                .push_bind(resource);
            query.push(format!(" OR substr({LINE} ->> 'resource', 1, "));
            query.push_bind(
                i64::try_from(resource.len())
                    .unwrap_or(i64::MAX)
                    .saturating_add(1),
            );
            query.push(") = ").push_bind(format!("{resource}#")).push(")");
        }
        // Times are RFC 3339 in UTC with microseconds, so their order is the order of their text.
        for (operator, time) in [(">=", filter.since), ("<", filter.until)] {
            if let Some(time) = time {
                query
                    .push(format!(" AND {LINE} ->> 'time' {operator} "))
                    .push_bind(time.to_string());
            }
        }
        query.push(" ORDER BY idx DESC LIMIT ").push_bind(limit);
        let mut connection = self.reader().await?;
        let rows = query.build().fetch_all(&mut *connection).await?;
        let entries = rows.iter().map(entry_of).collect::<Result<Vec<_>, _>>()?;
        let full = u32::try_from(entries.len()).is_ok_and(|count| count >= limit);
        let next = if full {
            entries.last().map(|entry| entry.index)
        } else {
            u64::try_from(lowest).ok()
        };
        Ok(AuditPage {
            entries,
            next: next.filter(|next| *next > 0),
        })
    }
}
