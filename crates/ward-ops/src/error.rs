//! The one error of operations: what a client sees and what the operator's log sees are two texts.

use std::borrow::Cow;
use std::time::Duration;

use serde::Serialize;
use thiserror::Error;
use ward_store::StoreError;

/// The few sorts of failure. One table maps each to an HTTP status, a problem type and an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request is not well-formed.
    Malformed,
    /// The request is well-formed and breaks a rule of a field.
    Invalid,
    /// The data does not open: wrong key, wrong password or damage, which are one and the same outside.
    DoesNotOpen,
    /// The request is larger than the limit.
    TooLarge,
    /// Who is calling is not known.
    Unauthenticated,
    /// The caller is known and may not.
    Forbidden,
    /// There is no such operation or record.
    NotFound,
    /// The state of Ward stands against it: a name is taken.
    Conflict,
    /// Too many calls; later is fine.
    Limited,
    /// Ward cannot do it now; later may be fine.
    Unavailable,
    /// The storage is full.
    StorageFull,
    /// The remote end failed or refused.
    RemoteFailed,
    /// The remote end did not answer in time.
    RemoteTimeout,
    /// A fault of Ward's own.
    Internal,
}

impl ErrorKind {
    /// Every kind, for tables and documents.
    pub const ALL: &'static [Self] = &[
        Self::Malformed,
        Self::Invalid,
        Self::DoesNotOpen,
        Self::TooLarge,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::Limited,
        Self::Unavailable,
        Self::StorageFull,
        Self::RemoteFailed,
        Self::RemoteTimeout,
        Self::Internal,
    ];

    /// The HTTP status code.
    #[must_use]
    pub const fn http_status(self) -> u16 {
        match self {
            Self::Malformed | Self::DoesNotOpen => 400,
            Self::Invalid => 422,
            Self::TooLarge => 413,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Limited => 429,
            Self::Unavailable => 503,
            Self::StorageFull => 507,
            Self::RemoteFailed => 502,
            Self::RemoteTimeout => 504,
            Self::Internal => 500,
        }
    }

    /// A short title of the problem type (RFC 9457), the same for every occurrence.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Malformed => "Malformed request",
            Self::Invalid => "Invalid request",
            Self::DoesNotOpen => "Does not open",
            Self::TooLarge => "Request too large",
            Self::Unauthenticated => "Authentication required",
            Self::Forbidden => "Not permitted",
            Self::NotFound => "Not found",
            Self::Conflict => "Conflict",
            Self::Limited => "Too many requests",
            Self::Unavailable => "Unavailable",
            Self::StorageFull => "Storage full",
            Self::RemoteFailed => "Remote target failed",
            Self::RemoteTimeout => "Remote target timed out",
            Self::Internal => "Internal error",
        }
    }

    /// The exit code of the `ward` command.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::DoesNotOpen => 1,
            Self::Malformed | Self::Invalid | Self::TooLarge | Self::NotFound => 2,
            Self::Unauthenticated | Self::Forbidden | Self::Limited => 3,
            Self::Conflict => 4,
            Self::Unavailable | Self::StorageFull | Self::RemoteFailed | Self::RemoteTimeout => 5,
            Self::Internal => 70,
        }
    }
}

/// One rule that one field broke. Says where and which rule, never the value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldFault {
    /// JSON Pointer (RFC 6901) to the field; empty for the whole request.
    pub pointer: String,
    /// The rule, as a fixed word or sentence.
    pub rule: Cow<'static, str>,
}

/// Why an operation did not do what was asked.
#[derive(Clone, Debug, Error)]
#[error("{detail}")]
pub struct OpError {
    /// The sort of failure.
    pub kind: ErrorKind,
    /// A fixed word for this failure, the last part of the problem type.
    pub code: &'static str,
    /// One sentence for the caller, which quotes nothing of the request.
    pub detail: Cow<'static, str>,
    /// What to do next, when there is something.
    pub hint: Option<&'static str>,
    /// The fields at fault.
    pub fields: Vec<FieldFault>,
    /// For the operator's log alone. Holds no secrets either.
    pub internal: Option<String>,
    /// When it is worth trying again.
    pub retry_after: Option<Duration>,
}

impl OpError {
    /// An error of `kind` with a code and a sentence.
    #[must_use]
    pub fn new(kind: ErrorKind, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind,
            code,
            detail: detail.into(),
            hint: None,
            fields: Vec::new(),
            internal: None,
            retry_after: None,
        }
    }

    /// A field that breaks a rule. `pointer` is a JSON Pointer of field names of ours, never of the caller's.
    #[must_use]
    pub fn invalid(pointer: impl Into<String>, rule: impl Into<Cow<'static, str>>) -> Self {
        Self::invalid_fields(vec![FieldFault {
            pointer: pointer.into(),
            rule: rule.into(),
        }])
    }

    /// Several fields that break rules.
    #[must_use]
    pub fn invalid_fields(fields: Vec<FieldFault>) -> Self {
        let detail = match fields.as_slice() {
            [only] if only.pointer.is_empty() => {
                Cow::Owned(format!("the request is not valid: {}", only.rule))
            }
            [only] => Cow::Owned(format!("the field {} is not valid: {}", only.pointer, only.rule)),
            _ => Cow::Borrowed("several fields are not valid"),
        };
        Self {
            fields,
            ..Self::new(ErrorKind::Invalid, "invalid_request", detail)
        }
    }

    /// A fault of Ward's own; `internal` is for the operator's log.
    #[must_use]
    pub fn internal(internal: impl Into<String>) -> Self {
        Self {
            internal: Some(internal.into()),
            ..Self::new(
                ErrorKind::Internal,
                "internal",
                "ward failed to do this; the fault is its own",
            )
        }
    }

    /// The same error with a hint on what to do next.
    #[must_use]
    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// The same error with a time after which to try again.
    #[must_use]
    pub const fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }
}

impl From<StoreError> for OpError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Taken => Self::new(ErrorKind::Conflict, "taken", "the name is already taken"),
            StoreError::Missing => {
                Self::new(ErrorKind::NotFound, "no_such_record", "there is no such record")
            }
            StoreError::Full => Self::new(
                ErrorKind::StorageFull,
                "storage_full",
                "the storage is full, so nothing was changed",
            )
            .retry_after(Duration::from_secs(30)),
            StoreError::Busy => Self::new(
                ErrorKind::Unavailable,
                "store_busy",
                "the store cannot be written now, so nothing was changed",
            )
            .retry_after(Duration::from_secs(1)),
            StoreError::Damaged { table } => Self {
                internal: Some(format!("damaged data in table {table}")),
                ..Self::new(
                    ErrorKind::Internal,
                    "damaged",
                    "stored data is damaged, so it was not used",
                )
            },
            other => Self {
                internal: Some(other.to_string()),
                ..Self::new(
                    ErrorKind::Unavailable,
                    "store_failed",
                    "the store failed, so nothing was changed",
                )
            },
        }
    }
}
