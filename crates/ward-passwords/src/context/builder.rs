//! Building a [`PasswordContext`] whose parts agree.

use std::collections::{BTreeMap, BTreeSet};

use super::PasswordContext;
use crate::{Cost, HashString, Resource, Scheme, VerifyLimits};

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
    deprecated: Option<BTreeSet<Scheme>>,
    limits: VerifyLimits,
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
            deprecated: None,
            limits: VerifyLimits::DEFAULT,
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

    /// The caps on verification.
    #[must_use]
    pub const fn limits(mut self, limits: VerifyLimits) -> Self {
        self.limits = limits;
        self
    }

    /// The context, or how the policy contradicts itself.
    pub fn build(self) -> Result<PasswordContext, BuildError> {
        let default = self.default.scheme();
        let mut allowed: BTreeMap<Scheme, Cost> = self
            .allowed
            .into_iter()
            .map(|scheme| {
                (
                    scheme,
                    self.costs
                        .get(&scheme)
                        .copied()
                        .unwrap_or(Cost::recommended(scheme)),
                )
            })
            .collect();
        allowed.insert(default, self.default);
        for (scheme, cost) in &allowed {
            HashString::blank(cost)
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
            limits: self.limits,
            dummy,
        })
    }
}
