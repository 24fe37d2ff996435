//! Policies as text: Ward's own tables (TOML or anything else that serde reads), and passlib's.
//!
//! ```
//! use ward_passwords::config::ContextConfig;
//!
//! # let text = r#"{"default": "argon2id", "cost": {"argon2id": {"memory_kib": 65536, "passes": 3, "lanes": 4}},
//! #   "deprecated": ["bcrypt"], "categories": {"admin": {"cost": {"argon2id": {"passes": 6}}}}}"#;
//! // default = "argon2id"
//! // deprecated = ["bcrypt"]
//! // cost.argon2id = { memory_kib = 65536, passes = 3, lanes = 4 }
//! // categories.admin.cost.argon2id = { passes = 6 }
//! let config: ContextConfig = serde_json::from_str(text)?;
//! let contexts = config.contexts()?;
//! assert_eq!(contexts.category(None).default_cost().to_string(), "m=65536,t=3,p=4");
//! assert_eq!(contexts.category(Some("admin")).default_cost().to_string(), "m=65536,t=6,p=4");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::{BuildError, MinVerifyTime, PasswordContext, PasswordContextBuilder};
use crate::decrepit::LegacyScheme;
use crate::{
    Argon2Cost, BcryptCost, Cost, CostError, Pbkdf2Cost, Peppers, Scheme, ScryptCost, ShaCryptCost,
    UnicodeProfile, UnknownScheme,
};

pub use super::passlib::{PasslibError, from_passlib_dict, from_passlib_ini};

/// A policy with its categories of accounts. Unknown keys are errors.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ContextConfig {
    /// Scheme of new hashes; `argon2id` without it.
    pub default: Option<String>,
    /// The schemes that verify, current and old ones; all that are told from their text without it.
    pub schemes: Option<Vec<String>>,
    /// `"auto"` (all but the default, also without this key) or a list.
    pub deprecated: Option<Deprecated>,
    /// Old scheme of stored texts that have no marker.
    pub assume: Option<String>,
    /// Costs by scheme.
    pub cost: BTreeMap<String, CostConfig>,
    /// Least duration of a verification in milliseconds.
    pub min_verify_time_ms: Option<u64>,
    /// `bytes` (also without this key) or `opaque-string`.
    pub unicode: Option<UnicodeConfig>,
    /// What differs for a category of accounts.
    pub categories: BTreeMap<String, CategoryConfig>,
}

/// What differs for a category of accounts; what is silent is as for all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CategoryConfig {
    /// Scheme of new hashes.
    pub default: Option<String>,
    /// Deprecated schemes.
    pub deprecated: Option<Deprecated>,
    /// Costs by scheme; parameters that are silent are as for all.
    pub cost: BTreeMap<String, CostConfig>,
}

/// Which schemes are replaced at the next login.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Deprecated {
    /// The word `auto`: all but the default.
    Word(AutoWord),
    /// These.
    List(Vec<String>),
}

/// The word `auto`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AutoWord {
    /// All but the default.
    Auto,
}

/// The form of Unicode.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnicodeConfig {
    /// [`UnicodeProfile::Bytes`].
    Bytes,
    /// [`UnicodeProfile::OpaqueString`].
    OpaqueString,
}

/// Parameters of a scheme; what is silent is the scheme's recommendation.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CostConfig {
    /// Memory of Argon2 in KiB.
    pub memory_kib: Option<u32>,
    /// Passes of Argon2.
    pub passes: Option<u32>,
    /// Lanes of Argon2.
    pub lanes: Option<u32>,
    /// Binary logarithm of scrypt's N.
    pub log_n: Option<u8>,
    /// scrypt's r.
    pub block_size: Option<u32>,
    /// scrypt's p.
    pub parallelism: Option<u32>,
    /// bcrypt's logarithmic cost.
    pub log_rounds: Option<u8>,
    /// Rounds of PBKDF2 and SHA-crypt.
    pub rounds: Option<u32>,
}

/// Why a policy in text is not a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A name that is no scheme's.
    #[error(transparent)]
    UnknownScheme(#[from] UnknownScheme),
    /// New hashes cannot be of this scheme.
    #[error("{0} is only read, so it cannot be the default")]
    DefaultNotWritten(LegacyScheme),
    /// A parameter that the scheme does not have.
    #[error("{0} has no parameter {1}")]
    ForeignParameter(Scheme, &'static str),
    /// A parameter out of range.
    #[error(transparent)]
    Cost(#[from] CostError),
    /// The parts contradict each other.
    #[error(transparent)]
    Build(#[from] BuildError),
}

/// A context for all accounts and one for each category.
#[derive(Debug)]
pub struct ContextSet {
    general: PasswordContext,
    categories: BTreeMap<String, PasswordContext>,
}

impl ContextSet {
    pub(super) const fn new(general: PasswordContext, categories: BTreeMap<String, PasswordContext>) -> Self {
        Self { general, categories }
    }

    /// The context of a category; that of all accounts for `None` and for names without rules of their own.
    #[must_use]
    pub fn category(&self, name: Option<&str>) -> &PasswordContext {
        name.and_then(|name| self.categories.get(name))
            .unwrap_or(&self.general)
    }

    /// The categories that have rules of their own.
    pub fn categories(&self) -> impl Iterator<Item = &str> {
        self.categories.keys().map(String::as_str)
    }
}

impl ContextConfig {
    /// The contexts, without peppers.
    pub fn contexts(&self) -> Result<ContextSet, ConfigError> {
        self.contexts_with(&Peppers::default())
    }

    /// The contexts under these peppers, which are never part of a policy's text.
    pub fn contexts_with(&self, peppers: &Peppers) -> Result<ContextSet, ConfigError> {
        let general = self.context(&CategoryConfig::default(), peppers)?;
        let categories = self
            .categories
            .iter()
            .map(|(name, category)| Ok((name.clone(), self.context(category, peppers)?)))
            .collect::<Result<_, ConfigError>>()?;
        Ok(ContextSet { general, categories })
    }

    fn context(&self, category: &CategoryConfig, peppers: &Peppers) -> Result<PasswordContext, ConfigError> {
        let mut builder = PasswordContextBuilder::default().peppers(peppers.clone());
        let mut costs: BTreeMap<Scheme, CostConfig> = BTreeMap::new();
        for (name, cost) in self.cost.iter().chain(&category.cost) {
            let scheme: Scheme = name.parse()?;
            let before = costs.entry(scheme).or_default();
            *before = before.overlaid(*cost);
        }
        let cost = |scheme: Scheme| costs.get(&scheme).copied().unwrap_or_default().cost(scheme);
        let default = match category.default.as_ref().or(self.default.as_ref()) {
            None => Scheme::Argon2id,
            Some(name) => current(name)?,
        };
        builder = builder.default_cost(cost(default)?);
        for scheme in costs.keys() {
            builder = builder.cost(cost(*scheme)?);
        }
        if let Some(names) = &self.schemes {
            let (current, legacy) = split(names)?;
            builder = builder.allow_only(current).legacy_only(legacy);
        }
        if let Some(name) = &self.assume {
            builder = builder.assume(name.parse()?);
        }
        if let Some(Deprecated::List(names)) = category.deprecated.as_ref().or(self.deprecated.as_ref()) {
            // Old schemes are always replaced; naming them is right and changes nothing.
            builder = builder.deprecate_only(split(names)?.0);
        }
        if let Some(floor) = self.min_verify_time_ms {
            builder = builder.min_verify_time(MinVerifyTime::new(Duration::from_millis(floor)));
        }
        if matches!(self.unicode, Some(UnicodeConfig::OpaqueString)) {
            builder = builder.unicode_profile(UnicodeProfile::OpaqueString);
        }
        Ok(builder.build()?)
    }
}

fn current(name: &str) -> Result<Scheme, ConfigError> {
    name.parse().map_err(|unknown| {
        LegacyScheme::named(name).map_or(
            ConfigError::UnknownScheme(unknown),
            ConfigError::DefaultNotWritten,
        )
    })
}

/// Names of current and old schemes, apart.
fn split(names: &[String]) -> Result<(Vec<Scheme>, Vec<LegacyScheme>), ConfigError> {
    let (mut current, mut legacy) = (Vec::new(), Vec::new());
    for name in names {
        match name.parse::<Scheme>() {
            Ok(scheme) => current.push(scheme),
            Err(_) => legacy.push(name.parse::<LegacyScheme>()?),
        }
    }
    Ok((current, legacy))
}

impl CostConfig {
    /// This where `over` is silent.
    fn overlaid(self, over: Self) -> Self {
        Self {
            memory_kib: over.memory_kib.or(self.memory_kib),
            passes: over.passes.or(self.passes),
            lanes: over.lanes.or(self.lanes),
            log_n: over.log_n.or(self.log_n),
            block_size: over.block_size.or(self.block_size),
            parallelism: over.parallelism.or(self.parallelism),
            log_rounds: over.log_rounds.or(self.log_rounds),
            rounds: over.rounds.or(self.rounds),
        }
    }

    /// The scheme's recommendation with these parameters.
    pub fn cost(self, scheme: Scheme) -> Result<Cost, ConfigError> {
        let (argon2, scrypt, bcrypt, rounds) = match scheme {
            Scheme::Argon2id | Scheme::Argon2i | Scheme::Argon2d => (true, false, false, false),
            Scheme::Scrypt => (false, true, false, false),
            Scheme::Bcrypt | Scheme::BcryptSha256 => (false, false, true, false),
            _ => (false, false, false, true),
        };
        for (given, taken, name) in [
            (self.memory_kib.is_some(), argon2, "memory_kib"),
            (self.passes.is_some(), argon2, "passes"),
            (self.lanes.is_some(), argon2, "lanes"),
            (self.log_n.is_some(), scrypt, "log_n"),
            (self.block_size.is_some(), scrypt, "block_size"),
            (self.parallelism.is_some(), scrypt, "parallelism"),
            (self.log_rounds.is_some(), bcrypt, "log_rounds"),
            (self.rounds.is_some(), rounds, "rounds"),
        ] {
            if given && !taken {
                return Err(ConfigError::ForeignParameter(scheme, name));
            }
        }
        let argon2 = |usual: Argon2Cost| {
            Argon2Cost::new(
                self.memory_kib.unwrap_or(usual.memory_kib()),
                self.passes.unwrap_or(usual.passes()),
                self.lanes.unwrap_or(usual.lanes()),
            )
        };
        let scrypt = |usual: ScryptCost| {
            ScryptCost::new(
                self.log_n.unwrap_or(usual.log_n()),
                self.block_size.unwrap_or(usual.block_size()),
                self.parallelism.unwrap_or(usual.parallelism()),
            )
        };
        let bcrypt = |usual: BcryptCost| BcryptCost::new(self.log_rounds.unwrap_or(usual.log_rounds()));
        let pbkdf2 = |usual: Pbkdf2Cost| Pbkdf2Cost::new(self.rounds.unwrap_or(usual.rounds()));
        let sha_crypt = |usual: ShaCryptCost| ShaCryptCost::new(self.rounds.unwrap_or(usual.rounds()));
        Ok(match Cost::recommended(scheme) {
            Cost::Argon2id(usual) => Cost::Argon2id(argon2(usual)?),
            Cost::Argon2i(usual) => Cost::Argon2i(argon2(usual)?),
            Cost::Argon2d(usual) => Cost::Argon2d(argon2(usual)?),
            Cost::Scrypt(usual) => Cost::Scrypt(scrypt(usual)?),
            Cost::Bcrypt(usual) => Cost::Bcrypt(bcrypt(usual)?),
            Cost::BcryptSha256(usual) => Cost::BcryptSha256(bcrypt(usual)?),
            Cost::Pbkdf2Sha1(usual) => Cost::Pbkdf2Sha1(pbkdf2(usual)?),
            Cost::Pbkdf2Sha256(usual) => Cost::Pbkdf2Sha256(pbkdf2(usual)?),
            Cost::Pbkdf2Sha512(usual) => Cost::Pbkdf2Sha512(pbkdf2(usual)?),
            Cost::Sha256Crypt(usual) => Cost::Sha256Crypt(sha_crypt(usual)?),
            Cost::Sha512Crypt(usual) => Cost::Sha512Crypt(sha_crypt(usual)?),
        })
    }
}
