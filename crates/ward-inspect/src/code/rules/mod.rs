//! The table of code rules: one row each, with an example that must fire and one that must not.
//!
//! To add a rule, add a row to the file of its language; its examples are tests already. Patterns are expressions
//! of the `regex` crate over bytes, several lines at a time, with `^` and `$` at lines. In [`Scope::Code`] a
//! match must start outside string literals, at their quotation marks at the latest.

mod anywhere;
mod credentials;
mod go;
mod java;
mod javascript;
mod javascript_web;
mod python;
mod python_web;
mod rust;
#[cfg(test)]
mod tests;

use super::Language;
use crate::rule::Rule;

/// One row of the table.
#[derive(Debug)]
pub(crate) struct CodeRule {
    /// What reports say.
    pub(crate) rule: Rule,
    /// The languages that it applies to.
    pub(crate) languages: &'static [Language],
    /// Which part of a source it looks at.
    pub(crate) scope: Scope,
    /// Any of these is a finding. The first group that takes part, if any, is the value for `check`.
    pub(crate) patterns: &'static [&'static str],
    /// What the value has to be.
    pub(crate) check: Check,
    /// What makes a match harmless.
    pub(crate) unless: Unless,
    /// Sources in which the rule finds something.
    pub(crate) bad: &'static [(Language, &'static str)],
    /// Sources that look like it and in which the rule finds nothing.
    pub(crate) good: &'static [(Language, &'static str)],
}

/// Which part of a source a pattern may start in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Code: not in comments, and not inside string literals.
    Code,
    /// Inside string literals only.
    Literals,
    /// Anywhere, comments included.
    Everywhere,
}

/// What a matched value has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// Anything.
    Always,
    /// Not an obvious placeholder.
    NotPlaceholder,
    /// Random enough to be a key, and no placeholder.
    Random,
}

/// What makes a match harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unless {
    /// Nothing.
    Never,
    /// This pattern, in the match or after it on its last line.
    Near(&'static str),
    /// This pattern, anywhere in the source.
    InFile(&'static str),
    /// The absence of this pattern from the source.
    NotInFile(&'static str),
}

/// Every row.
pub(crate) fn all() -> impl Iterator<Item = &'static CodeRule> {
    [
        credentials::RULES,
        anywhere::RULES,
        python::RULES,
        python_web::RULES,
        javascript::RULES,
        javascript_web::RULES,
        rust::RULES,
        go::RULES,
        java::RULES,
    ]
    .into_iter()
    .flatten()
}

/// The beginning of an SQL statement that takes values, without the quotation mark before it.
macro_rules! sql {
    () => {
        r#"\s*(?i:select\b[^"'`\n]*\bfrom\b|insert\s+into\b|update\b[^"'`\n]*\bset\b|delete\s+from\b|drop\s+table\b|alter\s+table\b)"#
    };
}

/// The arguments of a call up to a point, with one level of parentheses.
macro_rules! args {
    () => {
        r"(?:[^()]|\([^()]*\))*?"
    };
}

/// A name that holds something nobody may guess.
macro_rules! unguessable {
    () => {
        r"\b\w*(?i:token|secret|password|passwd|passphrase|api_?key|nonce|salt|otp|session_?id|csrf|reset_?code|private_?key)\w*"
    };
}

use {args, sql, unguessable};
