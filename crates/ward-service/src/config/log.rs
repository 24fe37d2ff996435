//! What goes to the log, and how it looks.

use super::{ConfigError, Default, Key, Kind, Place, Values};

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "log.format",
        variables: &["WARD_LOG_FORMAT"],
        kind: Kind::Choice(&["auto", "text", "json"]),
        default: Default::Is("auto"),
        place: Place::Anywhere,
        sentence: "How the log on standard error looks: text, one JSON object a line, or by whether it is a terminal.",
    },
    Key {
        name: "log.level",
        variables: &["WARD_LOG"],
        kind: Kind::Choice(&["error", "warn", "info", "debug", "trace"]),
        default: Default::Is("info"),
        place: Place::Anywhere,
        sentence: "The least weighty level that `ward serve` logs.",
    },
];

/// What goes to the log, and how it looks.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) format: Format,
    pub(crate) level: Level,
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Text on a terminal, else JSON.
    Auto,
    Text,
    Json,
}

/// How weighty a line must be.
pub(crate) type Level = tracing::level_filters::LevelFilter;

impl Log {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let format = match values.text("log.format") {
            Some("text") => Format::Text,
            Some("json") => Format::Json,
            _ => Format::Auto,
        };
        let level = values.text("log.level").and_then(|level| level.parse().ok());
        let level = level.ok_or_else(|| values.invalid("log.level", "it is not a level"))?;
        Ok(Self { format, level })
    }
}
