//! What a keyset is called: an id that machines keep, and a name that people choose.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use ward_secret::{Random, random_array};

/// The identity of a keyset: 128 random bits, never reused, written into every envelope.
///
/// Text form: `key_` and 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; KeyId::LEN]);

/// The text is no key id.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not a key id: it is key_ and 32 lower-case hexadecimal digits")]
pub struct NotAKeyId;

const PREFIX: &str = "key_";

impl KeyId {
    /// Length in bytes.
    pub const LEN: usize = 16;

    /// A fresh id.
    #[must_use]
    pub fn generate(random: &mut dyn Random) -> Self {
        Self(random_array(random))
    }

    /// An id from its bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// The bytes, as they stand in an envelope's header.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for KeyId {
    type Err = NotAKeyId;

    fn from_str(text: &str) -> Result<Self, NotAKeyId> {
        let digits = text.strip_prefix(PREFIX).ok_or(NotAKeyId)?;
        // `from_str_radix` also reads signs, upper case and fewer digits; one id has one spelling.
        if digits.len() != 32
            || !digits
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        {
            return Err(NotAKeyId);
        }
        u128::from_str_radix(digits, 16)
            .map(|value| Self(value.to_be_bytes()))
            .map_err(|_| NotAKeyId)
    }
}

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::parse_text(deserializer)
    }
}

/// The name that people give a keyset: 1 to 64 characters of `a`–`z`, `0`–`9`, `.`, `_` and `-`, the first a
/// letter. It can stand in a path, a shell command and a log line without quoting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

/// The text is no key name.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error(
    "not a key name: it is 1 to 64 of a-z, 0-9, '.', '_' and '-', starts with a letter and not with key_"
)]
pub struct NotAKeyName;

impl KeyName {
    /// Most characters in a name.
    pub const MAX_LEN: usize = 64;

    /// Checks a name. Names that begin with `key_` are refused, so that a name is never taken for an id.
    pub fn new(text: impl Into<String>) -> Result<Self, NotAKeyName> {
        let text = text.into();
        let good = text.len() <= Self::MAX_LEN
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && text
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'))
            && !text.starts_with(PREFIX);
        if good { Ok(Self(text)) } else { Err(NotAKeyName) }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for KeyName {
    type Err = NotAKeyName;

    fn from_str(text: &str) -> Result<Self, NotAKeyName> {
        Self::new(text)
    }
}

impl Serialize for KeyName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for KeyName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::parse_text(deserializer)
    }
}
