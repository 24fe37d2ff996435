//! One key over its whole life: versions, states, a primary, and the rules of rotation.

mod id;
mod version;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer};
use thiserror::Error;
use ward_secret::{Random, SecretBytes, Timestamp};

pub use id::{KeyId, KeyName, NotAKeyId, NotAKeyName};
pub use version::{State, UnknownState, Version};

use crate::Kind;

/// Why a keyset was refused, or a change to it.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeysetError {
    /// A number is 0 or appears twice: the stored rows do not belong together.
    #[error("version numbers start at 1 and are unique")]
    BadNumber,
    /// The primary does not exist or is not enabled.
    #[error("the primary version must exist and be enabled")]
    BadPrimary,
    /// Material of the wrong length, none where there must be some, or some left on a destroyed version.
    #[error("the key material does not suit the kind of key or the state of its version")]
    BadMaterial,
    /// The keyset has no version with this number.
    #[error("the keyset has no such version")]
    NoSuchVersion,
    /// The change would take away the version that makes everything new; rotate first.
    #[error("the version is primary and must stay enabled")]
    IsPrimary,
    /// A destroyed version cannot change: its material is gone.
    #[error("the version is destroyed")]
    Destroyed,
    /// Only a disabled version can be destroyed: disabling shows first whether anybody still needs it.
    #[error("the version must be disabled before it is destroyed")]
    NotDisabled,
    /// All 2^32 - 1 numbers are used.
    #[error("the keyset has no free version number")]
    NoFreeNumber,
}

/// A key with its versions.
///
/// Invariants: numbers are unique and start at 1; the primary exists and is enabled; material suits the kind; a
/// destroyed version has none.
#[derive(Clone, Debug)]
pub struct Keyset {
    id: KeyId,
    kind: Kind,
    created: Timestamp,
    versions: Vec<Version>,
    primary: u32,
}

impl Keyset {
    /// A new keyset with one fresh version.
    #[must_use]
    pub fn generate(kind: Kind, now: Timestamp, random: &mut dyn Random) -> Self {
        let id = KeyId::generate(random);
        let first = Version {
            number: 1,
            state: State::Enabled,
            created: now,
            material: Some(fresh_material(kind, random)),
        };
        Self {
            id,
            kind,
            created: now,
            versions: vec![first],
            primary: 1,
        }
    }

    /// A new keyset around material that was made elsewhere.
    pub fn import(
        kind: Kind,
        material: SecretBytes,
        now: Timestamp,
        random: &mut dyn Random,
    ) -> Result<Self, KeysetError> {
        let first = Version {
            number: 1,
            state: State::Enabled,
            created: now,
            material: Some(material),
        };
        Self::from_parts(KeyId::generate(random), kind, now, vec![first], 1)
    }

    /// A keyset as a store kept it, refused unless its invariants hold. Versions may come in any order.
    pub fn from_parts(
        id: KeyId,
        kind: Kind,
        created: Timestamp,
        mut versions: Vec<Version>,
        primary: u32,
    ) -> Result<Self, KeysetError> {
        versions.sort_unstable_by_key(|version| version.number);
        if versions.iter().any(|version| version.number == 0)
            || !versions.is_sorted_by(|one, next| one.number < next.number)
        {
            return Err(KeysetError::BadNumber);
        }
        let suits = |version: &Version| match (&version.material, version.state) {
            (None, State::Destroyed) => true,
            (None, _) | (Some(_), State::Destroyed) => false,
            (Some(material), _) => material.expose().len() == kind.material_len(),
        };
        if !versions.iter().all(suits) {
            return Err(KeysetError::BadMaterial);
        }
        let enabled = |version: &Version| version.number == primary && version.state == State::Enabled;
        if !versions.iter().any(enabled) {
            return Err(KeysetError::BadPrimary);
        }
        Ok(Self {
            id,
            kind,
            created,
            versions,
            primary,
        })
    }

    /// The identity.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The algorithm, the same for every version.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// When the keyset was made.
    #[must_use]
    pub const fn created(&self) -> Timestamp {
        self.created
    }

    /// All versions, oldest first.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The number of the primary version.
    #[must_use]
    pub const fn primary_number(&self) -> u32 {
        self.primary
    }

    /// The version that makes everything new.
    #[must_use]
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "an invariant of the type, checked by every constructor and change"
    )]
    pub fn primary(&self) -> &Version {
        self.version(self.primary).expect("the primary exists")
    }

    /// The version with this number.
    #[must_use]
    pub fn version(&self, number: u32) -> Option<&Version> {
        self.versions.iter().find(|version| version.number == number)
    }

    /// The version with this number, if it may still decrypt or verify.
    #[must_use]
    pub fn usable_for_open(&self, number: u32) -> Option<&Version> {
        self.version(number).filter(|version| version.state.opens())
    }

    /// How long the primary has been in use: the measure of rotation by age.
    #[must_use]
    pub fn primary_age(&self, now: Timestamp) -> Duration {
        now.since(self.primary().created)
    }

    /// Adds a fresh version and makes it primary; returns its number. Older versions stay as they are, so that
    /// what they made still opens.
    pub fn rotate(&mut self, now: Timestamp, random: &mut dyn Random) -> Result<u32, KeysetError> {
        let newest = self.versions.last().map_or(0, |version| version.number);
        let number = newest.checked_add(1).ok_or(KeysetError::NoFreeNumber)?;
        let material = Some(fresh_material(self.kind, random));
        self.versions.push(Version {
            number,
            state: State::Enabled,
            created: now,
            material,
        });
        self.primary = number;
        Ok(number)
    }

    /// Makes an enabled version primary, for instance to step back from a rotation.
    pub fn make_primary(&mut self, number: u32) -> Result<(), KeysetError> {
        match self.version(number).ok_or(KeysetError::NoSuchVersion)?.state {
            State::Enabled => {
                self.primary = number;
                Ok(())
            }
            _ => Err(KeysetError::BadPrimary),
        }
    }

    /// Moves a version to another state.
    ///
    /// The primary stays enabled, destroyed is final, and only a disabled version can be destroyed. Destroying
    /// wipes the material here; a store must delete its sealed copy, and backups keep theirs.
    pub fn set_state(&mut self, number: u32, state: State) -> Result<(), KeysetError> {
        let primary = self.primary;
        let version = self
            .versions
            .iter_mut()
            .find(|version| version.number == number)
            .ok_or(KeysetError::NoSuchVersion)?;
        match (version.state, state) {
            (State::Destroyed, State::Destroyed) => return Ok(()),
            (State::Destroyed, _) => return Err(KeysetError::Destroyed),
            (_, State::Enabled) => {}
            _ if number == primary => return Err(KeysetError::IsPrimary),
            (State::Disabled, State::Destroyed) => version.material = None,
            (_, State::Destroyed) => return Err(KeysetError::NotDisabled),
            _ => {}
        }
        version.state = state;
        Ok(())
    }
}

fn fresh_material(kind: Kind, random: &mut dyn Random) -> SecretBytes {
    let mut material = SecretBytes::new(vec![0; kind.material_len()]);
    random.fill(material.expose_mut());
    material
}

/// Reads a value from its text form, for `Deserialize`. The message is the type's own and quotes nothing.
pub(crate) fn parse_text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
        .parse()
        .map_err(serde::de::Error::custom)
}
