//! The list of every rule.

use std::sync::LazyLock;

use crate::rule::Rule;
use crate::{code, email, password, url};

static ALL: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let code = code::rules::all().map(|row| &row.rule);
    password::RULES.iter().chain(url::RULES).chain(email::RULES).chain(code).copied().collect()
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
