//! What holds for every text.

use proptest::prelude::*;
use ward_inspect::{Language, Selection, audit_code, audit_email, audit_url};

fn any_language() -> impl Strategy<Value = Option<Language>> {
    prop_oneof![
        Just(None),
        prop::sample::select(&Language::ALL[..]).prop_map(Some)
    ]
}

proptest! {
    #[test]
    fn no_text_makes_an_audit_panic(text in "\\PC{0,80}") {
        let _ = audit_url(&text, &Selection::all());
        let _ = audit_email(&text, &Selection::all());
    }

    #[test]
    fn locations_are_inside_the_source(
        language in any_language(),
        source in r#"([a-z(){}\n"'`/\\#*$]{0,3}|eval\(x\)|é|md5\.New\(\)|verify=False|password = 'Xy12zz'){0,20}"#,
    ) {
        let report = audit_code(&source, language, &Selection::all()).unwrap();
        let lines: Vec<&str> = source.split('\n').collect();
        for finding in report.findings {
            let at = finding.location.unwrap();
            prop_assert!(at.line >= 1 && at.line <= lines.len());
            prop_assert!(at.column >= 1 && at.column <= lines[at.line - 1].chars().count());
        }
    }
}
