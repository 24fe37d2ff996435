//! Audits of passwords.

use ward_inspect::{Selection, audit_password};

fn ids(text: &str, user_inputs: &[&str]) -> Vec<&'static str> {
    audit_password(text, user_inputs, &Selection::all())
        .findings
        .iter()
        .map(|finding| finding.rule)
        .collect()
}

#[test]
fn a_random_passphrase_has_no_finding() {
    let report = audit_password("plinth-gopher-absorb-quartz-nine", &[], &Selection::all());
    assert_eq!((report.score, report.findings.len()), (100, 0));
}

#[test]
fn a_common_password_leaves_next_to_no_score() {
    let report = audit_password("password", &[], &Selection::all());
    assert!(report.score <= 10);
    assert!(
        report
            .findings
            .iter()
            .any(|finding| finding.rule == "password-common")
    );
}

#[test]
fn the_empty_password_is_very_weak_and_short() {
    let found = ids("", &[]);
    assert!(found.contains(&"password-very-weak") && found.contains(&"password-short"));
}

#[test]
fn the_name_of_the_user_counts() {
    assert!(
        ids("janedoe1984", &["Jane Doe"])
            .iter()
            .any(|id| id.contains("user-input"))
    );
}

#[test]
fn white_space_at_an_end_is_found() {
    assert!(ids("plinth-gopher-absorb-quartz ", &[]).contains(&"password-edge-space"));
}

#[test]
fn eight_characters_are_not_short_in_any_script() {
    assert!(!ids("пароль12", &[]).contains(&"password-short"));
    assert!(ids("пароль1", &[]).contains(&"password-short"));
}

#[test]
fn kinds_of_characters_are_no_finding() {
    assert_eq!(ids("plinthgopherabsorbquartz", &[]), [""; 0]);
}
