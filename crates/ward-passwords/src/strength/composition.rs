//! Which kinds of characters a password has. Notes only: see the head of [`crate::strength`].

use super::{Issue, IssueCode};

pub(super) fn issues(password: &str, only_start_assessed: bool) -> Vec<Issue> {
    let lacks = |kind: fn(char) -> bool| !password.chars().any(kind);
    [
        (only_start_assessed, IssueCode::OnlyStartAssessed),
        (lacks(char::is_lowercase), IssueCode::NoLowercase),
        (lacks(char::is_uppercase), IssueCode::NoUppercase),
        (lacks(char::is_numeric), IssueCode::NoDigit),
        (
            lacks(|character| !character.is_alphanumeric()),
            IssueCode::NoSymbol,
        ),
    ]
    .into_iter()
    .filter(|(applies, _)| *applies)
    .map(|(_, code)| code.into())
    .collect()
}
