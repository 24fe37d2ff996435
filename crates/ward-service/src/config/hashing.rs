//! Bounds of the hashing pool.

use std::time::Duration;

use ward_ops::PoolLimits;

use super::{ConfigError, Default, Key, Kind, Place, Values};

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "hashing.threads",
        variables: &["WARD_HASHING_THREADS"],
        kind: Kind::Number { least: 1, most: 1024 },
        default: Default::Follows("the number of cores"),
        place: Place::Anywhere,
        sentence: "How many slow computations run at once.",
    },
    Key {
        name: "hashing.queue",
        variables: &["WARD_HASHING_QUEUE"],
        kind: Kind::Number {
            least: 0,
            most: 65_536,
        },
        default: Default::Is("32"),
        place: Place::Anywhere,
        sentence: "How many may wait; the next one is answered 503 at once.",
    },
    Key {
        name: "hashing.wait_ms",
        variables: &["WARD_HASHING_WAIT_MS"],
        kind: Kind::Number {
            least: 0,
            most: 600_000,
        },
        default: Default::Is("2000"),
        place: Place::Anywhere,
        sentence: "How long each waits, in milliseconds, before it is answered 503.",
    },
];

/// Bounds of the hashing pool.
#[derive(Debug)]
pub(crate) struct Hashing {
    pub(crate) pool: PoolLimits,
}

impl Hashing {
    #[expect(clippy::unnecessary_wraps, reason = "every concern reads alike")]
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let usual = PoolLimits::default();
        let number = |name, usual| {
            values
                .number(name)
                .and_then(|number| usize::try_from(number).ok())
                .unwrap_or(usual)
        };
        let wait = values
            .number("hashing.wait_ms")
            .map_or(usual.wait, Duration::from_millis);
        let pool = PoolLimits {
            threads: number("hashing.threads", usual.threads),
            queue: number("hashing.queue", usual.queue),
            wait,
        };
        Ok(Self { pool })
    }
}
