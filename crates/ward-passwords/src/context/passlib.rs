//! passlib's policies: the INI text of `CryptContext.to_string()` and the dictionary of `to_dict()`.
//!
//! Keys are `[category__][scheme|context__]option`. Read are `schemes`, `default`, `deprecated`,
//! `min_verify_time`, `harden_verify` (always on here), and of schemes `rounds`, `default_rounds`, `min_rounds`,
//! `max_rounds`, `memory_cost`, `time_cost`, `parallelism`, `block_size`, `type`. Options that would change what is
//! written otherwise (`vary_rounds`, `salt_size`, `ident`, `truncate_error` and the like) are read and have no effect:
//! Ward's salts are always full, its bcrypt never truncates. Any other option is an error.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::Deserialize;

use super::config::ContextSet;
use super::{BuildError, MinVerifyTime, PasswordContext, PasswordContextBuilder};
use crate::decrepit::LegacyScheme;
use crate::{Argon2Cost, BcryptCost, Cost, CostError, Pbkdf2Cost, Scheme, ScryptCost, ShaCryptCost};

/// Why a passlib policy was not taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PasslibError {
    /// A line that is neither a section, a comment nor `key = value`, counted from 1.
    #[error("line {0} is not a key with a value")]
    Line(usize),
    /// There is no `[passlib]` section.
    #[error("there is no [passlib] section")]
    NoSection,
    /// No `schemes`, or an empty list.
    #[error("the policy lists no schemes")]
    NoSchemes,
    /// A name that is none of passlib's handlers.
    #[error("the policy names a scheme that passlib does not have")]
    UnknownScheme,
    /// An option that is not read, or whose value does not parse.
    #[error("the policy has an option that is not understood")]
    BadOption,
    /// No scheme of the list is one that Ward writes, so new hashes have none. Add `argon2` to the list.
    #[error("none of the policy's schemes is written by this library")]
    NothingToWrite,
    /// The default is a scheme that Ward only reads.
    #[error("{0} is only read, so it cannot be the default")]
    DefaultNotWritten(LegacyScheme),
    /// A parameter out of range.
    #[error(transparent)]
    Cost(#[from] CostError),
    /// The parts contradict each other.
    #[error(transparent)]
    Build(#[from] BuildError),
}

/// A value of `to_dict()` as JSON holds it.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum PasslibValue {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A fraction, in seconds or as a share.
    Float(f64),
    /// Text; lists may be written with commas.
    Text(String),
    /// A list of names.
    List(Vec<String>),
}

impl PasslibValue {
    fn text(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::Text(value) => value.clone(),
            Self::List(values) => values.join(","),
        }
    }
}

/// Reads the dictionary of `CryptContext.to_dict()`.
///
/// ```
/// use ward_passwords::config::from_passlib_dict;
///
/// let dict = serde_json::from_str(r#"{"schemes": ["bcrypt", "phpass"], "deprecated": "auto", "bcrypt__rounds": 11}"#)?;
/// let contexts = from_passlib_dict(&dict)?;
/// assert_eq!(contexts.category(None).default_cost().to_string(), "r=11");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_passlib_dict(dict: &BTreeMap<String, PasslibValue>) -> Result<ContextSet, PasslibError> {
    Source(
        dict.iter()
            .map(|(key, value)| (key.clone(), value.text()))
            .collect(),
    )
    .contexts()
}

/// Reads the `[passlib]` section of an INI text, as `CryptContext.to_string()` writes it.
pub fn from_passlib_ini(text: &str) -> Result<ContextSet, PasslibError> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let (mut inside, mut seen) = (false, false);
    for (number, line) in (1_usize..).zip(text.lines()) {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if let Some(section) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            inside = section == "passlib";
            seen |= inside;
            continue;
        }
        if !inside {
            continue;
        }
        // A line that begins with a space continues the one before.
        match (
            line.starts_with([' ', '\t']),
            pairs.last_mut(),
            trimmed.split_once(['=', ':']),
        ) {
            (true, Some((_, value)), _) => {
                value.push(' ');
                value.push_str(trimmed);
            }
            // `to_string()` doubles percent signs.
            (_, _, Some((key, value))) => {
                pairs.push((key.trim().to_lowercase(), value.trim().replace("%%", "%")));
            }
            _ => return Err(PasslibError::Line(number)),
        }
    }
    if !seen {
        return Err(PasslibError::NoSection);
    }
    Source(pairs).contexts()
}

/// The pairs of a policy.
struct Source(Vec<(String, String)>);

/// One key, taken apart.
struct Key<'a> {
    category: Option<&'a str>,
    /// `None` for the context's own options.
    scheme: Option<&'a str>,
    option: &'a str,
}

/// The options of a scheme.
#[derive(Clone, Copy, Default)]
struct Options {
    default_rounds: Option<u32>,
    min_rounds: Option<u32>,
    max_rounds: Option<u32>,
    memory_kib: Option<u32>,
    parallelism: Option<u32>,
    block_size: Option<u32>,
    argon2: Option<Scheme>,
}

fn names(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|name| !name.is_empty())
}

impl Source {
    fn contexts(&self) -> Result<ContextSet, PasslibError> {
        let keys: Vec<(String, &str)> = self
            .0
            .iter()
            .map(|(key, value)| (key.replace('.', "__"), value.as_str()))
            .collect();
        let keys: Vec<(Key<'_>, &str)> = keys
            .iter()
            .map(|(key, value)| Key::parse(key).map(|key| (key, *value)))
            .collect::<Result<_, _>>()?;
        let categories: BTreeSet<&str> = keys.iter().filter_map(|(key, _)| key.category).collect();
        let general = context(&keys, None)?;
        let categories = categories
            .into_iter()
            .map(|category| Ok((category.to_owned(), context(&keys, Some(category))?)))
            .collect::<Result<_, PasslibError>>()?;
        Ok(ContextSet::new(general, categories))
    }
}

impl<'a> Key<'a> {
    fn parse(key: &'a str) -> Result<Self, PasslibError> {
        let parts: Vec<&str> = key.split("__").collect();
        let (category, scheme, option) = match *parts.as_slice() {
            [option] => (None, None, option),
            [scheme, option] => (None, Some(scheme), option),
            [category, scheme, option] => (Some(category), Some(scheme), option),
            _ => return Err(PasslibError::BadOption),
        };
        Ok(Self {
            category: category.filter(|category| *category != "default"),
            scheme: scheme.filter(|scheme| *scheme != "context"),
            option,
        })
    }
}

/// passlib's name of a handler as Ward's scheme; argon2 according to its type.
fn scheme(name: &str, argon2: Option<Scheme>) -> Result<Result<Scheme, LegacyScheme>, PasslibError> {
    if name == "argon2" {
        return Ok(Ok(argon2.unwrap_or(Scheme::Argon2id)));
    }
    if let Ok(scheme) = name.replace('_', "-").parse::<Scheme>() {
        return Ok(Ok(scheme));
    }
    LegacyScheme::named(name)
        .map(Err)
        .ok_or(PasslibError::UnknownScheme)
}

fn context(keys: &[(Key<'_>, &str)], category: Option<&str>) -> Result<PasswordContext, PasslibError> {
    // The category's own value before that of all.
    let own = |option: &str| {
        let of = |category: Option<&str>| {
            keys.iter()
                .find(|(key, _)| key.scheme.is_none() && key.option == option && key.category == category)
                .map(|(_, value)| *value)
        };
        of(category).or_else(|| of(None))
    };
    let mut options: BTreeMap<&str, Options> = BTreeMap::new();
    for wanted in [None, category] {
        for (key, value) in keys.iter().filter(|(key, _)| key.category == wanted) {
            match key.scheme {
                Some(name) => options.entry(name).or_default().set(key.option, value)?,
                None => check_context_option(key.option)?,
            }
        }
        if category.is_none() {
            break;
        }
    }
    let argon2 = options.get("argon2").and_then(|options| options.argon2);
    let listed: Vec<&str> = own("schemes")
        .map(|value| names(value).collect())
        .unwrap_or_default();
    if listed.is_empty() {
        return Err(PasslibError::NoSchemes);
    }
    let (mut current, mut legacy) = (Vec::new(), Vec::new());
    for name in &listed {
        match scheme(name, argon2)? {
            Ok(scheme) => current.push((*name, scheme)),
            Err(scheme) => legacy.push(scheme),
        }
    }
    let default = match own("default") {
        Some(name) => scheme(name, argon2)?.map_err(PasslibError::DefaultNotWritten)?,
        None => match listed.first().map(|name| scheme(name, argon2)).transpose()? {
            Some(Ok(scheme)) => scheme,
            Some(Err(scheme)) => return Err(PasslibError::DefaultNotWritten(scheme)),
            None => return Err(PasslibError::NothingToWrite),
        },
    };
    let mut builder = PasswordContextBuilder::default()
        .allow_only(current.iter().map(|(_, scheme)| *scheme))
        .legacy_only(legacy.iter().copied());
    // A context with one scheme without a marker reads every text as that.
    if let Some(unmarked) = legacy.iter().find(|scheme| !scheme.is_read_by_default()) {
        builder = builder.assume(*unmarked);
    }
    for (name, scheme) in &current {
        let options = options.get(name).copied().unwrap_or_default();
        builder = options.apply(*scheme, builder)?;
        if *scheme == default {
            builder = builder.default_cost(options.cost(*scheme, options.default_rounds)?);
        }
    }
    builder = match own("deprecated") {
        Some("auto") => builder,
        Some(list) => {
            let mut deprecated = Vec::new();
            for name in names(list) {
                if let Ok(scheme) = scheme(name, argon2)? {
                    deprecated.push(scheme);
                }
            }
            builder.deprecate_only(deprecated)
        }
        None => builder.deprecate_only([]),
    };
    if let Some(seconds) = own("min_verify_time") {
        let seconds: f64 = seconds.parse().map_err(|_| PasslibError::BadOption)?;
        let floor = Duration::try_from_secs_f64(seconds).map_err(|_| PasslibError::BadOption)?;
        builder = builder.min_verify_time(MinVerifyTime::new(floor));
    }
    Ok(builder.build()?)
}

fn check_context_option(option: &str) -> Result<(), PasslibError> {
    let known = matches!(
        option,
        "schemes"
            | "default"
            | "deprecated"
            | "min_verify_time"
            | "harden_verify"
            | "truncate_error"
            | "vary_rounds"
    );
    known.then_some(()).ok_or(PasslibError::BadOption)
}

impl Options {
    fn set(&mut self, option: &str, value: &str) -> Result<(), PasslibError> {
        let number = || {
            value
                .parse::<u32>()
                .map(Some)
                .map_err(|_| PasslibError::BadOption)
        };
        match option {
            "rounds" => {
                let rounds = number()?;
                (self.default_rounds, self.min_rounds, self.max_rounds) = (rounds, rounds, rounds);
            }
            "default_rounds" | "time_cost" => self.default_rounds = number()?,
            "min_rounds" => self.min_rounds = number()?,
            "max_rounds" => self.max_rounds = number()?,
            "memory_cost" => self.memory_kib = number()?,
            "parallelism" => self.parallelism = number()?,
            "block_size" => self.block_size = number()?,
            "type" => {
                self.argon2 = Some(match value.to_ascii_lowercase().as_str() {
                    "id" => Scheme::Argon2id,
                    "i" => Scheme::Argon2i,
                    "d" => Scheme::Argon2d,
                    _ => return Err(PasslibError::BadOption),
                });
            }
            "vary_rounds" | "salt_size" | "salt_len" | "digest_size" | "hash_len" | "checksum_size"
            | "ident" | "truncate_error" | "version" | "relaxed" | "max_threads" => {}
            _ => return Err(PasslibError::BadOption),
        }
        Ok(())
    }

    /// The scheme's cost with `rounds` in the place of its recommended ones.
    fn cost(&self, scheme: Scheme, rounds: Option<u32>) -> Result<Cost, PasslibError> {
        let small = |usual: u8| match rounds {
            Some(rounds) => u8::try_from(rounds).map_err(|_| PasslibError::BadOption),
            None => Ok(usual),
        };
        let argon2 = |usual: Argon2Cost| {
            Argon2Cost::new(
                self.memory_kib.unwrap_or(usual.memory_kib()),
                rounds.unwrap_or(usual.passes()),
                self.parallelism.unwrap_or(usual.lanes()),
            )
        };
        Ok(match Cost::recommended(scheme) {
            Cost::Argon2id(usual) => Cost::Argon2id(argon2(usual)?),
            Cost::Argon2i(usual) => Cost::Argon2i(argon2(usual)?),
            Cost::Argon2d(usual) => Cost::Argon2d(argon2(usual)?),
            Cost::Scrypt(usual) => Cost::Scrypt(ScryptCost::new(
                small(usual.log_n())?,
                self.block_size.unwrap_or(usual.block_size()),
                self.parallelism.unwrap_or(usual.parallelism()),
            )?),
            Cost::Bcrypt(usual) => Cost::Bcrypt(BcryptCost::new(small(usual.log_rounds())?)?),
            Cost::BcryptSha256(usual) => Cost::BcryptSha256(BcryptCost::new(small(usual.log_rounds())?)?),
            Cost::Pbkdf2Sha1(usual) => Cost::Pbkdf2Sha1(Pbkdf2Cost::new(rounds.unwrap_or(usual.rounds()))?),
            Cost::Pbkdf2Sha256(usual) => {
                Cost::Pbkdf2Sha256(Pbkdf2Cost::new(rounds.unwrap_or(usual.rounds()))?)
            }
            Cost::Pbkdf2Sha512(usual) => {
                Cost::Pbkdf2Sha512(Pbkdf2Cost::new(rounds.unwrap_or(usual.rounds()))?)
            }
            Cost::Sha256Crypt(usual) => {
                Cost::Sha256Crypt(ShaCryptCost::new(rounds.unwrap_or(usual.rounds()))?)
            }
            Cost::Sha512Crypt(usual) => {
                Cost::Sha512Crypt(ShaCryptCost::new(rounds.unwrap_or(usual.rounds()))?)
            }
        })
    }

    /// The scheme's rules. passlib replaces for rounds alone when `min_rounds` or `max_rounds` say so.
    fn apply(
        &self,
        scheme: Scheme,
        builder: PasswordContextBuilder,
    ) -> Result<PasswordContextBuilder, PasslibError> {
        let builder = builder.cost(self.cost(scheme, self.default_rounds.or(self.min_rounds))?);
        let builder = match self.min_rounds {
            Some(rounds) => builder.floor(self.cost(scheme, Some(rounds))?),
            None if self.memory_kib.is_some() => builder.floor(self.cost(scheme, self.default_rounds)?),
            None => builder.no_floor(scheme),
        };
        Ok(match self.max_rounds {
            Some(rounds) => builder.ceiling(self.cost(scheme, Some(rounds))?),
            None => builder,
        })
    }
}
