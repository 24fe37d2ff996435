//! API keys.

use super::{ConfigError, Default, Key, Kind, Place, Values};

pub(super) const KEYS: &[Key] = &[Key {
    name: "api_keys.environment",
    variables: &["WARD_API_KEYS_ENVIRONMENT"],
    kind: Kind::Text,
    default: Default::Is("live"),
    place: Place::Anywhere,
    sentence: "The second part of new API keys, 1 to 12 lower-case letters and digits, so that a key shows where it \
        belongs.",
}];

/// API keys.
#[derive(Debug)]
pub(crate) struct ApiKeys {
    pub(crate) environment: String,
}

impl ApiKeys {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let environment = values.text("api_keys.environment").unwrap_or_default();
        let fits = environment
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if !fits || !(1..=12).contains(&environment.len()) {
            return Err(values.invalid(
                "api_keys.environment",
                "it must be 1 to 12 lower-case letters and digits",
            ));
        }
        Ok(Self {
            environment: environment.to_owned(),
        })
    }
}
