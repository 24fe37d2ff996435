//! Which permissions a principal may put into the tokens it asks for.

use std::fmt;
use std::str::FromStr;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::{Scope, ScopeSet};

/// Longest permission that can be granted, in bytes. Ward's choice: long enough for
/// `service:resource/sub-resource:action`, short enough that a hundred of them fit a header.
pub const MAX_PERMISSION_LEN: usize = 128;

/// Permissions that begin so, in any case of letters, are Ward's, now and in later versions.
const RESERVED_PREFIX: &str = "ward:";

/// Why a list of permissions may not be granted.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum GrantError {
    /// Empty, over [`MAX_PERMISSION_LEN`] bytes, or with white space or control characters in it. A space
    /// would split into two permissions wherever they are joined as an OAuth `scope` (RFC 6749, section 3.3).
    #[error("the permission at position {index} is not well formed")]
    Malformed {
        /// Position in the list, counted from zero.
        index: usize,
    },
    /// One of Ward's own scopes that the caller does not hold, or a name reserved for Ward.
    #[error("the permission at position {index} is a scope that the caller does not hold")]
    Reserved {
        /// Position in the list, counted from zero.
        index: usize,
    },
    /// An application permission outside what the caller may grant.
    #[error("the permission at position {index} is not one that the caller may grant")]
    NotGrantable {
        /// Position in the list, counted from zero.
        index: usize,
    },
}

/// A pattern was empty, held a `*` elsewhere than after its last `:`, or was not a well-formed permission.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not a permission, nor a prefix that ends in `:*`")]
pub struct PatternError;

/// One exact permission (`orders:read`), or all that begin with a prefix (`orders:*`).
///
/// The star stands at the end, after a colon, so that `order*` cannot reach `orders-admin`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PermissionPattern(String);

impl PermissionPattern {
    /// The pattern for exactly this permission.
    pub fn exact(permission: &str) -> Result<Self, PatternError> {
        if well_formed(permission) && !permission.contains('*') {
            Ok(Self(permission.to_owned()))
        } else {
            Err(PatternError)
        }
    }

    /// Whether the pattern covers `permission`.
    #[must_use]
    pub fn covers(&self, permission: &str) -> bool {
        match self.0.strip_suffix('*') {
            // `orders:*` is about what follows the colon: `orders:` itself names nothing.
            Some(prefix) => permission.len() > prefix.len() && permission.starts_with(prefix),
            None => self.0 == permission,
        }
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PermissionPattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_suffix(":*") {
            Some(prefix) if well_formed(prefix) && !prefix.contains('*') => Ok(Self(text.to_owned())),
            Some(_) => Err(PatternError),
            None => Self::exact(text),
        }
    }
}

impl fmt::Display for PermissionPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for PermissionPattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PermissionPattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Which *application* permissions a principal may grant. Ward's own scopes are not a matter of this
/// type: they follow from the scopes the principal holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grant {
    /// Every application permission. For administrators, the local command line and development.
    Any,
    /// Those that one of the patterns covers; none when the list is empty.
    Only(Vec<PermissionPattern>),
}

/// On the wire, `"any"` or a list of patterns.
impl Serialize for Grant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Any => serializer.serialize_str("any"),
            Self::Only(patterns) => patterns.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Grant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct GrantVisitor;
        impl<'de> Visitor<'de> for GrantVisitor {
            type Value = Grant;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`any` or a list of permissions")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Grant, E> {
                if text == "any" {
                    Ok(Grant::Any)
                } else {
                    Err(E::custom("neither `any` nor a list"))
                }
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut patterns: A) -> Result<Grant, A::Error> {
                let mut list = Vec::new();
                while let Some(pattern) = patterns.next_element()? {
                    list.push(pattern);
                }
                Ok(Grant::Only(list))
            }
        }
        deserializer.deserialize_any(GrantVisitor)
    }
}

impl Grant {
    /// Grants nothing.
    #[must_use]
    pub const fn nothing() -> Self {
        Self::Only(Vec::new())
    }

    fn covers(&self, permission: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Only(patterns) => patterns.iter().any(|pattern| pattern.covers(permission)),
        }
    }

    /// Checks one list of permissions for a principal with these `scopes`; see [`crate::Principal::may_grant`].
    pub(crate) fn check<S: AsRef<str>>(&self, scopes: ScopeSet, permissions: &[S]) -> Result<(), GrantError> {
        for (index, permission) in permissions.iter().enumerate() {
            let permission = permission.as_ref();
            if !well_formed(permission) {
                return Err(GrantError::Malformed { index });
            }
            match permission.parse::<Scope>() {
                Ok(scope) if scopes.contains(scope) => {}
                Ok(_) => return Err(GrantError::Reserved { index }),
                Err(_) if looks_reserved(permission) => return Err(GrantError::Reserved { index }),
                Err(_) if self.covers(permission) => {}
                Err(_) => return Err(GrantError::NotGrantable { index }),
            }
        }
        Ok(())
    }
}

fn well_formed(permission: &str) -> bool {
    !permission.is_empty()
        && permission.len() <= MAX_PERMISSION_LEN
        && !permission.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Ward's prefix, or a scope in other letters: nobody should hold a token that looks like more than it is.
fn looks_reserved(permission: &str) -> bool {
    let folded = permission.to_ascii_lowercase();
    folded.starts_with(RESERVED_PREFIX) || folded.parse::<Scope>().is_ok()
}
