//! Values of the header fields that tell a client where it stands. Only text: which header they go into is HTTP's.
//!
//! `RateLimit-Policy` and `RateLimit` are as in draft-ietf-httpapi-ratelimit-headers-10 (September 2025), lists of
//! structured fields (RFC 9651). The three `X-RateLimit` numbers are what clients of older servers read.

use std::fmt::Write as _;
use std::time::Duration;

use ward_secret::Timestamp;

use crate::{Quota, Standing};

/// A policy and how the caller stands under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The policy's name, a word of the service's own. Characters that a structured field string cannot hold, which
    /// are all but printable ASCII, are left out.
    pub name: &'static str,
    /// The policy.
    pub quota: Quota,
    /// How the caller stands.
    pub standing: Standing,
}

/// The value of `RateLimit-Policy`: `"tool";q=60;w=60`. Empty for no policies: then the header is to be left out.
///
/// ```
/// # use ward_limits::{Moment, Quota, State, fields};
/// # let quota = Quota::per_minute(60);
/// # let standing = State::FRESH.standing(&quota, Moment::START);
/// let applied = [fields::Applied { name: "tool", quota, standing }];
/// assert_eq!(fields::rate_limit_policy(&applied), r#""tool";q=60;w=60"#);
/// assert_eq!(fields::rate_limit(&applied), r#""tool";r=60"#);
/// ```
#[must_use]
pub fn rate_limit_policy(applied: &[Applied]) -> String {
    list(applied, |applied, out| {
        let _ = write!(
            out,
            ";q={};w={}",
            applied.quota.count(),
            whole_seconds(applied.quota.per())
        );
    })
}

/// The value of `RateLimit`: `"tool";r=12;t=31`. Empty for no policies: then the header is to be left out.
///
/// `t` is the time until there is one unit more, in seconds rounded up; a full bucket has none.
#[must_use]
pub fn rate_limit(applied: &[Applied]) -> String {
    list(applied, |applied, out| {
        let _ = write!(out, ";r={}", applied.standing.remaining);
        if let Some(next) = applied.standing.next_after {
            let _ = write!(out, ";t={}", whole_seconds(next));
        }
    })
}

/// The values of `X-RateLimit-Limit`, `X-RateLimit-Remaining` and `X-RateLimit-Reset`, which have room for one policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XRateLimit {
    /// Units in every period of the policy.
    pub limit: u32,
    /// Units left.
    pub remaining: u32,
    /// When all of them will be back, in whole seconds since 1970, rounded up.
    pub reset: i64,
}

/// The three numbers for the policy of which least is left. `None` for no policies.
#[must_use]
pub fn x_rate_limit(applied: &[Applied], now: Timestamp) -> Option<XRateLimit> {
    let tightest = applied.iter().min_by_key(|applied| applied.standing.remaining)?;
    let reset = now.after(tightest.standing.reset_after).unix_micros();
    Some(XRateLimit {
        limit: tightest.quota.count(),
        remaining: tightest.standing.remaining,
        reset: reset
            .div_euclid(1_000_000)
            .saturating_add(i64::from(reset.rem_euclid(1_000_000) > 0)),
    })
}

/// Whole seconds of a wait, rounded up: whoever waits so long has waited long enough. For `Retry-After`.
#[must_use]
pub const fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs().saturating_add((wait.subsec_nanos() > 0) as u64)
}

fn list(applied: &[Applied], parameters: impl Fn(&Applied, &mut String)) -> String {
    let mut out = String::new();
    for applied in applied {
        if !out.is_empty() {
            out.push_str(", ");
        }
        string(applied.name, &mut out);
        parameters(applied, &mut out);
    }
    out
}

/// RFC 9651, section 4.1.6.
fn string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars().filter(|c| matches!(c, ' '..='~')) {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
}
