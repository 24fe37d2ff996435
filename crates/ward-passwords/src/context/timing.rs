//! The least time that a verification should take, as a value: the core has no clock and does not sleep.

use std::time::Duration;

/// A floor under the duration of a verification, so that a cheap old hash answers no sooner than a new one.
///
/// The shell enforces it with a timer, not with a core: note the time before the verification, and wait for
/// [`MinVerifyTime::remaining`] afterwards, for successes and failures alike.
///
/// ```
/// use std::time::Duration;
/// use ward_passwords::MinVerifyTime;
///
/// let floor = MinVerifyTime::new(Duration::from_millis(250));
/// assert_eq!(floor.remaining(Duration::from_millis(40)), Duration::from_millis(210));
/// assert_eq!(floor.remaining(Duration::from_millis(300)), Duration::ZERO);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct MinVerifyTime(Duration);

impl MinVerifyTime {
    /// Longest floor, 10 seconds: more is a denial of service against oneself.
    pub const MOST: Duration = Duration::from_secs(10);

    /// A floor, cut to [`MinVerifyTime::MOST`].
    #[must_use]
    pub fn new(floor: Duration) -> Self {
        Self(floor.min(Self::MOST))
    }

    /// The floor.
    #[must_use]
    pub const fn floor(self) -> Duration {
        self.0
    }

    /// How long to wait after a verification that took `elapsed`.
    #[must_use]
    pub const fn remaining(self, elapsed: Duration) -> Duration {
        self.0.saturating_sub(elapsed)
    }
}
