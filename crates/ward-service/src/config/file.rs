//! `ward.toml`: tables and keys, flattened to dotted names.

use std::path::Path;

use super::{ConfigError, Key, keys, similar};

/// A value as the file has it.
#[derive(Debug)]
pub(super) enum Raw {
    Text(String),
    Flag(bool),
    Number(i64),
    List(Vec<String>),
    /// Of a sort that no key takes.
    Other,
}

/// Every value in the file, with its dotted name.
pub(super) fn entries(path: &Path, text: &str) -> Result<Vec<(String, Raw)>, ConfigError> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        // The library's message shows the line, and a line of a configuration file may hold a secret.
        let before = error
            .span()
            .and_then(|span| text.get(..span.start))
            .unwrap_or_default();
        ConfigError::Syntax {
            path: path.to_owned(),
            line: before.matches('\n').count().saturating_add(1),
        }
    })?;
    let mut entries = Vec::new();
    flatten("", table, &mut entries);
    Ok(entries)
}

fn flatten(prefix: &str, table: toml::Table, entries: &mut Vec<(String, Raw)>) {
    for (name, value) in table {
        let name = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}.{name}")
        };
        let raw = match value {
            toml::Value::Table(table) if !table.is_empty() => {
                flatten(&name, table, entries);
                continue;
            }
            toml::Value::String(text) => Raw::Text(text),
            toml::Value::Boolean(flag) => Raw::Flag(flag),
            toml::Value::Integer(number) => Raw::Number(number),
            toml::Value::Array(values) => {
                let texts = values.into_iter().map(|value| match value {
                    toml::Value::String(text) => Some(text),
                    _ => None,
                });
                texts.collect::<Option<_>>().map_or(Raw::Other, Raw::List)
            }
            _ => Raw::Other,
        };
        entries.push((name, raw));
    }
}

/// The key of that name; else the error names the one that may have been meant.
pub(super) fn known(name: &str) -> Result<&'static Key, ConfigError> {
    keys()
        .find(|key| key.name == name)
        .ok_or_else(|| ConfigError::UnknownKey {
            key: name.to_owned(),
            similar: similar::closest(name, keys().map(|key| key.name)),
        })
}
