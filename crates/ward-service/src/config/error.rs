//! What can be wrong with the configuration.

use std::path::PathBuf;

use thiserror::Error;

use super::Origin;

/// What is wrong with the configuration. Texts name keys and places, never values.
#[derive(Debug, Error)]
pub(crate) enum ConfigError {
    /// The file is not TOML.
    #[error("{} is not valid toml at line {line}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from one.
        line: usize,
    },
    /// There is no such key.
    #[error("there is no setting `{key}`")]
    UnknownKey {
        /// What was written.
        key: String,
        /// What may have been meant.
        similar: Option<&'static str>,
    },
    /// A secret in the file.
    #[error("the secret `{key}` does not belong in ward.toml")]
    NotInFile {
        /// The key.
        key: &'static str,
        /// What to use instead.
        instead: &'static str,
    },
    /// A value that breaks a rule.
    #[error("the setting `{key}` ({origin}) is not valid: {rule}")]
    Invalid {
        /// The key.
        key: &'static str,
        /// Where its value came from.
        origin: Origin,
        /// The rule.
        rule: String,
    },
    /// Settings that exclude each other, or one that this build does not have.
    #[error("{reason}")]
    Refused {
        /// Why, one sentence.
        reason: &'static str,
        /// What to do.
        hint: &'static str,
    },
}

impl ConfigError {
    /// What to do next.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownKey {
                similar: Some(similar),
                ..
            } => Some(format!("did you mean `{similar}`?")),
            Self::UnknownKey { similar: None, .. } => {
                Some("`ward config show` lists every setting; see also docs/reference/config.md".to_owned())
            }
            Self::NotInFile { instead, .. } => Some((*instead).to_owned()),
            Self::Refused { hint, .. } => Some((*hint).to_owned()),
            Self::Syntax { .. } | Self::Invalid { .. } => None,
        }
    }
}
