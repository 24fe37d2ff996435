//! The decision itself.

use thiserror::Error;
use ward_secret::Timestamp;

use crate::{Principal, PrincipalKind, Scope};

/// Why a principal may not.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// No credential was presented. Outside: 401 with a challenge.
    #[error("no credential was presented")]
    Anonymous,
    /// The credential's time is over. Outside: 401 with a challenge, as for any credential that does not count.
    #[error("the credential has expired")]
    Expired,
    /// The credential is good, and does not hold this scope. Outside: 403, `insufficient_scope` (RFC 6750).
    #[error("the credential does not hold the scope {0}")]
    MissingScope(Scope),
}

impl Refusal {
    /// A fixed word for audit entries and metrics: `anonymous`, `expired`, `missing_scope`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Expired => "expired",
            Self::MissingScope(_) => "missing_scope",
        }
    }
}

/// The answer to "may this principal do that".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a decision that nobody reads lets everything through"]
pub enum Decision {
    /// It may.
    Allowed,
    /// It may not, and why.
    Refused(Refusal),
}

impl Decision {
    /// The decision as a result, for `?`.
    pub const fn into_result(self) -> Result<(), Refusal> {
        match self {
            Self::Allowed => Ok(()),
            Self::Refused(refusal) => Err(refusal),
        }
    }

    /// Whether it may.
    #[must_use]
    pub const fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed)
    }
}

/// Whether `principal` may do, at `now`, what needs the scope `required`.
///
/// The order is fixed: who is unknown, then who is out of time, then who holds too little. A caller learns which
/// scope is missing only with a credential that counts.
pub fn decide(principal: &Principal, required: Scope, now: Timestamp) -> Decision {
    if principal.kind == PrincipalKind::Anonymous {
        Decision::Refused(Refusal::Anonymous)
    } else if principal.is_expired(now) {
        Decision::Refused(Refusal::Expired)
    } else if !principal.scopes.contains(required) {
        Decision::Refused(Refusal::MissingScope(required))
    } else {
        Decision::Allowed
    }
}
