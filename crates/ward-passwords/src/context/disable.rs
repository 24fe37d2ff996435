//! Taking an account's password away and giving it back, in the stored text alone.

use super::PasswordContext;
use crate::decrepit::{LegacyHash, Support};

/// There is nothing to restore: the text is not disabled, or was disabled without a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored text holds no hash to restore")]
pub struct NothingToRestore;

impl PasswordContext {
    /// The text that disables an account: `!` and the stored hash, which never verifies and is not lost. As
    /// passlib's `disable` and `usermod --lock` write it. Of a text that is disabled already, the same.
    ///
    /// ```
    /// use ward_passwords::{PasswordContext, VerifyError};
    ///
    /// let context = PasswordContext::default();
    /// let stored = "$2b$04$CCCCCCCCCCCCCCCCCCCCC.EuEAAvp4fiPQfWLjvDD5Ms5GX.wE83i";
    /// let disabled = PasswordContext::disable(Some(stored));
    /// assert_eq!(context.verify(b"", &disabled), Err(VerifyError::Disabled));
    /// assert_eq!(PasswordContext::enable(&disabled)?, stored);
    /// # Ok::<(), ward_passwords::NothingToRestore>(())
    /// ```
    #[must_use]
    pub fn disable(stored: Option<&str>) -> String {
        match stored {
            Some(stored) if stored.starts_with('!') => stored.to_owned(),
            Some(stored) => format!("!{stored}"),
            None => "!".to_owned(),
        }
    }

    /// The hash that [`PasswordContext::disable`] kept, byte for byte.
    pub fn enable(disabled: &str) -> Result<&str, NothingToRestore> {
        disabled
            .strip_prefix('!')
            .filter(|stored| !stored.is_empty() && !is_marker(stored))
            .ok_or(NothingToRestore)
    }
}

/// Whether the text says "disabled" and nothing else; `MySQL`'s `*` before a digest is a hash.
fn is_marker(text: &str) -> bool {
    LegacyHash::identify(text).is_some_and(|scheme| scheme.support() == Support::Marker)
}
