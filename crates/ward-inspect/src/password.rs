//! Passwords: how hard to guess, and why. The estimate is that of [`ward_passwords::assess`].

use ward_passwords::{IssueCode, Level, assess};

use crate::report::{Gathering, Report};
use crate::rule::{Rule, Selection, Severity, Target};

const fn rule(
    id: &'static str,
    severity: Severity,
    title: &'static str,
    message: &'static str,
    remediation: &'static str,
) -> Rule {
    // CWE-521, weak password requirements, is the one entry for a password that is easy to guess.
    Rule {
        id,
        target: Target::Password,
        severity,
        cwe: Some(521),
        title,
        message,
        remediation,
    }
}

const LONGER: &str = "Use a passphrase of several random words, or a generated password.";
const UNRELATED: &str = "Choose something that has nothing to do with you.";

/// The rules for passwords.
#[rustfmt::skip]
pub(crate) const RULES: &[Rule] = &[
    rule("password-very-weak", Severity::Critical, "Guessed at once", "Fewer than a thousand guesses find the password, which any login form allows.", LONGER),
    rule("password-weak", Severity::High, "Guessed online", "Fewer than a million guesses find the password, which a patient attack on a login form makes.", LONGER),
    rule("password-fair", Severity::Medium, "Guessed offline", "Fewer than a hundred million guesses find the password, which takes moments once its hash leaks.", LONGER),
    rule("password-short", Severity::High, "Short", "The password has fewer than 8 characters, the least that SP 800-63B-4 accepts.", LONGER),
    rule("password-edge-space", Severity::Low, "White space at an end", "The password begins or ends with white space, which forms and terminals may cut off.", "Leave it out."),
    rule("password-control-character", Severity::Low, "Control character", "The password has a control character, which many keyboards and forms cannot enter.", "Leave it out."),
    rule("password-is-user-input", Severity::High, "The user's own name", "The password is the user's own name or address.", UNRELATED),
    rule("password-contains-user-input", Severity::Medium, "Contains the user's own name", "Much of the password is the user's own name or address, forwards, backwards or nearly.", UNRELATED),
    rule("password-mentions-user-input", Severity::Info, "Mentions the user's own name", "A small part of the password is the user's own name or address.", UNRELATED),
    rule("password-common", Severity::High, "Common password", "The password is, or is built around, one of the most common ones.", LONGER),
    rule("password-word", Severity::Low, "Words", "The password is a word, a name, or a few common words.", LONGER),
    rule("password-keyboard", Severity::Low, "Keyboard pattern", "The password follows neighbouring keys.", LONGER),
    rule("password-repetition", Severity::Low, "Repetition", "The password repeats a part, which adds almost nothing.", LONGER),
    rule("password-sequence", Severity::Low, "Sequence", "The password has letters or digits in order.", LONGER),
    rule("password-date", Severity::Low, "Date", "The password has a date or a year.", UNRELATED),
    rule("password-partly-assessed", Severity::Info, "Long", "Only the first 100 characters were assessed.", "Nothing needs to be done."),
];

/// Fewest characters of a password that is the only factor beside others (SP 800-63B-4, section 3.1.1.2).
const LEAST_CHARS: usize = 8;

/// Audits a password. `user_inputs` are words that an attacker would try first: the user's name, address, the
/// service's name.
///
/// Which kinds of characters it has is no finding: composition rules make passwords worse.
#[must_use]
pub fn audit_password(value: &str, user_inputs: &[&str], selection: &Selection) -> Report {
    let mut gathering = Gathering::new(selection);
    let mut found = |id| gathering.add_by_id(RULES, id);
    let strength = assess(value, user_inputs);
    match strength.level {
        Level::VeryWeak => found("password-very-weak"),
        Level::Weak => found("password-weak"),
        Level::Fair => found("password-fair"),
        Level::Good | Level::Strong => {}
    }
    if value.chars().take(LEAST_CHARS).count() < LEAST_CHARS {
        found("password-short");
    }
    if value.trim() != value {
        found("password-edge-space");
    }
    if value.chars().any(char::is_control) {
        found("password-control-character");
    }
    for id in strength.issues.iter().filter_map(|issue| rule_of(issue.code)) {
        found(id);
    }
    gathering.finish()
}

/// The rule that says what an issue says, unless the level says it already or it is about composition.
fn rule_of(code: IssueCode) -> Option<&'static str> {
    Some(match code {
        IssueCode::IsUserInput => "password-is-user-input",
        IssueCode::ContainsUserInput | IssueCode::ReversedUserInput | IssueCode::SimilarToUserInput => {
            "password-contains-user-input"
        }
        IssueCode::MentionsUserInput => "password-mentions-user-input",
        IssueCode::CommonPassword | IssueCode::ContainsCommonPassword => "password-common",
        IssueCode::SingleWord | IssueCode::Words | IssueCode::Name => "password-word",
        IssueCode::Keyboard => "password-keyboard",
        IssueCode::Repetition => "password-repetition",
        IssueCode::Sequence => "password-sequence",
        IssueCode::Date => "password-date",
        IssueCode::OnlyStartAssessed => "password-partly-assessed",
        _ => return None,
    })
}
