//! Tokens: who issues them, how long they live, what signs them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ward_secret::SecretString;

use super::{ConfigError, Default, Key, Kind, Place, Values};

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "tokens.issuer",
        variables: &["WARD_TOKENS_ISSUER"],
        kind: Kind::Text,
        default: Default::Is("ward"),
        place: Place::Anywhere,
        sentence: "The `iss` of every token, and the only one that verification accepts.",
    },
    Key {
        name: "tokens.longest_minutes",
        variables: &["WARD_TOKENS_LONGEST_MINUTES"],
        kind: Kind::Number {
            least: 1,
            most: 525_600,
        },
        default: Default::Is("43200"),
        place: Place::Anywhere,
        sentence: "The longest life of a token in minutes: 30 days unless changed.",
    },
    Key {
        name: "tokens.secret",
        variables: &["JWT_SECRET_KEY"],
        kind: Kind::Secret,
        default: Default::Absent,
        place: Place::NotInFile(
            "use tokens.secret_file, or the credential `ward-token-secret` of the service manager",
        ),
        sentence: "A secret shared with applications, at least 32 bytes: then tokens are HS256 under it. Without it they \
            are EdDSA under a stored key whose public half anybody can fetch.",
    },
    Key {
        name: "tokens.secret_file",
        variables: &["WARD_TOKENS_SECRET_FILE"],
        kind: Kind::Path,
        default: Default::Absent,
        place: Place::Anywhere,
        sentence: "A file whose first line is that secret.",
    },
];

/// RFC 7518, section 3.2: the key of HS256 has at least as many bits as its digest.
pub(crate) const SHORTEST_SECRET: usize = 32;

/// The name of the service manager's credential that holds the shared secret.
const CREDENTIAL: &str = "ward-token-secret";

/// Tokens: who issues them, how long they live, what signs them.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) issuer: String,
    pub(crate) longest: Duration,
    pub(crate) secret: Secret,
}

/// The shared secret.
#[derive(Debug)]
pub(crate) enum Secret {
    /// The secret itself.
    Value(SecretString),
    /// In this file, set on purpose.
    File(PathBuf),
    /// In this credential if it exists; else there is none.
    Credential(Option<PathBuf>),
}

impl Tokens {
    pub(super) fn read(values: &Values, environment: &BTreeMap<String, String>) -> Result<Self, ConfigError> {
        let secret = match (values.secret("tokens.secret"), values.path("tokens.secret_file")) {
            (Some(_), Some(_)) => {
                return Err(ConfigError::Refused {
                    reason: "the shared secret of tokens is set twice",
                    hint: "keep one of JWT_SECRET_KEY and tokens.secret_file",
                });
            }
            (Some(secret), None) => {
                check_secret(secret)?;
                Secret::Value(secret.clone())
            }
            (None, Some(file)) => Secret::File(file),
            (None, None) => Secret::Credential(credential(environment, CREDENTIAL)),
        };
        let minutes = values.number("tokens.longest_minutes").unwrap_or_default();
        Ok(Self {
            issuer: values.text("tokens.issuer").unwrap_or_default().to_owned(),
            longest: Duration::from_secs(minutes.saturating_mul(60)),
            secret,
        })
    }
}

/// Refuses a shared secret that can be guessed.
pub(crate) fn check_secret(secret: &SecretString) -> Result<(), ConfigError> {
    if secret.expose().len() < SHORTEST_SECRET {
        return Err(ConfigError::Refused {
            reason: "the shared secret of tokens is shorter than 32 bytes",
            hint: "make one with `openssl rand -hex 32`, or unset JWT_SECRET_KEY to sign tokens with a stored key",
        });
    }
    Ok(())
}

/// Where the service manager would have put the credential `name` (`systemd.exec(5)`, "Credentials").
pub(super) fn credential(environment: &BTreeMap<String, String>, name: &str) -> Option<PathBuf> {
    environment
        .get("CREDENTIALS_DIRECTORY")
        .map(|folder| Path::new(folder).join(name))
}
