//! The list of every rule.

use std::sync::LazyLock;

use crate::code::Language;
use crate::rule::Rule;
use crate::{code, email, password, url};

static ALL: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let code = code::rules::all().map(|row| &row.rule);
    password::RULES
        .iter()
        .chain(url::RULES)
        .chain(email::RULES)
        .chain(code)
        .copied()
        .collect()
});

/// Every rule of every target, in the order of the reference.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &ALL
}

/// The rule named `id`.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().iter().find(|rule| rule.id == id)
}

/// A piece of source that shows what a code rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The language it is in.
    pub language: Language,
    /// The source.
    pub source: &'static str,
    /// Whether the rule finds something in it.
    pub is_finding: bool,
}

/// The examples of the code rule named `id`, for a reference: what it finds, then what it lets pass. Every one is
/// checked by a test. Empty for the rules of other targets.
#[must_use]
pub fn examples(id: &str) -> Vec<Example> {
    let Some(row) = code::rules::all().find(|row| row.rule.id == id) else {
        return Vec::new();
    };
    let of = |sources: &'static [(Language, &'static str)], is_finding| {
        sources.iter().map(move |&(language, source)| Example {
            language,
            source,
            is_finding,
        })
    };
    of(row.bad, true).chain(of(row.good, false)).collect()
}
