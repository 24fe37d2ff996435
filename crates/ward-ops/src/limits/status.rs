//! What a face and a caller get to see of limits.

use schemars::JsonSchema;
use serde::Serialize;
use ward_limits::Quota;
use ward_limits::fields::{self, Applied, XRateLimit};
use ward_secret::Timestamp;

use crate::OpError;

/// What a call came to, and how its caller stands.
#[derive(Debug)]
pub struct Reply {
    /// The response as JSON, or the error.
    pub result: Result<Vec<u8>, OpError>,
    /// The limits that the call met.
    pub limits: LimitStatus,
}

/// The limits that a call met, in the order in which it met them. Empty for callers without limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LimitStatus(Vec<Applied>);

impl LimitStatus {
    /// Each limit, and how the caller stands under it.
    #[must_use]
    pub fn applied(&self) -> &[Applied] {
        &self.0
    }

    /// The value of the header `RateLimit-Policy`; `None`: leave it out.
    #[must_use]
    pub fn rate_limit_policy(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| fields::rate_limit_policy(&self.0))
    }

    /// The value of the header `RateLimit`; `None`: leave it out.
    #[must_use]
    pub fn rate_limit(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| fields::rate_limit(&self.0))
    }

    /// The values of the three `X-RateLimit` headers; `None`: leave them out.
    #[must_use]
    pub fn x_rate_limit(&self, now: Timestamp) -> Option<XRateLimit> {
        fields::x_rate_limit(&self.0, now)
    }

    /// Adds a limit, or brings one that was met before up to date.
    pub(crate) fn note(&mut self, applied: Applied) {
        match self.0.iter_mut().find(|known| known.name == applied.name) {
            Some(known) => *known = applied,
            None => self.0.push(applied),
        }
    }
}

/// How often the caller may call a tool.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Rate {
    /// The tool.
    pub tool: &'static str,
    /// What is counted: "tool" the caller's calls, "work" its hashing in units of 100 ms of one core, "address" calls
    /// from its address, "target" calls against the same hash.
    pub policy: &'static str,
    /// Units in every period.
    pub count: u32,
    /// The period in seconds.
    pub per_seconds: u64,
    /// Units at once.
    pub burst: u32,
    /// Units left now; absent where it depends on the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining: Option<u32>,
}

impl Rate {
    pub(crate) fn new(
        tool: &'static str,
        policy: &'static str,
        quota: &Quota,
        remaining: Option<u32>,
    ) -> Self {
        Self {
            tool,
            policy,
            count: quota.count(),
            per_seconds: fields::whole_seconds(quota.per()),
            burst: quota.burst(),
            remaining,
        }
    }
}
