//! Every row against its own examples, and the table as a whole.

use std::collections::BTreeSet;

use super::{CodeRule, all};
use crate::code::{Language, audit_code};
use crate::rule::Selection;

fn fires(row: &CodeRule, language: Language, source: &str) -> bool {
    let selection = Selection::parse(&[row.rule.id]).unwrap();
    let report = audit_code(source, Some(language), &selection).unwrap();
    report.findings.iter().any(|finding| finding.rule == row.rule.id)
}

#[test]
fn every_row_fires_on_its_bad_examples() {
    let silent: Vec<_> = all()
        .flat_map(|row| {
            row.bad
                .iter()
                .map(move |(language, source)| (row, *language, *source))
        })
        .filter(|(row, language, source)| !fires(row, *language, source))
        .map(|(row, _, source)| (row.rule.id, source))
        .collect();
    assert_eq!(silent, []);
}

#[test]
fn every_row_is_silent_on_its_good_examples() {
    let loud: Vec<_> = all()
        .flat_map(|row| {
            row.good
                .iter()
                .map(move |(language, source)| (row, *language, *source))
        })
        .filter(|(row, language, source)| fires(row, *language, source))
        .map(|(row, _, source)| (row.rule.id, source))
        .collect();
    assert_eq!(loud, []);
}

#[test]
fn every_row_has_both_kinds_of_example() {
    for row in all() {
        assert!(!row.bad.is_empty() && !row.good.is_empty(), "{}", row.rule.id);
        assert!(
            row.bad
                .iter()
                .chain(row.good)
                .all(|(language, _)| row.languages.contains(language)),
            "{}",
            row.rule.id
        );
    }
}

#[test]
fn bad_examples_stay_bad_when_commented_out_only_for_recognisable_tokens() {
    for row in all().filter(|row| row.scope != super::Scope::Everywhere) {
        for (language, source) in row.bad {
            let mark = if *language == Language::Python {
                "# "
            } else {
                "// "
            };
            let commented = format!("{mark}{}", source.replace('\n', &format!("\n{mark}")));
            assert!(!fires(row, *language, &commented), "{}", row.rule.id);
        }
    }
}

#[test]
fn there_are_at_least_sixty_rows_and_five_per_language() {
    assert!(all().count() >= 60);
    for language in Language::ALL {
        let own = all().filter(|row| row.languages == [language]).count();
        assert!(own >= 5, "{language:?} has {own}");
    }
}

#[test]
fn ids_stand_once() {
    let ids: BTreeSet<_> = all().map(|row| row.rule.id).collect();
    assert_eq!(ids.len(), all().count());
}
