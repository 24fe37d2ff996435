//! The generic cell rate algorithm (ITU-T I.371, annex A), on integers.
//!
//! A bucket is one number, the theoretical arrival time: the moment at which it will be full again. An event that costs
//! `n` units moves it `n` intervals on, and is let through when it does not end up further ahead of now than a whole
//! bucket takes to fill.

use std::time::Duration;

use crate::{Moment, Quota};

/// What is remembered of one key: when its bucket will be full again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State(Moment);

impl State {
    /// A full bucket: nothing has happened yet.
    pub const FRESH: Self = Self(Moment::START);

    /// The moment from which this state says no more than [`State::FRESH`] does, so that it may be forgotten.
    #[must_use]
    pub const fn full_at(self) -> Moment {
        self.0
    }

    /// How things stand at `now`, without taking anything.
    #[must_use]
    pub fn standing(self, quota: &Quota, now: Moment) -> Standing {
        Standing::new(self.debt(quota, now), quota)
    }

    /// Nanoseconds until the bucket is full, at most those of an empty one.
    ///
    /// More than that cannot come about while time goes forward under one quota. It is what a step back in time or a
    /// quota made smaller leaves, and counts as an empty bucket: neither locked for as long as the step nor reset.
    fn debt(self, quota: &Quota, now: Moment) -> u64 {
        self.0.nanos().saturating_sub(now.nanos()).min(quota.full())
    }
}

/// How a key stands under its quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whole units that could be taken at once.
    pub remaining: u32,
    /// The time until there is one unit more; `None` when the bucket is full.
    pub next_after: Option<Duration>,
    /// The time until the bucket is full.
    pub reset_after: Duration,
}

impl Standing {
    fn new(debt: u64, quota: &Quota) -> Self {
        let free = quota.full().saturating_sub(debt);
        let remaining = free.checked_div(quota.nanos_for(1)).unwrap_or(0);
        // Not above the burst, since `free` is not above a full bucket.
        let remaining = u32::try_from(remaining).unwrap_or(quota.burst());
        let next = quota.nanos_for(remaining.saturating_add(1)).saturating_sub(free);
        Self {
            remaining,
            next_after: (debt > 0).then(|| Duration::from_nanos(next)),
            reset_after: Duration::from_nanos(debt),
        }
    }
}

/// Whether an event is let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// It is. The standing is the one after it.
    Allowed(Standing),
    /// It is not, and nothing was taken.
    Refused {
        /// The time until the same event would be let through, if nothing else comes in between.
        retry_after: Duration,
        /// How things stand.
        standing: Standing,
    },
}

impl Verdict {
    /// Whether the event is let through.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(_))
    }

    /// How things stand after the verdict.
    #[must_use]
    pub const fn standing(&self) -> &Standing {
        match self {
            Self::Allowed(standing) | Self::Refused { standing, .. } => standing,
        }
    }
}

/// Judges an event of `cost` units at `now`, and returns the state after it.
///
/// A cost of zero is always let through. A cost above the burst counts as the whole burst: such an event needs a full
/// bucket, rather than being impossible for ever.
///
/// Time that goes back is explained at [`crate`]; every sum saturates.
pub fn decide(state: State, quota: &Quota, now: Moment, cost: u32) -> (State, Verdict) {
    let debt = state.debt(quota, now);
    let wanted = debt.saturating_add(quota.nanos_for(cost.min(quota.burst())));
    let excess = wanted.saturating_sub(quota.full());
    if excess == 0 {
        (at(now, wanted), Verdict::Allowed(Standing::new(wanted, quota)))
    } else {
        let standing = Standing::new(debt, quota);
        (
            at(now, debt),
            Verdict::Refused {
                retry_after: Duration::from_nanos(excess),
                standing,
            },
        )
    }
}

const fn at(now: Moment, debt: u64) -> State {
    State(Moment::from_nanos(now.nanos().saturating_add(debt)))
}
