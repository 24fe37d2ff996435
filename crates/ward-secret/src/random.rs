//! Randomness as an argument.

/// A source of cryptographically secure random bytes.
///
/// Cores take `&mut dyn Random` so that tests can repeat a run and a frozen vector can be written.
pub trait Random {
    /// Fills `out` whole.
    ///
    /// # Panics
    /// An implementation panics when its source fails: there is no safe way on without randomness.
    fn fill(&mut self, out: &mut [u8]);
}

/// `N` random bytes.
pub fn random_array<const N: usize>(random: &mut dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}

/// The operating system's generator (`getrandom(2)` on Linux).
#[cfg(feature = "system")]
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

#[cfg(feature = "system")]
impl Random for SystemRandom {
    fn fill(&mut self, out: &mut [u8]) {
        assert!(
            getrandom::fill(out).is_ok(),
            "the operating system's random generator failed"
        );
    }
}
