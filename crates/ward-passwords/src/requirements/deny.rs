//! Words that are refused as passwords.

use std::collections::HashSet;

use crate::strength::similarity::fold;

/// A list of refused passwords, compared without case, separators and leet: `acme2026` refuses `Acme-2026` too.
///
/// For thousands of words of one's own. Millions of leaked ones are for a [`breach`](crate::breach) filter.
#[derive(Clone, Default)]
pub struct DenyList(HashSet<Vec<char>>);

impl DenyList {
    /// A list of words; empty ones are left out.
    #[must_use]
    pub fn new<Word: AsRef<str>>(words: impl IntoIterator<Item = Word>) -> Self {
        Self(
            words
                .into_iter()
                .map(|word| fold(word.as_ref()))
                .filter(|word| !word.is_empty())
                .collect(),
        )
    }

    /// Whether the password is in the list.
    #[must_use]
    pub fn contains(&self, password: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&fold(password))
    }

    /// The number of different words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the list refuses nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for DenyList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DenyList({} words)", self.0.len())
    }
}
