//! Values and where each came from.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use ward_secret::SecretString;

use super::file::{self, Raw};
use super::{ConfigError, Default, Key, Kind, Place, Sources, keys};

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nothing set it.
    Default,
    /// `ward.toml`.
    File,
    /// This variable.
    Variable(&'static str),
    /// A flag of the command line.
    Flag,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Default => "default",
            Self::File => "ward.toml",
            Self::Variable(name) => name,
            Self::Flag => "flag",
        })
    }
}

/// A value that its key's kind accepted.
#[derive(Debug)]
pub(crate) enum Value {
    Text(String),
    Secret(SecretString),
    Flag(bool),
    Number(u64),
    List(Vec<String>),
}

/// For showing; a secret shows nothing of itself, not even its length.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Secret(_) => f.write_str("********"),
            Self::Flag(flag) => flag.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::List(list) if list.is_empty() => f.write_str("-"),
            Self::List(list) => f.write_str(&list.join(", ")),
        }
    }
}

/// Every value that is set or has a fixed default, by key.
#[derive(Debug)]
pub(crate) struct Values(BTreeMap<&'static str, (Value, Origin)>);

impl Values {
    pub(super) fn collect(sources: &Sources<'_>) -> Result<Self, ConfigError> {
        let mut values = BTreeMap::new();
        for key in keys() {
            if let Default::Is(text) = key.default {
                values.insert(
                    key.name,
                    (read_text(key, text, &Origin::Default)?, Origin::Default),
                );
            }
        }
        if let Some((path, text)) = sources.file {
            for (name, raw) in file::entries(path, text)? {
                let key = file::known(&name)?;
                if let Place::NotInFile(instead) = key.place {
                    return Err(ConfigError::NotInFile {
                        key: key.name,
                        instead,
                    });
                }
                values.insert(key.name, (read_raw(key, raw)?, Origin::File));
            }
        }
        for key in keys() {
            let set = key
                .variables
                .iter()
                .find_map(|name| Some((name, sources.environment.get(*name)?)));
            if let Some((variable, text)) = set {
                let origin = Origin::Variable(variable);
                values.insert(key.name, (read_text(key, text, &origin)?, origin));
            }
        }
        for (name, text) in sources.flags {
            let key = file::known(name)?;
            values.insert(key.name, (read_text(key, text, &Origin::Flag)?, Origin::Flag));
        }
        if !values.contains_key("data_dir")
            && let Some(path) = sources.platform_data_dir
        {
            values.insert(
                "data_dir",
                (Value::Text(path.to_string_lossy().into_owned()), Origin::Default),
            );
        }
        Ok(Self(values))
    }

    fn value(&self, name: &str) -> Option<&Value> {
        debug_assert!(
            keys().any(|key| key.name == name),
            "{name} is in no table of keys"
        );
        self.0.get(name).map(|(value, _)| value)
    }

    /// Value and origin, for showing.
    pub(crate) fn entry(&self, name: &str) -> Option<(&Value, &Origin)> {
        self.0.get(name).map(|(value, origin)| (value, origin))
    }

    pub(super) fn origin(&self, name: &str) -> Origin {
        self.0
            .get(name)
            .map_or(Origin::Default, |(_, origin)| origin.clone())
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.value(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(super) fn path(&self, name: &str) -> Option<PathBuf> {
        self.text(name).map(PathBuf::from)
    }

    pub(super) fn secret(&self, name: &str) -> Option<&SecretString> {
        match self.value(name) {
            Some(Value::Secret(secret)) => Some(secret),
            _ => None,
        }
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        matches!(self.value(name), Some(Value::Flag(true)))
    }

    pub(super) fn number(&self, name: &str) -> Option<u64> {
        match self.value(name) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn list(&self, name: &str) -> &[String] {
        match self.value(name) {
            Some(Value::List(list)) => list,
            _ => &[],
        }
    }

    /// An error that names the key and where its value came from, never the value.
    pub(super) fn invalid(&self, name: &'static str, rule: impl Into<String>) -> ConfigError {
        ConfigError::Invalid {
            key: name,
            origin: self.origin(name),
            rule: rule.into(),
        }
    }
}

fn read_raw(key: &'static Key, raw: Raw) -> Result<Value, ConfigError> {
    let invalid = || wrong_kind(key, &Origin::File);
    match (key.kind, raw) {
        (Kind::List, Raw::List(list)) => Ok(Value::List(list)),
        (Kind::Flag, Raw::Flag(flag)) => Ok(Value::Flag(flag)),
        (Kind::Number { .. }, Raw::Number(number)) => {
            let number = u64::try_from(number).map_err(|_| invalid())?;
            read_text(key, &number.to_string(), &Origin::File)
        }
        (Kind::Text | Kind::Path | Kind::Choice(_), Raw::Text(text)) => read_text(key, &text, &Origin::File),
        _ => Err(invalid()),
    }
}

fn read_text(key: &'static Key, text: &str, origin: &Origin) -> Result<Value, ConfigError> {
    let invalid = || wrong_kind(key, origin);
    match key.kind {
        Kind::Secret => Ok(Value::Secret(SecretString::from(text))),
        Kind::Text | Kind::Path if text.is_empty() => Err(invalid()),
        Kind::Text | Kind::Path => Ok(Value::Text(text.to_owned())),
        Kind::Choice(words) if words.contains(&text) => Ok(Value::Text(text.to_owned())),
        Kind::Choice(_) => Err(invalid()),
        Kind::Flag => match text {
            "true" | "1" => Ok(Value::Flag(true)),
            "false" | "0" => Ok(Value::Flag(false)),
            _ => Err(invalid()),
        },
        Kind::Number { least, most } => match text.parse() {
            Ok(number) if (least..=most).contains(&number) => Ok(Value::Number(number)),
            _ => Err(invalid()),
        },
        Kind::List => {
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            Ok(Value::List(parts.map(str::to_owned).collect()))
        }
    }
}

fn wrong_kind(key: &'static Key, origin: &Origin) -> ConfigError {
    ConfigError::Invalid {
        key: key.name,
        origin: origin.clone(),
        rule: format!("it must be {}", key.kind.words()),
    }
}
