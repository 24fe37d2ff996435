//! The list of rules as users see it.

use std::collections::BTreeSet;

use ward_inspect::{Selection, Target, UnknownRule, rule, rules};

#[test]
fn every_id_stands_once_and_names_its_target() {
    let mut seen = BTreeSet::new();
    for rule in rules() {
        assert!(seen.insert(rule.id), "{}", rule.id);
        assert!(
            rule.id
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        );
        match rule.target {
            Target::Password => assert!(rule.id.starts_with("password-")),
            Target::Url => assert!(rule.id.starts_with("url-")),
            Target::Email => assert!(rule.id.starts_with("email-")),
            Target::Code => assert!(
                ["secret-", "code-", "py-", "js-", "rs-", "go-", "java-"]
                    .iter()
                    .any(|p| rule.id.starts_with(p))
            ),
        }
    }
}

#[test]
fn every_rule_says_what_and_what_to_do_in_sentences() {
    for rule in rules() {
        assert!(
            !rule.title.is_empty() && !rule.title.ends_with('.'),
            "{}",
            rule.id
        );
        assert!(
            rule.message.ends_with('.') && rule.remediation.ends_with('.'),
            "{}",
            rule.id
        );
    }
}

#[test]
fn a_rule_is_found_by_its_id() {
    assert_eq!(rule("py-eval").map(|rule| rule.cwe), Some(Some(95)));
    assert_eq!(rule("py-evil"), None);
}

#[test]
fn a_filter_selects_by_id_or_prefix() {
    let selection = Selection::parse(&["py-eval", "url-host"]).unwrap();
    assert!(selection.contains("py-eval") && selection.contains("url-host-private"));
    assert!(!selection.contains("py-sql-format"));
}

#[test]
fn no_filter_selects_everything() {
    assert_eq!(Selection::parse::<&str>(&[]), Ok(Selection::all()));
}

#[test]
fn a_filter_that_fits_no_rule_is_refused_by_its_position() {
    assert_eq!(
        Selection::parse(&["py-", "pyy-"]),
        Err(UnknownRule { position: 2 })
    );
    assert_eq!(Selection::parse(&[""]), Err(UnknownRule { position: 1 }));
}
