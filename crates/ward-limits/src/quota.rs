//! How much is allowed.

use std::time::Duration;

use thiserror::Error;

use crate::moment::nanos;

/// So many units in such a time, of which so many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quota {
    count: u32,
    burst: u32,
    per: Duration,
    /// Nanoseconds between two units, rounded up, so that rounding never lets more through.
    interval: u64,
}

/// Why there is no such quota.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum QuotaError {
    /// A count or burst of zero. What may never happen is to be switched off, not limited.
    #[error("a quota needs a count and a burst of at least one")]
    Zero,
    /// The burst is larger than the count: more at once than in the whole time.
    #[error("the burst of a quota is at most its count")]
    Burst,
    /// The period is under a second or over [`Quota::LONGEST`].
    #[error("the period of a quota is from one second to 31 days")]
    Period,
}

impl Quota {
    /// The longest period, 31 days.
    pub const LONGEST: Duration = Duration::from_hours(31 * 24);

    /// `count` units in every `per` (1 second to 31 days), all of them at once if need be.
    pub fn new(count: u32, per: Duration) -> Result<Self, QuotaError> {
        Self::with_burst(count, per, count)
    }

    /// `count` units in every `per` (1 second to 31 days), at most `burst` (1 to `count`) of them at once.
    pub fn with_burst(count: u32, per: Duration, burst: u32) -> Result<Self, QuotaError> {
        if count == 0 || burst == 0 {
            return Err(QuotaError::Zero);
        }
        if burst > count {
            return Err(QuotaError::Burst);
        }
        if per < Duration::from_secs(1) || per > Self::LONGEST {
            return Err(QuotaError::Period);
        }
        let interval = nanos(per).div_ceil(u64::from(count));
        Ok(Self {
            count,
            burst,
            per,
            interval,
        })
    }

    /// `count` units a minute, all of them at once if need be; a count of zero counts as one.
    #[must_use]
    pub const fn per_minute(count: u32) -> Self {
        Self::per_minute_with_burst(count, count)
    }

    /// `count` units a minute, at most `burst` of them at once. For constants: a count of zero counts as one, and the
    /// burst is brought into 1 to `count`.
    #[must_use]
    pub const fn per_minute_with_burst(count: u32, burst: u32) -> Self {
        const MINUTE: u64 = 60_000_000_000;
        let count = if count == 0 { 1 } else { count };
        let burst = if burst == 0 { 1 } else { burst };
        let burst = if burst > count { count } else { burst };
        Self {
            count,
            burst,
            per: Duration::from_mins(1),
            interval: MINUTE.div_ceil(count as u64),
        }
    }

    /// Units in every period.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// Units that may come at once.
    #[must_use]
    pub const fn burst(&self) -> u32 {
        self.burst
    }

    /// The period.
    #[must_use]
    pub const fn per(&self) -> Duration {
        self.per
    }

    /// The time in which one unit comes back.
    #[must_use]
    pub const fn interval(&self) -> Duration {
        Duration::from_nanos(self.interval)
    }

    /// Nanoseconds that `units` take to come back.
    pub(crate) const fn nanos_for(&self, units: u32) -> u64 {
        self.interval.saturating_mul(units as u64)
    }

    /// Nanoseconds in which an empty bucket fills.
    pub(crate) const fn full(&self) -> u64 {
        self.nanos_for(self.burst)
    }
}
