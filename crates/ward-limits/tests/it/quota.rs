use std::time::Duration;

use ward_limits::{Quota, QuotaError};

use crate::secs;

#[test]
fn a_quota_of_nothing_is_refused() {
    assert_eq!(Quota::new(0, secs(60)), Err(QuotaError::Zero));
    assert_eq!(Quota::with_burst(5, secs(60), 0), Err(QuotaError::Zero));
}

#[test]
fn a_burst_above_the_count_is_refused() {
    assert_eq!(Quota::with_burst(5, secs(60), 6), Err(QuotaError::Burst));
}

#[test]
fn a_period_under_a_second_or_over_31_days_is_refused() {
    assert_eq!(Quota::new(5, Duration::from_millis(999)), Err(QuotaError::Period));
    assert_eq!(
        Quota::new(5, Quota::LONGEST + Duration::from_nanos(1)),
        Err(QuotaError::Period)
    );
    assert!(Quota::new(5, secs(1)).is_ok());
    assert!(Quota::new(u32::MAX, Quota::LONGEST).is_ok());
}

#[test]
fn the_interval_is_rounded_up_so_that_rounding_lets_nothing_more_through() {
    let quota = Quota::new(7, secs(1)).unwrap();
    assert_eq!(quota.interval(), Duration::from_nanos(142_857_143));
}

#[test]
fn a_quota_per_minute_is_the_checked_one() {
    assert_eq!(Quota::per_minute(5), Quota::new(5, secs(60)).unwrap());
    assert_eq!(
        Quota::per_minute_with_burst(60, 10),
        Quota::with_burst(60, secs(60), 10).unwrap()
    );
}

#[test]
fn a_quota_per_minute_is_brought_into_its_range() {
    assert_eq!(Quota::per_minute(0), Quota::per_minute(1));
    assert_eq!(Quota::per_minute_with_burst(5, 9), Quota::per_minute(5));
    assert_eq!(Quota::per_minute_with_burst(5, 0).burst(), 1);
}
