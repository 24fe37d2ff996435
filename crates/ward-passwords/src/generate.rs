//! New passwords, passphrases and PINs, with the entropy that they have.
//!
//! Every result is drawn with equal probability from the set that its rules describe, by rejection: no remainders,
//! no shuffled-in minimums. So the entropy printed is the logarithm of the size of that set and nothing less.
//!
//! ```
//! use ward_passwords::generate::{PassphraseRules, PasswordRules, passphrase, password, pin};
//! use ward_secret::SystemRandom;
//!
//! let made = password(&PasswordRules::default(), &mut SystemRandom)?;
//! assert_eq!(made.secret.expose().len(), 20);
//! assert!(made.entropy_bits > 128.0);
//!
//! let made = passphrase(&PassphraseRules::default(), &mut SystemRandom)?;
//! assert_eq!(made.secret.expose().split('-').count(), 6);
//! assert_eq!(pin(6, &mut SystemRandom)?.secret.expose().len(), 6);
//! # Ok::<(), ward_passwords::generate::GenerateError>(())
//! ```

mod password;
mod phrase;
mod pin;
mod uniform;

use ward_secret::SecretString;

pub use password::{Class, ClassRule, PasswordRules, password};
pub use phrase::{PassphraseRules, passphrase, words};
pub use pin::{pin, pronounceable};

/// A new secret and its entropy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The secret.
    pub secret: SecretString,
    /// The binary logarithm of the number of equally likely results.
    pub entropy_bits: f64,
}

/// Why nothing was generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GenerateError {
    /// Fewer or more characters, words or digits than the function makes.
    #[error("the length must be between {least} and {most}")]
    Length {
        /// The least.
        least: usize,
        /// The most.
        most: usize,
    },
    /// No class of characters is left.
    #[error("the rules leave no characters to choose from")]
    NoCharacters,
    /// The minimums of the classes add up to more than the length.
    #[error("the minimums of the classes add up to more than the length")]
    MinimumsTooMany,
    /// Fewer than one in ten thousand passwords of the classes meets the minimums. Drop the classes that are hardly
    /// allowed.
    #[error("the minimums leave too few of the passwords that the classes allow")]
    TooNarrow,
}
