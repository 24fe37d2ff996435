//! A policy for stored passwords: which scheme new hashes use, which old ones still verify, which are replaced.

mod builder;
pub mod config;
mod disable;
mod passlib;
mod timing;

use std::collections::{BTreeMap, BTreeSet};

use ward_secret::Random;

pub use builder::{BuildError, PasswordContextBuilder};
pub use disable::NothingToRestore;
pub use timing::MinVerifyTime;

use crate::decrepit::{LegacyScheme, VerifyInput};
use crate::{
    Cost, HashError, HashString, MAX_PASSWORD_BYTES, Peppers, Scheme, StoredPassword, StoredScheme,
    UnicodeProfile, Verified, VerifyError, VerifyLimits, WrapError, hash, pepper, wrap,
};

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
    allowed: BTreeMap<Scheme, Rule>,
    deprecated: BTreeSet<Scheme>,
    legacy: BTreeSet<LegacyScheme>,
    assumed: Option<LegacyScheme>,
    limits: VerifyLimits,
    peppers: Peppers,
    profile: UnicodeProfile,
    min_verify_time: MinVerifyTime,
    dummy: HashString,
}

/// What a policy says about one scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rule {
    /// The cost of new hashes.
    cost: Cost,
    /// Below this a hash is replaced.
    floor: Option<Cost>,
    /// Above this a hash is replaced.
    ceiling: Option<Cost>,
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
    /// It is of a format that Ward only reads.
    LegacyFormat,
    /// It is an old hash inside Argon2id.
    Wrapped,
    /// Its pepper is an old one, or it has none and the policy has one, or the other way round.
    Pepper,
    /// A parameter is above the policy's ceiling for its scheme.
    ExcessiveCost,
    /// It was made from the password's bytes before the policy asked for one form of Unicode.
    UnicodeForm,
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

    /// Hashes a password at the default cost, under the primary pepper where there is one.
    pub fn hash(&self, password: &[u8], random: &mut dyn Random) -> Result<String, HashError> {
        self.hash_at(&self.default, password, random)
    }

    /// Hashes a password with an allowed scheme at the policy's cost for it. Fails with
    /// [`HashError::SchemeNotAllowed`] for other schemes.
    pub fn hash_with(
        &self,
        scheme: Scheme,
        password: &[u8],
        random: &mut dyn Random,
    ) -> Result<String, HashError> {
        let rule = self
            .allowed
            .get(&scheme)
            .ok_or(HashError::SchemeNotAllowed(scheme))?;
        self.hash_at(&rule.cost, password, random)
    }

    fn hash_at(&self, cost: &Cost, password: &[u8], random: &mut dyn Random) -> Result<String, HashError> {
        if password.len() > MAX_PASSWORD_BYTES {
            return Err(HashError::PasswordTooLong);
        }
        let password = self
            .profile
            .prepare(password)
            .map_err(|_| HashError::NotInProfile)?;
        self.seal(cost, &password, random)
    }

    /// Hashes prepared bytes under the primary pepper.
    fn seal(&self, cost: &Cost, password: &[u8], random: &mut dyn Random) -> Result<String, HashError> {
        let Some(key_id) = self.peppers.primary_id() else {
            return hash(cost, password, random);
        };
        let peppered = self.peppers.apply(key_id, password).unwrap_or_default();
        hash(cost, &peppered, random).map(|inner| pepper::seal(key_id, &inner))
    }

    /// Verifies a password against a stored text: a current hash, an old one, a wrapped or peppered one.
    ///
    /// A wrong password for a hash that is cheaper than today's costs today's hash on top, so that the time of a
    /// refusal does not tell which accounts have old hashes.
    pub fn verify(&self, password: &[u8], stored: &str) -> Result<Verified, VerifyError> {
        self.verify_input(&VerifyInput::new(password), stored)
    }

    /// [`PasswordContext::verify`] for the old formats that hash the user's name or a realm as well.
    pub fn verify_input(&self, input: &VerifyInput<'_>, stored: &str) -> Result<Verified, VerifyError> {
        self.check(input, &self.read(stored)?)
            .map(|(verified, _)| verified)
    }

    /// Verifies a password and, where the stored hash should be replaced, hashes it anew at the default cost.
    pub fn verify_and_update(
        &self,
        password: &[u8],
        stored: &str,
        random: &mut dyn Random,
    ) -> Result<VerifiedUpdate, VerifyError> {
        self.verify_input_and_update(&VerifyInput::new(password), stored, random)
    }

    /// [`PasswordContext::verify_and_update`] for the old formats that hash the user's name or a realm as well.
    pub fn verify_input_and_update(
        &self,
        input: &VerifyInput<'_>,
        stored: &str,
        random: &mut dyn Random,
    ) -> Result<VerifiedUpdate, VerifyError> {
        let stored = self.read(stored)?;
        let (verified, raw) = self.check(input, &stored)?;
        let reason = self
            .stored_reason(&stored)
            .or_else(|| raw.then_some(UpdateReason::UnicodeForm));
        let new_hash = reason.and_then(|_| self.hash(input.password, random).ok());
        Ok(VerifiedUpdate {
            verified,
            reason,
            new_hash,
        })
    }

    /// The verification, and whether it took the password's own bytes where the profile has others.
    fn check(
        &self,
        input: &VerifyInput<'_>,
        stored: &StoredPassword,
    ) -> Result<(Verified, bool), VerifyError> {
        if input.password.len() > MAX_PASSWORD_BYTES {
            return Err(VerifyError::PasswordTooLong);
        }
        let outcome = self.check_forms(input, stored);
        let refused = matches!(outcome, Err(VerifyError::Mismatch | VerifyError::Disabled));
        if refused && !self.costs_like_new(stored) {
            let _ = std::hint::black_box(self.dummy_verify(input.password));
        }
        outcome
    }

    fn check_forms(
        &self,
        input: &VerifyInput<'_>,
        stored: &StoredPassword,
    ) -> Result<(Verified, bool), VerifyError> {
        // Old systems normalised nothing.
        let current = stored.current().is_some();
        let raw = || stored.verify(input, &self.limits, &self.peppers);
        if self.profile == UnicodeProfile::Bytes || !current {
            return raw().map(|verified| (verified, false));
        }
        let prepared = self.profile.prepare(input.password).ok();
        match prepared {
            Some(prepared) if *prepared == *input.password => raw().map(|verified| (verified, false)),
            Some(prepared) => {
                let form = VerifyInput {
                    password: &prepared,
                    ..*input
                };
                match stored.verify(&form, &self.limits, &self.peppers) {
                    // Perhaps it was hashed before there was a profile.
                    Err(VerifyError::Mismatch) => raw().map(|verified| (verified, true)),
                    outcome => outcome.map(|verified| (verified, false)),
                }
            }
            None => raw().map(|verified| (verified, true)),
        }
    }

    /// Whether refusing this hash takes what refusing a new one takes.
    fn costs_like_new(&self, stored: &StoredPassword) -> bool {
        stored.outer().is_some_and(|hash| {
            let cost = hash.cost();
            cost.scheme() == self.default.scheme() && !cost.is_weaker_than(&self.default)
        })
    }

    /// Wraps an old hash, named or told from its text, in Argon2id: at the default cost where that is one, at the
    /// recommended cost otherwise, under the primary pepper where there is one. See [`wrap()`].
    pub fn wrap(
        &self,
        scheme: Option<LegacyScheme>,
        stored: &str,
        random: &mut dyn Random,
    ) -> Result<String, WrapError> {
        let cost = match self.default {
            Cost::Argon2id(_) => self.default,
            _ => Cost::recommended(Scheme::Argon2id),
        };
        wrap::wrap_with(scheme, stored, random, |digest, random| {
            self.seal(&cost, digest, random).map_err(WrapError::Hash)
        })
    }

    /// Whether a stored text should be replaced at the next login. A scheme that is not allowed counts as
    /// deprecated; a disabled account has nothing to replace.
    pub fn needs_update(&self, stored: &str) -> Result<bool, VerifyError> {
        Ok(self
            .stored_reason(&StoredPassword::parse(stored, self.assumed)?)
            .is_some())
    }

    /// Why a stored password should be replaced, the gravest reason first; `None` when it need not be.
    #[must_use]
    pub fn stored_reason(&self, stored: &StoredPassword) -> Option<UpdateReason> {
        if stored.is_disabled() {
            return None;
        }
        if stored.is_wrapped() {
            return Some(UpdateReason::Wrapped);
        }
        let Some(hash) = stored.current() else {
            return Some(UpdateReason::LegacyFormat);
        };
        self.update_reason(hash)
            .or_else(|| (stored.pepper_id() != self.peppers.primary_id()).then_some(UpdateReason::Pepper))
    }

    /// Why a hash of a current scheme should be replaced, peppers aside.
    #[must_use]
    pub fn update_reason(&self, stored: &HashString) -> Option<UpdateReason> {
        let cost = stored.cost();
        match self.allowed.get(&cost.scheme()) {
            Some(rule) if !self.deprecated.contains(&cost.scheme()) => {
                if rule.floor.is_some_and(|floor| cost.is_weaker_than(&floor)) {
                    Some(UpdateReason::WeakCost)
                } else if rule.ceiling.is_some_and(|ceiling| ceiling.is_weaker_than(&cost)) {
                    Some(UpdateReason::ExcessiveCost)
                } else {
                    stored.is_outdated().then_some(UpdateReason::OutdatedVariant)
                }
            }
            _ => Some(UpdateReason::DeprecatedScheme),
        }
    }

    /// The allowed scheme whose strings begin like `stored`; of a wrapped or peppered one, the scheme inside.
    #[must_use]
    pub fn identify(&self, stored: &str) -> Option<StoredScheme> {
        let begins = HashString::identify(stored).map(StoredScheme::Current);
        begins
            .or_else(|| {
                StoredPassword::parse(stored, self.assumed)
                    .ok()
                    .map(|stored| stored.scheme())
            })
            .filter(|scheme| self.allows(*scheme))
    }

    fn allows(&self, scheme: StoredScheme) -> bool {
        match scheme {
            StoredScheme::Current(scheme) => self.allowed.contains_key(&scheme),
            StoredScheme::Legacy(scheme) => self.legacy.contains(&scheme),
        }
    }

    /// Does for a user who does not exist what [`PasswordContext::verify`] does for one who does and has a hash
    /// at the default cost, and returns the error that a wrong password gets.
    ///
    /// The work is real. Without it, the time of an answer tells who has an account.
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
            .map(|(scheme, rule)| (&rule.cost, self.deprecated.contains(scheme)))
    }

    /// The old schemes that verify.
    pub fn legacy_schemes(&self) -> impl Iterator<Item = LegacyScheme> {
        self.legacy.iter().copied()
    }

    /// How long a verification should take at least; the shell waits.
    #[must_use]
    pub const fn min_verify_time(&self) -> MinVerifyTime {
        self.min_verify_time
    }

    /// The caps on verification.
    #[must_use]
    pub const fn limits(&self) -> &VerifyLimits {
        &self.limits
    }

    /// The old scheme of texts without a marker.
    #[must_use]
    pub const fn assumed(&self) -> Option<LegacyScheme> {
        self.assumed
    }

    /// The peppers.
    #[must_use]
    pub const fn peppers(&self) -> &Peppers {
        &self.peppers
    }

    fn read(&self, stored: &str) -> Result<StoredPassword, VerifyError> {
        let stored = StoredPassword::parse(stored, self.assumed)?;
        // What is wrapped was chosen when it was wrapped, and names its scheme: what counts is the Argon2id outside.
        let decisive = match stored.outer() {
            Some(outer) => outer.scheme().into(),
            None => stored.scheme(),
        };
        if self.allows(decisive) {
            Ok(stored)
        } else {
            Err(VerifyError::SchemeNotAllowed(decisive))
        }
    }
}

#[cfg(test)]
mod tests;
