//! The patterns in which zxcvbn would guess a weak password, as issues.

use zxcvbn::Entropy;
use zxcvbn::matching::Match;
use zxcvbn::matching::patterns::MatchPattern;

use super::{Issue, IssueCode};

/// Patterns of the cheapest way to guess the password, in its order. A password that scores 3 or more has none:
/// a word in a long passphrase is no fault.
pub(super) fn issues(estimate: &Entropy) -> Vec<Issue> {
    if u8::from(estimate.score()) >= 3 {
        return Vec::new();
    }
    let alone = estimate.sequence().len() == 1;
    estimate
        .sequence()
        .iter()
        .filter_map(|part| code(part, alone))
        .map(Issue::from)
        .collect()
}

fn code(part: &Match, alone: bool) -> Option<IssueCode> {
    Some(match &part.pattern {
        // The names of the dictionaries are in a private module of the estimator; their rendering is not.
        MatchPattern::Dictionary(word) => match format!("{:?}", word.dictionary_name).as_str() {
            "Passwords" if alone => IssueCode::CommonPassword,
            "Passwords" => IssueCode::ContainsCommonPassword,
            "FemaleNames" | "MaleNames" | "Surnames" => IssueCode::Name,
            "UserInputs" => IssueCode::ContainsUserInput,
            _ if alone => IssueCode::SingleWord,
            _ => IssueCode::Words,
        },
        MatchPattern::Spatial(_) => IssueCode::Keyboard,
        MatchPattern::Repeat(_) => IssueCode::Repetition,
        MatchPattern::Sequence(_) => IssueCode::Sequence,
        MatchPattern::Regex(_) | MatchPattern::Date(_) => IssueCode::Date,
        MatchPattern::BruteForce => return None,
    })
}
