//! One version of a keyset: its number, what it may still do, and its material.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use ward_secret::{SecretBytes, Timestamp};

/// What a version may still do. The life of a version goes downwards; only *destroyed* is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum State {
    /// Opens and verifies, and may be the primary.
    Enabled,
    /// Decrypts and verifies what exists, and can never make anything new.
    OpenOnly,
    /// Kept but unused: nothing opens until it is enabled again.
    Disabled,
    /// The material is gone for good.
    Destroyed,
}

/// The text names no state.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not a known state of a key version")]
pub struct UnknownState;

impl State {
    /// Every state, from most to least able.
    pub const ALL: &[Self] = &[Self::Enabled, Self::OpenOnly, Self::Disabled, Self::Destroyed];

    /// The stable text form.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::OpenOnly => "open-only",
            Self::Disabled => "disabled",
            Self::Destroyed => "destroyed",
        }
    }

    /// Whether a version in this state decrypts and verifies what it made.
    #[must_use]
    pub const fn opens(self) -> bool {
        matches!(self, Self::Enabled | Self::OpenOnly)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for State {
    type Err = UnknownState;

    /// Reads [`State::name`] exactly.
    fn from_str(text: &str) -> Result<Self, UnknownState> {
        Self::ALL
            .iter()
            .copied()
            .find(|state| state.name() == text)
            .ok_or(UnknownState)
    }
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::parse_text(deserializer)
    }
}

/// One version of a keyset.
#[derive(Clone, Debug)]
pub struct Version {
    pub(super) number: u32,
    pub(super) state: State,
    pub(super) created: Timestamp,
    pub(super) material: Option<SecretBytes>,
}

impl Version {
    /// A version as a store kept it. The whole is judged by [`Keyset::from_parts`](super::Keyset::from_parts).
    #[must_use]
    pub const fn from_parts(
        number: u32,
        state: State,
        created: Timestamp,
        material: Option<SecretBytes>,
    ) -> Self {
        Self {
            number,
            state,
            created,
            material,
        }
    }

    /// The number, from 1.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// What the version may still do.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// When the version was made.
    #[must_use]
    pub const fn created(&self) -> Timestamp {
        self.created
    }

    /// The raw key, `None` once destroyed. Seal it before it leaves the process.
    #[must_use]
    pub const fn material(&self) -> Option<&SecretBytes> {
        self.material.as_ref()
    }
}
