//! A histogram of durations with fixed bounds.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds, ascending, each with its text as the label `le`. In milliseconds.
pub(super) struct Bounds<const N: usize>(pub(super) [(u64, &'static str); N]);

/// How many observations lie at or below each bound.
pub(super) struct Histogram<const N: usize> {
    /// Observations above the bound before and not above this one.
    within: [AtomicU64; N],
    above_all: AtomicU64,
    nanos: AtomicU64,
}

/// A histogram as it was at one moment.
pub(super) struct Reading<const N: usize> {
    /// Observations at or below each bound.
    pub(super) at_or_below: [u64; N],
    pub(super) count: u64,
    pub(super) sum: Duration,
}

impl<const N: usize> Default for Histogram<N> {
    fn default() -> Self {
        Self {
            within: std::array::from_fn(|_| AtomicU64::new(0)),
            above_all: AtomicU64::new(0),
            nanos: AtomicU64::new(0),
        }
    }
}

impl<const N: usize> Histogram<N> {
    pub(super) fn observe(&self, bounds: &Bounds<N>, took: Duration) {
        let fits = bounds
            .0
            .iter()
            .position(|(bound, _)| took <= Duration::from_millis(*bound));
        let bucket = fits.and_then(|at| self.within.get(at)).unwrap_or(&self.above_all);
        bucket.fetch_add(1, Ordering::Relaxed);
        self.nanos.fetch_add(
            u64::try_from(took.as_nanos()).unwrap_or(u64::MAX),
            Ordering::Relaxed,
        );
    }

    pub(super) fn read(&self) -> Reading<N> {
        let mut below: u64 = 0;
        let at_or_below = std::array::from_fn(|at| {
            let within = self
                .within
                .get(at)
                .map_or(0, |bucket| bucket.load(Ordering::Relaxed));
            below = below.saturating_add(within);
            below
        });
        Reading {
            at_or_below,
            // The count is the last bucket by definition, so it is taken from the same reading and not kept twice.
            count: below.saturating_add(self.above_all.load(Ordering::Relaxed)),
            sum: Duration::from_nanos(self.nanos.load(Ordering::Relaxed)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds<2> = Bounds([(10, "0.01"), (20, "0.02")]);

    #[test]
    fn a_bound_counts_what_is_equal_to_it() {
        let histogram = Histogram::default();
        histogram.observe(&BOUNDS, Duration::from_millis(10));
        assert_eq!(histogram.read().at_or_below, [1, 1]);
    }

    #[test]
    fn buckets_are_cumulative_and_the_count_holds_what_is_above_all() {
        let histogram = Histogram::default();
        for millis in [1, 15, 500] {
            histogram.observe(&BOUNDS, Duration::from_millis(millis));
        }
        let reading = histogram.read();
        assert_eq!((reading.at_or_below, reading.count), ([1, 2], 3));
        assert_eq!(reading.sum, Duration::from_millis(516));
    }
}
