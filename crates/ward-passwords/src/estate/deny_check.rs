//! Which accounts have a password from a list. For the operator's own table: it is the attack, done first.

use super::Account;
use crate::decrepit::VerifyInput;
use crate::{PasswordContext, StoredPassword, VerifyError};

/// An account whose password is in the list. Which password it is, is not said.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DenyFinding {
    /// The row, counted from 0.
    pub row: u64,
    /// The account's id.
    pub id: String,
    /// Whether the password is the account's own id or name.
    pub is_user_name: bool,
}

/// Tries a list of passwords, and each account's own name, against accounts, as an iterator of findings.
///
/// Every step costs verifications, so it runs in a pool of threads and stops for good after a number of them;
/// [`DenyCheck::next`] may be called from a loop that also watches the time.
pub struct DenyCheck<'a, Accounts> {
    accounts: Accounts,
    words: &'a [&'a [u8]],
    context: &'a PasswordContext,
    row: u64,
    spent: u64,
    most: u64,
    skipped: u64,
}

impl<'a, Accounts: Iterator<Item = Account<'a>>> DenyCheck<'a, Accounts> {
    /// A check of `accounts` against `words` that makes at most `most` verifications.
    pub const fn new(
        accounts: Accounts,
        words: &'a [&'a [u8]],
        context: &'a PasswordContext,
        most: u64,
    ) -> Self {
        Self {
            accounts,
            words,
            context,
            row: 0,
            spent: 0,
            most,
            skipped: 0,
        }
    }

    /// Verifications so far.
    pub const fn spent(&self) -> u64 {
        self.spent
    }

    /// Rows so far.
    pub const fn rows(&self) -> u64 {
        self.row
    }

    /// Rows that were not checked, because they are unreadable, disabled or too costly.
    pub const fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Whether the check stopped before the last account because its verifications were spent.
    pub const fn is_exhausted(&self) -> bool {
        self.spent >= self.most
    }

    /// Whether this password is the account's; an error means that the account cannot be checked.
    fn is_password(
        &mut self,
        stored: &StoredPassword,
        account: &Account<'_>,
        word: &[u8],
    ) -> Result<bool, ()> {
        self.spent = self.spent.saturating_add(1);
        let input = VerifyInput::of_user(word, account.user.unwrap_or(account.id));
        match stored.verify(&input, self.context.limits(), self.context.peppers()) {
            Ok(_) => Ok(true),
            Err(VerifyError::Mismatch | VerifyError::PasswordTooLong) => Ok(false),
            Err(_) => Err(()),
        }
    }

    /// Whether the account's password is its name or in the list: `Some(is_user_name)`.
    fn judge(&mut self, account: &Account<'_>) -> Result<Option<bool>, ()> {
        let stored = StoredPassword::parse(account.stored, self.context.assumed()).map_err(|_| ())?;
        for name in [Some(account.id), account.user].into_iter().flatten() {
            if self.is_password(&stored, account, name.as_bytes())? {
                return Ok(Some(true));
            }
        }
        for word in self.words {
            if self.is_exhausted() {
                break;
            }
            if self.is_password(&stored, account, word)? {
                return Ok(Some(false));
            }
        }
        Ok(None)
    }
}

impl<'a, Accounts: Iterator<Item = Account<'a>>> Iterator for DenyCheck<'a, Accounts> {
    type Item = DenyFinding;

    fn next(&mut self) -> Option<DenyFinding> {
        while !self.is_exhausted() {
            let account = self.accounts.next()?;
            let row = self.row;
            self.row = row.saturating_add(1);
            match self.judge(&account) {
                Ok(Some(is_user_name)) => {
                    return Some(DenyFinding {
                        row,
                        id: account.id.to_owned(),
                        is_user_name,
                    });
                }
                Ok(None) => {}
                Err(()) => self.skipped = self.skipped.saturating_add(1),
            }
        }
        None
    }
}
