//! Which of many equal events are written down.

use std::time::Duration;

use crate::{Moment, Slot};

/// How much of a flood is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// How many in each window are written down one by one.
    pub first: u32,
    /// How long a window lasts.
    pub window: Duration,
    /// After the first ones, every one whose number in its window is a power of two up to this, then every multiple of it.
    pub at_most_every: u32,
}

impl Sampling {
    /// The first 8 of a minute, then the 16th, the 32nd and on to the 1,024th, then every 1,024th: 23 lines for ten
    /// thousand events.
    pub const DEFAULT: Self = Self {
        first: 8,
        window: Duration::from_mins(1),
        at_most_every: 1_024,
    };
}

/// Counts equal events of one key and says which of them to write down, and for how many each of those stands.
///
/// The numbers that it hands out add up: every event is in exactly one of them, but for those after the last one, which
/// are in the first one of a later window, and those of a key that a full [`crate::Table`] has forgotten. Whoever needs
/// the exact number beside it keeps a counter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    since: Moment,
    until: Moment,
    seen: u32,
    unwritten: u32,
}

impl Tally {
    /// Counts an event at `now`. `Some(n)`: write it down, as one that stands for `n`, itself included.
    pub fn count(&mut self, sampling: &Sampling, now: Moment) -> Option<u32> {
        // A step back in time begins a new window too: better a line too many.
        if now < self.since || now >= self.until {
            self.since = now;
            self.until = now.after(sampling.window);
            self.seen = 0;
        }
        self.seen = self.seen.saturating_add(1);
        self.unwritten = self.unwritten.saturating_add(1);
        let every = sampling.at_most_every.max(1);
        let due = self.seen <= sampling.first
            || (self.seen.is_power_of_two() && self.seen <= every)
            || self.seen.is_multiple_of(every);
        due.then(|| std::mem::take(&mut self.unwritten))
    }
}

impl Slot for Tally {
    fn idle_from(&self) -> Moment {
        self.until
    }
}
