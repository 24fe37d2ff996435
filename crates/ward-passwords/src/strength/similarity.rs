//! Whether a password is made from what everybody knows about its user.
//!
//! Password and words are folded alike before they meet: compatibility forms and case (NFKC, lower case),
//! separators, and the substitutions of "leet" writing. A word counts where it makes up at least half of the
//! password; the four letters of a name inside a long passphrase are only mentioned.

use unicode_normalization::UnicodeNormalization as _;

use super::{Issue, IssueCode};

/// Shortest word, in characters, that is searched inside a password. Shorter ones are in everything.
const WORD_LEAST: usize = 4;
/// Characters of one user input that are looked at.
const INPUT_MOST: usize = 100;

/// The words of the user's inputs, lower case: each input without its separators, and each of its parts.
pub(super) fn words<'a>(inputs: impl Iterator<Item = &'a &'a str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for input in inputs {
        let input: String = input
            .chars()
            .take(INPUT_MOST)
            .nfkc()
            .flat_map(char::to_lowercase)
            .collect();
        let parts: Vec<&str> = input
            .split(|character: char| !character.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .collect();
        // `jane.doe@example.org`: also what stands before the @, joined.
        let local = input.split('@').next().unwrap_or_default();
        let joined = |text: &str| {
            text.chars()
                .filter(|character| character.is_alphanumeric())
                .collect()
        };
        for word in parts
            .into_iter()
            .map(str::to_owned)
            .chain([joined(local), joined(&input)])
        {
            if word.chars().count() >= WORD_LEAST && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}

/// Undoes case, separators and leet. Characters that stand for one another (`1`, `!`, `l`, `i`) become one.
pub(crate) fn fold(text: &str) -> Vec<char> {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .map(|character| match character {
            '0' => 'o',
            '1' | '!' | '|' | 'l' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' | '+' => 't',
            '8' => 'b',
            '9' => 'g',
            other => other,
        })
        .filter(|character| character.is_alphanumeric())
        .collect()
}

/// What a password has in common with the words about its user, gravest first, at most one of each kind.
pub(super) fn issues(password: &str, words: &[String]) -> Vec<Issue> {
    let password = fold(password);
    let mut found: Vec<IssueCode> = words
        .iter()
        .filter_map(|word| relation(&password, &fold(word)))
        .collect();
    found.sort_by_key(|code| IssueCode::ALL.iter().position(|listed| listed == code));
    found.dedup();
    if found.len() > 1 {
        // A name that makes up the password also occurs in it: the note would only repeat that.
        found.retain(|code| *code != IssueCode::MentionsUserInput);
    }
    found.into_iter().map(Issue::from).collect()
}

fn relation(password: &[char], word: &[char]) -> Option<IssueCode> {
    if word.len() < WORD_LEAST || password.is_empty() {
        return None;
    }
    let reversed: Vec<char> = word.iter().rev().copied().collect();
    let covers_half = word.len().saturating_mul(2) >= password.len();
    if password == word {
        Some(IssueCode::IsUserInput)
    } else if contains(password, word) {
        Some(if covers_half {
            IssueCode::ContainsUserInput
        } else {
            IssueCode::MentionsUserInput
        })
    } else if covers_half && contains(password, &reversed) {
        Some(IssueCode::ReversedUserInput)
    } else if is_near(password, word) || is_near(password, &reversed) {
        Some(IssueCode::SimilarToUserInput)
    } else {
        None
    }
}

fn contains(text: &[char], part: &[char]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// Whether at most one edit in four characters, and at most three, turn one into the other.
fn is_near(left: &[char], right: &[char]) -> bool {
    let allowed = left.len().min(right.len()).div_euclid(4).min(3);
    left.len().abs_diff(right.len()) <= allowed && edits(left, right) <= allowed
}

/// Levenshtein's distance, by rows.
fn edits(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, character) in left.iter().enumerate() {
        let mut diagonal = above;
        let mut before = above.saturating_add(1);
        for (cell, other) in row.iter_mut().skip(1).zip(right) {
            let substituted = diagonal.saturating_add(usize::from(character != other));
            diagonal = *cell;
            before = substituted
                .min(cell.saturating_add(1))
                .min(before.saturating_add(1));
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = above.saturating_add(1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(left: &str, right: &str) -> usize {
        edits(
            &left.chars().collect::<Vec<_>>(),
            &right.chars().collect::<Vec<_>>(),
        )
    }

    #[test]
    fn edits_count_insertions_deletions_and_substitutions() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("flaw", "lawn"), 2);
        assert_eq!(distance("same", "same"), 0);
    }

    #[test]
    fn words_of_an_address_are_its_parts_its_local_part_and_the_whole() {
        let words = words([&"Jane.Doe@Example.org"].into_iter());
        assert_eq!(words, ["jane", "example", "janedoe", "janedoeexampleorg"]);
    }

    #[test]
    fn folding_undoes_leet_case_and_full_width_forms() {
        assert_eq!(fold("J4n3-D0€").iter().collect::<String>(), "janedo");
        assert_eq!(fold("ＪＡＮＥ").iter().collect::<String>(), "jane");
    }
}
