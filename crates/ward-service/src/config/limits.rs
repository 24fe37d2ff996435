//! Rate limits.

use super::{ConfigError, Default, Key, Kind, Place, Values};

pub(super) const KEYS: &[Key] = &[Key {
    name: "limits.enabled",
    variables: &["WARD_LIMITS_ENABLED"],
    kind: Kind::Flag,
    default: Default::Is("true"),
    place: Place::Anywhere,
    sentence: "Whether calls are limited by rate. Off is for load tests.",
}];

/// Rate limits.
#[derive(Debug)]
pub(crate) struct Limits {
    pub(crate) enabled: bool,
}

impl Limits {
    #[expect(clippy::unnecessary_wraps, reason = "every concern reads alike")]
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        Ok(Self {
            enabled: values.flag("limits.enabled"),
        })
    }
}
