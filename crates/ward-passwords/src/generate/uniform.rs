//! Uniform choices by rejection.

use ward_secret::{Random, random_array};

/// A number below `bound`, every one equally likely. Draws again for the few values at the top that would favour
/// the small numbers; on average fewer than two draws.
pub(super) fn below(bound: u32, random: &mut dyn Random) -> u32 {
    let bound = bound.max(1);
    // The largest multiple of the bound in 2^32, minus one.
    let remainder = u32::MAX
        .checked_rem(bound)
        .unwrap_or_default()
        .saturating_add(1)
        .checked_rem(bound)
        .unwrap_or_default();
    let last = u32::MAX.saturating_sub(remainder);
    loop {
        let number = u32::from_le_bytes(random_array(random));
        if number <= last {
            return number.checked_rem(bound).unwrap_or_default();
        }
    }
}

/// One of `choices`, which is not empty.
pub(super) fn choose<'a, T>(choices: &'a [T], random: &mut dyn Random) -> Option<&'a T> {
    let len = u32::try_from(choices.len()).ok().filter(|len| *len > 0)?;
    choices.get(usize::try_from(below(len, random)).ok()?)
}

#[cfg(test)]
mod tests {
    use ward_secret::testing::SeededRandom;

    use super::*;

    /// Pearson's statistic of 60,000 draws over `bound` cells.
    fn chi_square(bound: u32) -> f64 {
        let mut random = SeededRandom::new(7);
        let mut counts = vec![0_u32; usize::try_from(bound).unwrap()];
        let draws = 60_000;
        for _ in 0..draws {
            let cell = &mut counts[usize::try_from(below(bound, &mut random)).unwrap()];
            *cell = cell.saturating_add(1);
        }
        let expected = f64::from(draws) / f64::from(bound);
        counts
            .iter()
            .map(|count| (f64::from(*count) - expected).powi(2) / expected)
            .sum()
    }

    /// 99.9 % points of the chi-square distribution with bound - 1 degrees of freedom.
    #[test]
    fn draws_are_uniform() {
        for (bound, critical) in [(2, 10.83), (10, 27.88), (94, 139.7), (256, 330.5)] {
            let statistic = chi_square(bound);
            assert!(statistic < critical, "{bound}: {statistic}");
        }
    }

    #[test]
    fn a_draw_from_the_biased_top_is_drawn_again() {
        struct Script(Vec<u32>);
        impl Random for Script {
            fn fill(&mut self, out: &mut [u8]) {
                out.copy_from_slice(&self.0.remove(0).to_le_bytes());
            }
        }
        // 2^32 = 3 * 1431655765 + 1: only the last value is rejected.
        assert_eq!(below(3, &mut Script(vec![u32::MAX, 5])), 2);
        assert_eq!(below(3, &mut Script(vec![u32::MAX - 1])), 2);
    }
}
