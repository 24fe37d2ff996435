//! Time for limits: since some start, never set, never going back.

use std::time::Duration;

/// A point in time, counted in nanoseconds from a start that only its clock knows. It stands still after 292
/// years.
///
/// It cannot be made from a date, on purpose: wall clocks are corrected, and a limit must not notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(u64);

impl Moment {
    /// The start itself.
    pub const START: Self = Self(0);

    /// The last moment. Half of what the number holds, so that no sum of a moment and a bucket's debt saturates: there
    /// every debt would round to nothing.
    const LAST: Self = Self(u64::MAX / 2);

    /// The moment `elapsed` after the start; saturates.
    #[must_use]
    pub fn from_start(elapsed: Duration) -> Self {
        Self::START.after(elapsed)
    }

    /// The moment `duration` later; saturates.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(nanos(duration))).min(Self::LAST)
    }

    /// How long after `earlier` this is; zero when it is not after it.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }

    pub(crate) const fn nanos(self) -> u64 {
        self.0
    }

    pub(crate) const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }
}

/// Nanoseconds of a duration; saturates.
pub(crate) fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// A source of moments. Shells hold one over the operating system's monotonic clock; cores take the [`Moment`].
pub trait SteadyClock: Send + Sync {
    /// The moment now. Never earlier than one it gave before.
    fn moment(&self) -> Moment;
}
