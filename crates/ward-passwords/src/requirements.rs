//! Everything that is asked of a new password: [`Policy`]'s length and strength, a deny list, composition where a
//! rule book insists on it, and that it is not one of the account's last passwords.
//!
//! The default is SP 800-63B-4: no composition, no expiry, no reuse rule. The others are for those who are audited
//! against them.
//!
//! ```
//! use ward_passwords::{Candidate, DenyList, PasswordContext, Requirements};
//!
//! let deny = DenyList::new(["Springfield Rovers", "acme2026"]);
//! let requirements = Requirements::nist_multi_factor().deny(deny);
//! let context = PasswordContext::default();
//! let candidate = Candidate::new("Acme-2026", &context);
//! let found = requirements.check(&candidate);
//! assert_eq!(found[0].code.as_str(), "deny_listed");
//! ```

mod deny;

use serde::Deserialize;

pub use deny::DenyList;

use crate::strength::{Issue, IssueCode};
use crate::{PasswordContext, Policy};

/// Previous hashes that are compared; each costs a verification.
pub const PREVIOUS_MOST: usize = 24;

/// A new password and what is known about its account.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    /// The password.
    pub password: &'a str,
    /// Words about the user and the service, which the password must not be made of.
    pub user_inputs: &'a [&'a str],
    /// The account's stored hashes, latest first.
    pub previous: &'a [&'a str],
    /// Verifies the previous hashes.
    pub context: &'a PasswordContext,
}

impl<'a> Candidate<'a> {
    /// A password about whose account nothing is known.
    #[must_use]
    pub const fn new(password: &'a str, context: &'a PasswordContext) -> Self {
        Self {
            password,
            user_inputs: &[],
            previous: &[],
            context,
        }
    }
}

impl std::fmt::Debug for Candidate<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Candidate(..)")
    }
}

/// A rule book by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Profile {
    /// SP 800-63B-4, section 3.1.1.2, for a password that is the only factor.
    Nist,
    /// The same beside a second factor.
    NistMultiFactor,
    /// PCI DSS 4.0.1, requirements 8.3.6 and 8.3.7: 12 characters, letters and digits, none of the last four.
    #[serde(rename = "pci-dss-4")]
    PciDss4,
}

/// What is asked of a new password.
#[derive(Clone, Debug)]
pub struct Requirements {
    policy: Policy,
    deny: DenyList,
    letters: bool,
    digits: bool,
    classes: usize,
    history: usize,
}

/// Requirements in a configuration file: a profile and what differs from it. Unknown keys are errors.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RequirementsConfig {
    /// The rule book; `nist` without it.
    pub profile: Option<Profile>,
    /// Fewest characters.
    pub min_chars: Option<usize>,
    /// Lowest zxcvbn score, 0 to 4.
    pub min_score: Option<u8>,
    /// Fewest of the four classes of characters: small letters, capital letters, digits, others.
    pub min_classes: Option<usize>,
    /// How many of the account's last passwords are refused, up to [`PREVIOUS_MOST`].
    pub history: Option<usize>,
    /// Words that are refused.
    pub deny: Vec<String>,
}

impl From<&RequirementsConfig> for Requirements {
    fn from(config: &RequirementsConfig) -> Self {
        let mut requirements = Self::of(config.profile.unwrap_or(Profile::Nist));
        let policy = &mut requirements.policy;
        policy.min_chars = config.min_chars.unwrap_or(policy.min_chars);
        policy.min_score = config.min_score.unwrap_or(policy.min_score).min(4);
        requirements.classes = config.min_classes.unwrap_or(requirements.classes).min(4);
        requirements.history = config.history.unwrap_or(requirements.history).min(PREVIOUS_MOST);
        requirements.deny(DenyList::new(&config.deny))
    }
}

impl Default for Requirements {
    fn default() -> Self {
        Self::nist()
    }
}

impl Requirements {
    /// [`Profile::Nist`].
    #[must_use]
    pub fn nist() -> Self {
        Self::of(Profile::Nist)
    }

    /// [`Profile::NistMultiFactor`].
    #[must_use]
    pub fn nist_multi_factor() -> Self {
        Self::of(Profile::NistMultiFactor)
    }

    /// The requirements of a rule book.
    #[must_use]
    pub fn of(profile: Profile) -> Self {
        let base = |policy| Self {
            policy,
            deny: DenyList::default(),
            letters: false,
            digits: false,
            classes: 0,
            history: 0,
        };
        match profile {
            Profile::Nist => base(Policy::SINGLE_FACTOR),
            Profile::NistMultiFactor => base(Policy::MULTI_FACTOR),
            Profile::PciDss4 => Self {
                letters: true,
                digits: true,
                history: 4,
                ..base(Policy {
                    min_chars: 12,
                    ..Policy::MULTI_FACTOR
                })
            },
        }
    }

    /// Words that are refused, in the place of those before.
    #[must_use]
    pub fn deny(mut self, deny: DenyList) -> Self {
        self.deny = deny;
        self
    }

    /// How many of the account's last passwords are refused, up to [`PREVIOUS_MOST`].
    #[must_use]
    pub fn history(mut self, count: usize) -> Self {
        self.history = count.min(PREVIOUS_MOST);
        self
    }

    /// Length and strength.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Why a new password is refused; empty when it is accepted.
    ///
    /// With a history this verifies up to that many hashes and is as slow as they are: never on an async executor.
    /// It looks at the history last, and only where nothing else was found.
    #[must_use]
    pub fn check(&self, candidate: &Candidate<'_>) -> Vec<Issue> {
        let password = candidate.password;
        let mut found: Vec<Issue> = Vec::new();
        if self.deny.contains(password) {
            found.push(IssueCode::DenyListed.into());
        }
        found.extend(self.policy.check(password, candidate.user_inputs));
        let has = |class: fn(char) -> bool| password.chars().any(class);
        let other = |character: char| !character.is_alphanumeric();
        let classes = [
            has(char::is_lowercase),
            has(char::is_uppercase),
            has(char::is_numeric),
            has(other),
        ];
        let count = classes.iter().filter(|present| **present).count();
        if (self.letters && !has(char::is_alphabetic))
            || (self.digits && !has(char::is_numeric))
            || count < self.classes
        {
            found.push(IssueCode::TooFewClasses.into());
        }
        if found.is_empty() && self.is_reused(candidate) {
            found.push(IssueCode::Reused.into());
        }
        found
    }

    /// Whether one of the last hashes verifies. One that cannot be read is not this password; one of a disabled
    /// account is looked at behind its marker.
    fn is_reused(&self, candidate: &Candidate<'_>) -> bool {
        let password = candidate.password.as_bytes();
        candidate.previous.iter().take(self.history).any(|stored| {
            let stored = PasswordContext::enable(stored).unwrap_or(stored);
            let outcome = candidate.context.verify(password, stored);
            outcome.is_ok_and(|verified| !verified.truncated)
        })
    }
}
