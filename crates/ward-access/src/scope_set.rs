//! Sets of scopes.

use std::fmt;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::Scope;

/// Why a list of names is not a set of scopes.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScopeSetError {
    /// The name at this place (from zero) is none of Ward's scopes: a typing error, or a newer version's scope.
    #[error("the name at position {index} is not a scope")]
    Unknown {
        /// Position of the first wrong name, counted from zero.
        index: usize,
    },
}

/// A set of [`Scope`]s: one machine word, ordered as [`Scope::ALL`].
///
/// On the wire it is a list of names. Repeated names count once; an unknown name refuses the whole list,
/// because a credential with fewer rights than asked for fails later and further away.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ScopeSet(u32);

const _: () = assert!(Scope::ALL.len() <= 32, "a set holds one bit per scope in a u32");

impl ScopeSet {
    /// No scopes.
    #[must_use]
    pub const fn empty() -> Self {
        Self(0)
    }

    /// Every scope that this version knows. Expanded here and now: see the crate's page on wildcards.
    #[must_use]
    pub fn all() -> Self {
        Scope::ALL.iter().copied().collect()
    }

    /// Every scope that does not administer Ward itself ([`Scope::is_administrative`]).
    #[must_use]
    pub fn ordinary() -> Self {
        Scope::ALL
            .iter()
            .copied()
            .filter(|scope| !scope.is_administrative())
            .collect()
    }

    /// Reads wire names, all of which must be known.
    pub fn from_names<I>(names: I) -> Result<Self, ScopeSetError>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        names
            .into_iter()
            .enumerate()
            .map(|(index, name)| {
                name.as_ref()
                    .parse()
                    .map_err(|_| ScopeSetError::Unknown { index })
            })
            .collect()
    }

    /// The Ward scopes among an application's permissions; everything else is passed over.
    ///
    /// For the `permissions` claim of a token, where both kinds stand side by side. To read a list that must
    /// hold scopes only, use [`Self::from_names`].
    #[must_use]
    pub fn among<I>(permissions: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        permissions
            .into_iter()
            .filter_map(|name| name.as_ref().parse::<Scope>().ok())
            .collect()
    }

    const fn bit(scope: Scope) -> u32 {
        1_u32.wrapping_shl(scope as u32)
    }

    /// Whether the set holds `scope`.
    #[must_use]
    pub const fn contains(self, scope: Scope) -> bool {
        self.0 & Self::bit(scope) != 0
    }

    /// The set with `scope` in it.
    #[must_use]
    pub const fn with(self, scope: Scope) -> Self {
        Self(self.0 | Self::bit(scope))
    }

    /// What either set holds.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What both sets hold.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What this set holds and `other` does not.
    #[must_use]
    pub const fn difference(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether `other` holds everything in this set. The rule for handing scopes on: the new set must be
    /// a subset of the giver's.
    #[must_use]
    pub const fn is_subset(self, other: Self) -> bool {
        self.difference(other).is_empty()
    }

    /// Whether the set holds nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many scopes the set holds.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The scopes, in the order of [`Scope::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL
            .iter()
            .copied()
            .filter(move |scope| self.contains(*scope))
    }
}

impl FromIterator<Scope> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        scopes.into_iter().fold(Self::empty(), Self::with)
    }
}

/// Names with single spaces between them, the form of the `scope` parameter (RFC 6749, section 3.3).
impl fmt::Display for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scope) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            f.write_str(scope.name())?;
        }
        Ok(())
    }
}

impl fmt::Debug for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Scope::name)).finish()
    }
}

impl Serialize for ScopeSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for ScopeSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = ScopeSet;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of scope names")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<ScopeSet, A::Error> {
                let mut set = ScopeSet::empty();
                let mut index: usize = 0;
                while let Some(name) = names.next_element::<std::borrow::Cow<'de, str>>()? {
                    let scope = name
                        .parse()
                        .map_err(|_| A::Error::custom(ScopeSetError::Unknown { index }))?;
                    set = set.with(scope);
                    index = index.saturating_add(1);
                }
                Ok(set)
            }
        }
        deserializer.deserialize_seq(Names)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for ScopeSet {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ScopeSet".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let scope = generator.subschema_for::<Scope>();
        schemars::json_schema!({ "type": "array", "items": scope, "uniqueItems": true })
    }
}
