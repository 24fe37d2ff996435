//! A policy for stored passwords: which scheme new hashes use, which old ones still verify, which are replaced.

mod builder;

use std::collections::{BTreeMap, BTreeSet};

use ward_secret::Random;

pub use builder::{BuildError, PasswordContextBuilder};

use crate::{Cost, HashError, HashString, ParseError, Scheme, Verified, VerifyError, VerifyLimits, hash};

/// Hashes, verifies and upgrades passwords under one policy.
///
/// Pure: randomness is an argument and nothing is remembered, so one context serves all threads, and a service
/// with several categories of accounts holds several contexts. Every method that hashes is as slow as the cost
/// says and belongs in a pool of threads, not on an async executor.
///
/// ```
/// use ward_passwords::PasswordContext;
/// use ward_secret::SystemRandom;
///
/// let context = PasswordContext::default();
/// let old = "$2b$04$CCCCCCCCCCCCCCCCCCCCC.EuEAAvp4fiPQfWLjvDD5Ms5GX.wE83i";
/// match context.verify_and_update(b"wrong", old, &mut SystemRandom) {
///     Ok(update) => drop(update.new_hash), // store it in the place of the old one, if there is one
///     Err(error) => assert_eq!(error, ward_passwords::VerifyError::Mismatch),
/// }
/// // There is no such user: spend the same time, answer the same.
/// assert_eq!(context.dummy_verify(b"wrong"), ward_passwords::VerifyError::Mismatch);
/// ```
#[derive(Debug)]
pub struct PasswordContext {
    default: Cost,
    allowed: BTreeMap<Scheme, Cost>,
    deprecated: BTreeSet<Scheme>,
    limits: VerifyLimits,
    dummy: HashString,
}

/// Why a stored hash should be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UpdateReason {
    /// Its scheme is deprecated.
    DeprecatedScheme,
    /// A parameter is below the policy's cost for its scheme.
    WeakCost,
    /// Its scheme writes hashes differently today, as [`HashString::is_outdated`] lists.
    OutdatedVariant,
}

/// A verified password, and what became of its stored hash.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedUpdate {
    /// The verification.
    ///
    /// Where it is `truncated`, the new hash covers the whole password as typed, of which only the first 72
    /// bytes were checked. A careful caller asks for the password twice before it stores that.
    pub verified: Verified,
    /// Why the stored hash should be replaced; `None` when it is as the policy wants it.
    pub reason: Option<UpdateReason>,
    /// The hash to store instead. `None` beside a reason when the default scheme cannot take this password (a
    /// NUL byte or more than 72 bytes under bcrypt): a failed upgrade never fails a login.
    pub new_hash: Option<String>,
}

/// Argon2id at its recommended cost; every scheme verifies, and all but Argon2id are deprecated.
impl Default for PasswordContext {
    #[expect(
        clippy::expect_used,
        reason = "a test builds the default policy, which nothing can change"
    )]
    fn default() -> Self {
        Self::builder().build().expect("the default policy is consistent")
    }
}

impl PasswordContext {
    /// A builder that starts from the default policy.
    #[must_use]
    pub fn builder() -> PasswordContextBuilder {
        PasswordContextBuilder::default()
    }

    /// Hashes a password at the default cost.
    pub fn hash(&self, password: &[u8], random: &mut dyn Random) -> Result<String, HashError> {
        hash(&self.default, password, random)
    }

    /// Hashes a password with an allowed scheme at the policy's cost for it. Fails with
    /// [`HashError::SchemeNotAllowed`] for other schemes.
    pub fn hash_with(
        &self,
        scheme: Scheme,
        password: &[u8],
        random: &mut dyn Random,
    ) -> Result<String, HashError> {
        let cost = self
            .allowed
            .get(&scheme)
            .ok_or(HashError::SchemeNotAllowed(scheme))?;
        hash(cost, password, random)
    }

    /// Verifies a password against a stored hash string.
    pub fn verify(&self, password: &[u8], stored: &str) -> Result<Verified, VerifyError> {
        self.read(stored)?.verify(password, &self.limits)
    }

    /// Verifies a password and, where the stored hash should be replaced, hashes it anew at the default cost.
    pub fn verify_and_update(
        &self,
        password: &[u8],
        stored: &str,
        random: &mut dyn Random,
    ) -> Result<VerifiedUpdate, VerifyError> {
        let stored = self.read(stored)?;
        let verified = stored.verify(password, &self.limits)?;
        let reason = self.update_reason(&stored);
        let new_hash = reason.and_then(|_| self.hash(password, random).ok());
        Ok(VerifiedUpdate {
            verified,
            reason,
            new_hash,
        })
    }

    /// Whether a stored hash string should be replaced at the next login. A scheme that is not allowed counts as
    /// deprecated.
    pub fn needs_update(&self, stored: &str) -> Result<bool, ParseError> {
        Ok(self.update_reason(&HashString::parse(stored)?).is_some())
    }

    /// Why a stored hash should be replaced, the gravest reason first; `None` when it need not be.
    #[must_use]
    pub fn update_reason(&self, stored: &HashString) -> Option<UpdateReason> {
        let cost = stored.cost();
        match self.allowed.get(&cost.scheme()) {
            Some(policy) if !self.deprecated.contains(&cost.scheme()) => {
                if cost.is_weaker_than(policy) {
                    Some(UpdateReason::WeakCost)
                } else {
                    stored.is_outdated().then_some(UpdateReason::OutdatedVariant)
                }
            }
            _ => Some(UpdateReason::DeprecatedScheme),
        }
    }

    /// The allowed scheme whose strings begin like `stored`.
    #[must_use]
    pub fn identify(&self, stored: &str) -> Option<Scheme> {
        HashString::identify(stored).filter(|scheme| self.allowed.contains_key(scheme))
    }

    /// Does for a user who does not exist what [`PasswordContext::verify`] does for one who does and has a hash
    /// at the default cost, and returns the error that a wrong password gets.
    ///
    /// The work is real. Without it, the time of an answer tells who has an account. An account whose stored
    /// hash is of another scheme or cost still takes its own time until it is upgraded.
    #[must_use]
    pub fn dummy_verify(&self, password: &[u8]) -> VerifyError {
        match std::hint::black_box(self.dummy.verify(password, &self.limits)) {
            Ok(_) => VerifyError::Mismatch,
            Err(error) => error,
        }
    }

    /// The cost of new hashes.
    #[must_use]
    pub const fn default_cost(&self) -> &Cost {
        &self.default
    }

    /// The schemes that verify, preferred first, each with the cost below which its hashes are replaced and
    /// whether it is deprecated.
    pub fn schemes(&self) -> impl Iterator<Item = (&Cost, bool)> {
        self.allowed
            .iter()
            .map(|(scheme, cost)| (cost, self.deprecated.contains(scheme)))
    }

    /// The caps on verification.
    #[must_use]
    pub const fn limits(&self) -> &VerifyLimits {
        &self.limits
    }

    fn read(&self, stored: &str) -> Result<HashString, VerifyError> {
        let stored = HashString::parse(stored)?;
        if self.allowed.contains_key(&stored.scheme()) {
            Ok(stored)
        } else {
            Err(VerifyError::SchemeNotAllowed(stored.scheme()))
        }
    }
}

#[cfg(test)]
mod tests;
