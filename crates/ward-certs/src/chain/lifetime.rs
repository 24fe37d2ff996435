//! How long a publicly trusted server certificate may live.

use ward_secret::Timestamp;

use crate::certificate::Certificate;

const SECONDS_PER_DAY: i64 = 86_400;

/// Certificates issued on or after the date (Unix seconds, midnight UTC) may live for so many days.
///
/// CA/Browser Forum, Baseline Requirements for TLS Server Certificates, section 6.3.2; the last three lines
/// are those of ballot SC-081v3 (April 2025).
const LIMITS: [(i64, i64); 6] = [
    (1_868_227_200, 47),  // 2029-03-15
    (1_805_068_800, 100), // 2027-03-15
    (1_773_532_800, 200), // 2026-03-15
    (1_598_918_400, 398), // 2020-09-01
    (1_519_862_400, 825), // 2018-03-01
    (i64::MIN, 1187),     // 39 months
];

/// The longest lifetime in days for a certificate issued at `issued`.
#[must_use]
pub fn longest_lifetime_days(issued: Timestamp) -> i64 {
    let issued = issued.unix_seconds();
    LIMITS
        .iter()
        .find(|(from, _)| issued >= *from)
        .map_or(0, |(_, days)| *days)
}

/// The lifetime in days, a begun day counted whole, when it is over the limit.
pub(super) fn too_long(certificate: &Certificate) -> Option<(i64, i64)> {
    let limit = longest_lifetime_days(certificate.not_before);
    // Both ends belong to the validity period, hence one second more (BR 6.3.2).
    let seconds = certificate
        .not_after
        .unix_seconds()
        .saturating_sub(certificate.not_before.unix_seconds())
        .saturating_add(1);
    let days = seconds
        .saturating_add(SECONDS_PER_DAY.saturating_sub(1))
        .div_euclid(SECONDS_PER_DAY);
    (days > limit).then_some((days, limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(date: &str) -> i64 {
        longest_lifetime_days(Timestamp::from_rfc3339(date).unwrap())
    }

    #[test]
    fn the_limit_changes_at_midnight_of_each_date() {
        let changes = [
            ("2018-02-28T23:59:59Z", "2018-03-01T00:00:00Z", 1187, 825),
            ("2020-08-31T23:59:59Z", "2020-09-01T00:00:00Z", 825, 398),
            ("2026-03-14T23:59:59Z", "2026-03-15T00:00:00Z", 398, 200),
            ("2027-03-14T23:59:59Z", "2027-03-15T00:00:00Z", 200, 100),
            ("2029-03-14T23:59:59Z", "2029-03-15T00:00:00Z", 100, 47),
        ];
        for (before, after, old, new) in changes {
            assert_eq!((limit(before), limit(after)), (old, new), "{after}");
        }
    }
}
