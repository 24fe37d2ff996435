//! Source code: hard-coded secrets, injection, weak cryptography, switched-off checks.
//!
//! Matching is by pattern, on text whose comments are blanked and whose string literals are known, so that prose
//! and disabled code do not fire. It has no data flow: a finding says "look here", and a clean report does not say
//! that the code is sound. Tokens that are recognisable by themselves (an AWS key, a private key) are looked for
//! in comments too, because a secret in a comment is as public as one in code.

mod language;
mod lexer;
mod matcher;
pub(crate) mod rules;
mod secrets;
#[cfg(test)]
mod tests;

pub use language::Language;

use crate::report::Report;
use crate::rule::Selection;

/// Largest source looked at, in bytes.
pub const MAX_SOURCE_BYTES: usize = 1 << 20;

/// Why a source was not audited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodeError {
    /// The source is longer than 1 MiB.
    #[error("the source is longer than 1,048,576 bytes")]
    TooLarge,
}

/// Audits source code. Without a `language` it is [detected](Language::detect); where that fails every rule
/// applies and comments are not recognised.
///
/// The time is linear in the length of the source, whatever it holds.
pub fn audit_code(
    source: &str,
    language: Option<Language>,
    selection: &Selection,
) -> Result<Report, CodeError> {
    if source.len() > MAX_SOURCE_BYTES {
        return Err(CodeError::TooLarge);
    }
    Ok(matcher::run(
        source,
        language.or_else(|| Language::detect(source)),
        selection,
    ))
}
