//! What a clock that misbehaves does. [`ward_limits::Moment`] should come from one that does not; a limit must stand
//! either way.

use std::time::Duration;

use ward_limits::{Moment, Quota, State, Verdict, decide};

use crate::secs;

const FIVE: Quota = Quota::per_minute(5);
const HOUR: Duration = secs(3_600);
const YEAR: Duration = secs(365 * 24 * 3_600);

/// Far enough from the start to go ten years back.
fn noon() -> Moment {
    Moment::from_start(20 * YEAR)
}

fn back(moment: Moment, by: Duration) -> Moment {
    Moment::from_start(moment.since(Moment::from_start(by)))
}

fn exhausted() -> State {
    decide(State::FRESH, &FIVE, noon(), 5).0
}

/// How much passes at once at `now`.
fn passes_at_once(mut state: State, now: Moment) -> u32 {
    let mut passed = 0;
    loop {
        let (after, verdict) = decide(state, &FIVE, now, 1);
        if !verdict.is_allowed() {
            return passed;
        }
        (state, passed) = (after, passed + 1);
    }
}

#[test]
fn going_back_an_hour_or_ten_years_gives_no_fresh_bucket() {
    for step in [HOUR, 10 * YEAR] {
        assert_eq!(passes_at_once(exhausted(), back(noon(), step)), 0);
    }
}

#[test]
fn going_back_locks_nobody_out_for_longer_than_one_unit_takes() {
    for step in [HOUR, 10 * YEAR] {
        let now = back(noon(), step);
        let (state, Verdict::Refused { retry_after, .. }) = decide(exhausted(), &FIVE, now, 1) else {
            panic!("let through")
        };
        assert_eq!(retry_after, secs(12));
        assert!(decide(state, &FIVE, now.after(retry_after), 1).1.is_allowed());
    }
}

#[test]
fn going_forward_however_far_gives_one_bucket_and_not_two() {
    for step in [HOUR, 12 * YEAR, Duration::MAX] {
        assert_eq!(passes_at_once(exhausted(), noon().after(step)), 5);
    }
}

#[test]
fn going_back_and_forth_gives_one_bucket_and_not_two() {
    let (state, _) = decide(exhausted(), &FIVE, back(noon(), HOUR), 1);
    assert_eq!(passes_at_once(state, noon()), 5);
}

#[test]
fn the_end_of_time_neither_panics_nor_lets_everything_through() {
    let end = Moment::from_start(Duration::MAX);
    let longest = Quota::new(u32::MAX, Quota::LONGEST).unwrap();
    let (state, verdict) = decide(State::FRESH, &longest, end, u32::MAX);
    assert!(verdict.is_allowed());
    let _ = decide(state, &longest, Moment::START, u32::MAX);
    let _ = state.standing(&FIVE, end);
}
