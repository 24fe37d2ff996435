//! The audit record: what happened, who asked, what was decided. One entry is one line of JSON, and the bytes of
//! that line are the leaf of the Merkle tree, so that an exported line can be hashed and checked by anybody.
//!
//! An entry has no place for arguments. Operation names and codes are `&'static str`, written in the source and
//! not by a caller; ids must look like ids or they are not recorded; the address is an address. What is left for
//! outside text is the id of a principal, which may come from somebody else's token: it is cut to length, and the
//! line is printable ASCII whatever it holds, so no entry can forge a second one, colour a terminal or turn the
//! reading direction.

mod ascii;
mod id;

use core::net::IpAddr;
use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ward_secret::Timestamp;

pub use id::{MAX_ID_LEN, MAX_PRINCIPAL_LEN, OpaqueId, Principal, Resource};

/// The longest line, in bytes, that a reader of entries accepts. Ward's own stay far below.
pub const MAX_LINE_LEN: usize = 64 * 1024;

/// The version of the line format, its first field.
pub const LINE_VERSION: u8 = 1;

/// The way by which a call came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// The HTTP tools.
    Http,
    /// The Model Context Protocol, by stream or by HTTP.
    Mcp,
    /// The `ward` command on the local store.
    Cli,
    /// A program that embeds Ward's engine.
    Library,
    /// Ward itself: start, migration, scheduled work.
    System,
}

/// The most that an operation can do to the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It changes nothing.
    Read,
    /// It adds or changes.
    Write,
    /// It removes something that cannot be brought back.
    Destroy,
}

/// Whether the call was let through to its operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It was.
    Allowed,
    /// Authentication, authorisation, validation or a limit stopped it; the code says which.
    Refused,
}

/// How the call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It did what was asked.
    Ok,
    /// It answered no: a wrong password, a bad signature.
    No,
    /// It did not finish; the code says why.
    Failed,
}

/// An entry before it has its place in the log.
///
/// There is no default and no builder on purpose: whoever records an event decides every field, and a forgotten
/// refusal cannot be recorded as a success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When the call came in. Clocks go wrong: the order of entries is the index, never this.
    pub time: Timestamp,
    /// The request's id, made by Ward.
    pub request: OpaqueId,
    /// The way by which the call came in.
    pub face: Face,
    /// Who called.
    pub principal: Principal,
    /// The client's address, where there is one.
    pub address: Option<IpAddr>,
    /// The operation's registered name, or `"unknown"`; never the name that a caller sent.
    pub operation: &'static str,
    /// The most that the operation can do.
    pub effect: Effect,
    /// Whether the call was let through.
    pub decision: Decision,
    /// How it ended.
    pub outcome: Outcome,
    /// The error's code, for refusals and failures.
    pub code: Option<&'static str>,
    /// The thing acted on, by Ward's own id.
    pub resource: Option<Resource>,
    /// The number of items, for batches.
    pub count: Option<u32>,
    /// How long the call took, in microseconds.
    pub latency_us: u64,
}

impl Event {
    /// The entry's line, without a newline: the leaf data. `index` is its place in the log, counted from 0.
    ///
    /// ```
    /// # use ward_audit::entry::*;
    /// # use ward_secret::Timestamp;
    /// let event = Event {
    ///     time: Timestamp::from_unix_seconds(1_795_248_000),
    ///     request: OpaqueId::new("r_7"),
    ///     face: Face::Http,
    ///     principal: Principal::new("user", "zoë\n"),
    ///     address: None,
    ///     operation: "key_rotate",
    ///     effect: Effect::Write,
    ///     decision: Decision::Allowed,
    ///     outcome: Outcome::Ok,
    ///     code: None,
    ///     resource: Some(Resource::new("key", OpaqueId::new("k_1")).version(2)),
    ///     count: None,
    ///     latency_us: 840,
    /// };
    /// assert_eq!(
    ///     event.line(5),
    ///     concat!(
    ///         r#"{"v":1,"index":5,"time":"2026-11-21T08:00:00.000000Z","request":"r_7","face":"http","#,
    ///         r#""principal":"user:zo\u00eb\n","operation":"key_rotate","effect":"write","decision":"allowed","#,
    ///         r#""outcome":"ok","resource":"key:k_1#2","latency_us":840}"#,
    ///     )
    /// );
    /// ```
    #[must_use]
    pub fn line(&self, index: u64) -> String {
        let entry = Entry {
            v: LINE_VERSION,
            index,
            time: self.time.clamp(FIRST_TIME, LAST_TIME),
            request: self.request.as_str().into(),
            face: self.face,
            principal: self.principal.as_str().into(),
            address: self.address,
            operation: self.operation.into(),
            effect: self.effect,
            decision: self.decision,
            outcome: self.outcome,
            code: self.code.map(Cow::Borrowed),
            resource: self
                .resource
                .as_ref()
                .map(|resource| Cow::Owned(resource.to_string())),
            count: self.count,
            latency_us: self.latency_us,
        };
        entry.line()
    }
}

/// RFC 3339 holds the years 0000 to 9999; a clock that shows another is recorded as the nearest of them.
const FIRST_TIME: Timestamp = Timestamp::from_unix_seconds(-62_167_219_200);
const LAST_TIME: Timestamp = Timestamp::from_unix_micros(253_402_300_799_999_999);

/// An entry read back from its line. The order of the fields here is their order in the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry<'a> {
    v: u8,
    /// The place in the log, counted from 0.
    pub index: u64,
    /// When the call came in.
    pub time: Timestamp,
    /// The request's id.
    #[serde(borrow)]
    pub request: Cow<'a, str>,
    /// The way by which the call came in.
    pub face: Face,
    /// Who called, as `kind:id`.
    #[serde(borrow)]
    pub principal: Cow<'a, str>,
    /// The client's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    /// The operation's name, or `unknown`.
    #[serde(borrow)]
    pub operation: Cow<'a, str>,
    /// The most that the operation can do.
    pub effect: Effect,
    /// Whether the call was let through.
    pub decision: Decision,
    /// How it ended.
    pub outcome: Outcome,
    /// The error's code.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Cow<'a, str>>,
    /// The thing acted on, as `kind:id` or `kind:id#version`.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<Cow<'a, str>>,
    /// The number of items, for batches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// How long the call took, in microseconds.
    pub latency_us: u64,
}

/// Why a line is not an entry. No variant quotes the line.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum EntryError {
    /// The line is longer than [`MAX_LINE_LEN`].
    #[error("the line is too long for an audit entry")]
    TooLong,
    /// Not the JSON object of an entry: a field is missing, unknown, repeated or of the wrong type.
    #[error("the line is not an audit entry")]
    Malformed,
    /// The entry says another format version, of a later Ward.
    #[error("the audit entry has a version that this program does not know")]
    Version,
    /// An entry, but not as Ward writes it: other spacing, field order, escapes or number forms.
    #[error("the audit entry is not in the form that the log writes")]
    NotCanonical,
}

impl<'a> Entry<'a> {
    /// Reads a line, without its newline, and accepts exactly what [`Event::line`] writes.
    pub fn parse(line: &'a [u8]) -> Result<Self, EntryError> {
        let entry = Self::read(line)?;
        if entry.line().as_bytes() == line {
            Ok(entry)
        } else {
            Err(EntryError::NotCanonical)
        }
    }

    /// Reads a line with all its fields and no others, in whatever spelling.
    pub(crate) fn read(line: &'a [u8]) -> Result<Self, EntryError> {
        if line.len() > MAX_LINE_LEN {
            return Err(EntryError::TooLong);
        }
        let entry: Self = serde_json::from_slice(line).map_err(|_| EntryError::Malformed)?;
        if entry.v == LINE_VERSION {
            Ok(entry)
        } else {
            Err(EntryError::Version)
        }
    }

    /// The index that a line says, without a look at the rest; `None` where it does not begin as Ward's lines do.
    pub(crate) fn index_of(line: &[u8]) -> Option<u64> {
        let rest = line.strip_prefix(br#"{"v":1,"index":"#)?;
        let (digits, _) = rest.split_at_checked(rest.iter().position(|byte| *byte == b',')?)?;
        str::from_utf8(digits).ok()?.parse().ok()
    }

    fn line(&self) -> String {
        ascii::to_line(self)
    }
}
