use std::time::Duration;

use proptest::prelude::*;
use ward_limits::{Moment, Quota, State, Verdict, decide};

use crate::{at, secs};

const FIVE: Quota = Quota::per_minute(5);

/// The state after `times` units taken one by one at `now`.
fn spent(quota: &Quota, now: Moment, times: u32) -> State {
    (0..times).fold(State::FRESH, |state, _| {
        let (state, verdict) = decide(state, quota, now, 1);
        assert!(verdict.is_allowed());
        state
    })
}

#[test]
fn as_many_as_the_burst_come_at_once_and_no_more() {
    let state = spent(&FIVE, at(100), 5);
    assert!(!decide(state, &FIVE, at(100), 1).1.is_allowed());
}

#[test]
fn a_refused_event_is_let_through_after_its_wait_and_not_a_nanosecond_before() {
    let state = spent(&FIVE, at(100), 5);
    let (state, Verdict::Refused { retry_after, .. }) = decide(state, &FIVE, at(100), 3) else {
        panic!("let through")
    };
    assert_eq!(retry_after, secs(36));
    let then = at(100).after(retry_after);
    let before = at(100).after(Duration::new(35, 999_999_999));
    assert!(!decide(state, &FIVE, before, 3).1.is_allowed());
    assert!(decide(state, &FIVE, then, 3).1.is_allowed());
}

#[test]
fn a_refusal_takes_nothing() {
    let state = spent(&FIVE, at(100), 5);
    let refused = (0..1_000).fold(state, |state, _| decide(state, &FIVE, at(100), 1).0);
    assert_eq!(refused, state);
}

#[test]
fn the_standing_counts_down_and_says_when_more_comes() {
    let standing = spent(&FIVE, at(100), 2).standing(&FIVE, at(103));
    assert_eq!(standing.remaining, 3);
    assert_eq!(standing.next_after, Some(secs(9)));
    assert_eq!(standing.reset_after, secs(21));
}

#[test]
fn a_full_bucket_waits_for_nothing() {
    let standing = spent(&FIVE, at(100), 5).standing(&FIVE, at(160));
    assert_eq!((standing.remaining, standing.next_after), (5, None));
    assert_eq!(standing.reset_after, secs(0));
}

#[test]
fn an_event_heavier_than_the_burst_needs_a_full_bucket() {
    let (state, verdict) = decide(State::FRESH, &FIVE, at(100), 1_000);
    assert!(verdict.is_allowed());
    assert_eq!(verdict.standing().remaining, 0);
    assert!(!decide(state, &FIVE, at(159), 1_000).1.is_allowed());
    assert!(decide(state, &FIVE, at(160), 1_000).1.is_allowed());
}

#[test]
fn an_event_that_costs_nothing_passes_an_empty_bucket() {
    let state = spent(&FIVE, at(100), 5);
    assert_eq!(decide(state, &FIVE, at(100), 0).0, state);
    assert!(decide(state, &FIVE, at(100), 0).1.is_allowed());
}

#[test]
fn a_quota_made_smaller_counts_old_debts_as_one_empty_bucket() {
    let large = Quota::per_minute(600);
    let state = spent(&large, at(100), 600);
    let small = Quota::with_burst(60, secs(60), 2).unwrap();
    let Verdict::Refused { retry_after, .. } = decide(state, &small, at(100), 1).1 else {
        panic!("let through")
    };
    assert_eq!(retry_after, secs(1));
}

/// A bucket as one would draw it: a level of nanoseconds that fills with time.
struct Naive {
    quota: Quota,
    level: u128,
    last: Moment,
}

impl Naive {
    fn size(quota: &Quota) -> u128 {
        quota.interval().as_nanos() * u128::from(quota.burst())
    }

    fn take(&mut self, now: Moment, cost: u32) -> bool {
        let filled = self.level + now.since(self.last).as_nanos();
        self.level = filled.min(Self::size(&self.quota));
        self.last = now;
        let price = self.quota.interval().as_nanos() * u128::from(cost.min(self.quota.burst()));
        let enough = self.level >= price;
        if enough {
            self.level -= price;
        }
        enough
    }

    fn remaining(&self) -> u128 {
        self.level / self.quota.interval().as_nanos()
    }
}

fn quotas() -> impl Strategy<Value = Quota> {
    (1_u32..200, 1_u64..120)
        .prop_flat_map(|(count, per)| (Just(count), Just(per), 1..=count))
        .prop_map(|(count, per, burst)| Quota::with_burst(count, secs(per), burst).unwrap())
}

/// Events: the wait since the one before, in nanoseconds, and the cost.
fn events() -> impl Strategy<Value = Vec<(u64, u32)>> {
    let wait = prop_oneof![Just(0), 0_u64..1_000_000_000, 0_u64..100_000_000_000];
    prop::collection::vec((wait, 0_u32..12), 1..120)
}

proptest! {
    #[test]
    fn every_verdict_is_that_of_a_naive_bucket(quota in quotas(), events in events()) {
        let mut naive = Naive { quota, level: Naive::size(&quota), last: Moment::START };
        let (mut state, mut now) = (State::FRESH, Moment::START);
        for (wait, cost) in events {
            now = now.after(Duration::from_nanos(wait));
            let (after, verdict) = decide(state, &quota, now, cost);
            state = after;
            prop_assert_eq!(verdict.is_allowed(), naive.take(now, cost));
            prop_assert_eq!(u128::from(verdict.standing().remaining), naive.remaining());
        }
    }

    #[test]
    fn no_stretch_of_time_lets_through_more_than_the_burst_and_its_rate(quota in quotas(), events in events()) {
        let (mut state, mut now, mut passed) = (State::FRESH, Moment::START, Vec::new());
        for (wait, cost) in events {
            now = now.after(Duration::from_nanos(wait));
            let (after, verdict) = decide(state, &quota, now, cost);
            state = after;
            if verdict.is_allowed() {
                passed.push((now, u128::from(cost.min(quota.burst()))));
            }
        }
        for from in 0..passed.len() {
            let mut units = 0;
            for (moment, cost) in &passed[from..] {
                units += cost;
                let stretch = moment.since(passed[from].0).as_nanos();
                let bound = u128::from(quota.burst()) + stretch / quota.interval().as_nanos();
                prop_assert!(units <= bound, "{units} units in {stretch} ns, where {bound} may pass");
            }
        }
    }

    #[test]
    fn what_a_wait_promises_holds(quota in quotas(), spent in 0_u32..200, cost in 1_u32..12) {
        let (state, _) = decide(State::FRESH, &quota, at(5), spent);
        if let (state, Verdict::Refused { retry_after, .. }) = decide(state, &quota, at(5), cost) {
            prop_assert!(!retry_after.is_zero());
            prop_assert!(decide(state, &quota, at(5).after(retry_after), cost).1.is_allowed());
        }
    }
}
