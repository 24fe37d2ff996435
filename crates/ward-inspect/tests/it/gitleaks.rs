//! gitleaks' own examples for the token forms that Ward looks for: true positives are found, false positives not.
//! Most of its true positives are random strings made when its tests run, and are not in the vectors.

use ward_inspect::{Language, Selection, audit_code};

fn literals() -> Option<serde_json::Value> {
    let root = std::env::var_os("WARD_VECTORS").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors"),
        std::path::PathBuf::from,
    );
    let Ok(bytes) = std::fs::read(root.join("secrets-gitleaks/rule_literals.json")) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "the vector suite secrets-gitleaks is missing"
        );
        eprintln!("skipped 1 suite: secrets-gitleaks is not in the vectors folder");
        return None;
    };
    Some(serde_json::from_slice(&bytes).unwrap())
}

fn cases(file: &str, kind: &str) -> Vec<String> {
    let Some(all) = literals() else { return Vec::new() };
    let cases: Vec<String> = all[file][kind]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c.as_str().unwrap().to_owned())
        .collect();
    assert!(!cases.is_empty());
    cases
}

fn fires(rule: &str, source: &str) -> bool {
    let report = audit_code(
        source,
        Some(Language::Python),
        &Selection::parse(&[rule]).unwrap(),
    )
    .unwrap();
    !report.findings.is_empty()
}

#[test]
fn slack_webhooks_are_found() {
    for case in cases("slack", "tps") {
        assert!(fires("secret-slack-token", &case), "{case}");
    }
}

#[test]
fn slack_false_positives_are_not_found() {
    for case in cases("slack", "fps") {
        assert!(!fires("secret-slack-token", &case), "{case}");
    }
}

#[test]
fn aws_false_positives_are_not_found() {
    for case in cases("aws", "fps") {
        assert!(!fires("secret-aws-access-key", &case), "{case}");
    }
}

#[test]
fn a_public_pgp_key_is_no_token() {
    for case in cases("jwt", "fps") {
        assert!(!fires("secret-jwt", &case) && !fires("secret-private-key", &case));
    }
}
