//! How a caller stands under its limits, as header fields: `RateLimit` and `RateLimit-Policy`
//! (draft-ietf-httpapi-ratelimit-headers), and the `X-RateLimit-…` trio that clients of the predecessor read.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use ward_ops::LimitStatus;
use ward_secret::Timestamp;

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const X_LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const X_REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const X_RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Adds the fields; none when no limit applies to the call.
pub(super) fn describe(headers: &mut HeaderMap, limits: &LimitStatus, now: Timestamp) {
    let texts = [
        (RATE_LIMIT, limits.rate_limit()),
        (RATE_LIMIT_POLICY, limits.rate_limit_policy()),
    ];
    for (name, text) in texts {
        // The values are structured fields in ASCII, so they always fit a header.
        if let Some(value) = text.and_then(|text| HeaderValue::try_from(text).ok()) {
            headers.insert(name, value);
        }
    }
    if let Some(x) = limits.x_rate_limit(now) {
        headers.insert(X_LIMIT, x.limit.into());
        headers.insert(X_REMAINING, x.remaining.into());
        headers.insert(X_RESET, x.reset.into());
    }
}
