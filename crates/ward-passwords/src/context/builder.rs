//! Building a [`PasswordContext`] whose parts agree.

use std::collections::{BTreeMap, BTreeSet};

use super::{MinVerifyTime, PasswordContext, Rule};
use crate::decrepit::LegacyScheme;
use crate::{Cost, HashString, Peppers, Resource, Scheme, UnicodeProfile, VerifyLimits};

/// Collects a policy. Start with [`PasswordContext::builder`].
///
/// ```
/// use ward_passwords::{BcryptCost, Cost, PasswordContext, Scheme};
///
/// let context = PasswordContext::builder()
///     .default_cost(Cost::Bcrypt(BcryptCost::new(12)?))
///     .allow_only([Scheme::Bcrypt, Scheme::Sha512Crypt])
///     .build()?;
/// assert_eq!(context.default_cost().to_string(), "r=12");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PasswordContextBuilder {
    default: Cost,
    allowed: BTreeSet<Scheme>,
    costs: BTreeMap<Scheme, Cost>,
    floors: BTreeMap<Scheme, Option<Cost>>,
    ceilings: BTreeMap<Scheme, Cost>,
    deprecated: Option<BTreeSet<Scheme>>,
    legacy: BTreeSet<LegacyScheme>,
    assumed: Option<LegacyScheme>,
    limits: VerifyLimits,
    peppers: Peppers,
    profile: UnicodeProfile,
    min_verify_time: MinVerifyTime,
}

/// Why a policy contradicts itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The default scheme is in the list of deprecated ones.
    #[error("the default scheme {0} is deprecated by the same policy")]
    DeprecatedDefault(Scheme),
    /// A deprecated scheme is not allowed, so its hashes would never verify and never be upgraded.
    #[error("the deprecated scheme {0} is not among the allowed ones")]
    DeprecatedNotAllowed(Scheme),
    /// New hashes of this scheme would ask for more than the verification limits grant.
    #[error("a new hash of {scheme} would ask for more {resource} than verification may spend")]
    AboveLimits {
        /// The scheme.
        scheme: Scheme,
        /// What the policy's cost has too much of.
        resource: Resource,
    },
}

impl Default for PasswordContextBuilder {
    fn default() -> Self {
        Self {
            default: Cost::recommended(Scheme::Argon2id),
            allowed: Scheme::ALL.iter().copied().collect(),
            costs: BTreeMap::new(),
            floors: BTreeMap::new(),
            ceilings: BTreeMap::new(),
            deprecated: None,
            legacy: LegacyScheme::all()
                .filter(|scheme| scheme.is_read_by_default())
                .collect(),
            assumed: None,
            limits: VerifyLimits::DEFAULT,
            peppers: Peppers::default(),
            profile: UnicodeProfile::Bytes,
            min_verify_time: MinVerifyTime::default(),
        }
    }
}

impl PasswordContextBuilder {
    /// The scheme and cost of new hashes. Its scheme is allowed without being listed.
    #[must_use]
    pub const fn default_cost(mut self, cost: Cost) -> Self {
        self.default = cost;
        self
    }

    /// The policy's cost for another scheme: what [`PasswordContext::hash_with`] uses and below which its
    /// hashes are replaced. Without it, the scheme's recommended cost.
    #[must_use]
    pub fn cost(mut self, cost: Cost) -> Self {
        self.costs.insert(cost.scheme(), cost);
        self
    }

    /// The only schemes that verify, besides the default. Without it, all do.
    #[must_use]
    pub fn allow_only(mut self, schemes: impl IntoIterator<Item = Scheme>) -> Self {
        self.allowed = schemes.into_iter().collect();
        self
    }

    /// The schemes whose hashes are replaced at the next login. Without it, all but the default.
    #[must_use]
    pub fn deprecate_only(mut self, schemes: impl IntoIterator<Item = Scheme>) -> Self {
        self.deprecated = Some(schemes.into_iter().collect());
        self
    }

    /// The cost below which hashes of its scheme are replaced, where that is not the cost of new ones.
    #[must_use]
    pub fn floor(mut self, floor: Cost) -> Self {
        self.floors.insert(floor.scheme(), Some(floor));
        self
    }

    /// Hashes of this scheme are never replaced for being cheap.
    #[must_use]
    pub fn no_floor(mut self, scheme: Scheme) -> Self {
        self.floors.insert(scheme, None);
        self
    }

    /// The cost above which hashes of its scheme are replaced.
    #[must_use]
    pub fn ceiling(mut self, ceiling: Cost) -> Self {
        self.ceilings.insert(ceiling.scheme(), ceiling);
        self
    }

    /// The only old schemes that verify. Without it, all that are told from their text.
    #[must_use]
    pub fn legacy_only(mut self, schemes: impl IntoIterator<Item = LegacyScheme>) -> Self {
        self.legacy = schemes.into_iter().collect();
        self
    }

    /// One more old scheme that verifies.
    #[must_use]
    pub fn legacy(mut self, scheme: LegacyScheme) -> Self {
        self.legacy.insert(scheme);
        self
    }

    /// The old scheme of stored texts that have no marker, such as `hex-md5` or `plaintext`. It verifies without
    /// being listed.
    #[must_use]
    pub fn assume(mut self, scheme: LegacyScheme) -> Self {
        self.assumed = Some(scheme);
        self.legacy(scheme)
    }

    /// The peppers.
    #[must_use]
    pub fn peppers(mut self, peppers: Peppers) -> Self {
        self.peppers = peppers;
        self
    }

    /// The form of Unicode in which passwords are hashed.
    #[must_use]
    pub const fn unicode_profile(mut self, profile: UnicodeProfile) -> Self {
        self.profile = profile;
        self
    }

    /// How long a verification should take at least.
    #[must_use]
    pub const fn min_verify_time(mut self, floor: MinVerifyTime) -> Self {
        self.min_verify_time = floor;
        self
    }

    /// The caps on verification.
    #[must_use]
    pub const fn limits(mut self, limits: VerifyLimits) -> Self {
        self.limits = limits;
        self
    }

    /// The context, or how the policy contradicts itself.
    pub fn build(self) -> Result<PasswordContext, BuildError> {
        let default = self.default.scheme();
        let rule = |scheme: Scheme, cost: Cost| Rule {
            cost,
            floor: self.floors.get(&scheme).copied().unwrap_or(Some(cost)),
            ceiling: self.ceilings.get(&scheme).copied(),
        };
        let mut allowed: BTreeMap<Scheme, Rule> = self
            .allowed
            .iter()
            .map(|scheme| {
                let cost = self.costs.get(scheme).copied();
                (*scheme, rule(*scheme, cost.unwrap_or(Cost::recommended(*scheme))))
            })
            .collect();
        allowed.insert(default, rule(default, self.default));
        for (scheme, rule) in &allowed {
            HashString::blank(&rule.cost)
                .admit(&self.limits)
                .map_err(|resource| BuildError::AboveLimits {
                    scheme: *scheme,
                    resource,
                })?;
        }
        let deprecated = match self.deprecated {
            None => allowed
                .keys()
                .copied()
                .filter(|scheme| *scheme != default)
                .collect(),
            Some(list) if list.contains(&default) => return Err(BuildError::DeprecatedDefault(default)),
            Some(list) => match list.iter().find(|scheme| !allowed.contains_key(scheme)) {
                Some(scheme) => return Err(BuildError::DeprecatedNotAllowed(*scheme)),
                None => list,
            },
        };
        let dummy = HashString::blank(&self.default);
        Ok(PasswordContext {
            default: self.default,
            allowed,
            deprecated,
            legacy: self.legacy,
            assumed: self.assumed,
            limits: self.limits,
            peppers: self.peppers,
            profile: self.profile,
            min_verify_time: self.min_verify_time,
            dummy,
        })
    }
}
