//! Whole sources.

use super::{CodeError, Language, MAX_SOURCE_BYTES, audit_code};
use crate::report::Report;
use crate::rule::Selection;

fn audit(source: &str) -> Report {
    audit_code(source, None, &Selection::all()).unwrap()
}

fn ids(source: &str, language: Language) -> Vec<&'static str> {
    let report = audit_code(source, Some(language), &Selection::all()).unwrap();
    report.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn lines_and_columns_count_characters_from_one() {
    let report = audit_code(
        "x = 1\né = 2; pickle.loads(d)\n",
        Some(Language::Python),
        &Selection::all(),
    )
    .unwrap();
    let at = report.findings[0].location.unwrap();
    assert_eq!((at.line, at.column), (2, 8));
}

#[test]
fn windows_line_ends_do_not_shift_lines() {
    let report = audit_code(
        "a\r\nb\r\npickle.loads(d)\r\n",
        Some(Language::Python),
        &Selection::all(),
    )
    .unwrap();
    assert_eq!(report.findings[0].location.unwrap().line, 3);
}

#[test]
fn one_rule_is_reported_once_per_line() {
    assert_eq!(
        ids("a = pickle.loads(x); b = pickle.loads(y)", Language::Python),
        ["py-deserialize"]
    );
}

#[test]
fn prose_about_dangerous_calls_is_silent() {
    let source = "def f():\n    \"\"\"Never call eval(x), os.system(cmd) or yaml.load(text).\"\"\"\n    # pickle.loads(data)\n";
    assert_eq!(ids(source, Language::Python), [""; 0]);
}

#[test]
fn rules_of_other_languages_do_not_apply() {
    assert_eq!(ids("el.innerHTML = x", Language::Python), [""; 0]);
}

#[test]
fn a_source_above_the_limit_is_refused() {
    let source = " ".repeat(MAX_SOURCE_BYTES + 1);
    assert_eq!(
        audit_code(&source, None, &Selection::all()),
        Err(CodeError::TooLarge)
    );
}

#[test]
fn languages_are_guessed_from_ordinary_sources() {
    for (language, source) in [
        (
            Language::Python,
            "import os\n\ndef main():\n    os.system('ls')\n",
        ),
        (
            Language::JavaScript,
            "const x = require('fs');\nmodule.exports = { x };\n",
        ),
        (
            Language::JavaScript,
            "export default async function f(a: string) { return a === undefined }",
        ),
        (
            Language::Rust,
            "pub fn f(x: &str) -> u8 { let mut y = 0; println!(\"{x}\"); y }",
        ),
        (
            Language::Go,
            "package main\n\nfunc main() {\n\terr := f()\n\tif err != nil { panic(err) }\n}\n",
        ),
        (
            Language::Java,
            "public class A {\n  private String b;\n  public static void main(String[] a) {}\n}",
        ),
        (Language::Python, "result = eval(user_input)\nprint(result)"),
        (
            Language::Python,
            "cursor.execute(f\"SELECT * FROM users WHERE id = {uid}\")",
        ),
    ] {
        assert_eq!(Language::detect(source), Some(language), "{source}");
    }
}

#[test]
fn text_without_marks_is_no_language() {
    assert_eq!(Language::detect("hello"), None);
    assert_eq!(Language::detect(""), None);
}

#[test]
fn an_unknown_language_gets_every_rule_and_each_weakness_once() {
    let report = audit("eval(x)");
    assert_eq!(report.findings.len(), 1);
}

#[test]
fn languages_are_known_by_name_and_extension() {
    assert_eq!("TypeScript".parse(), Ok(Language::JavaScript));
    assert_eq!("rs".parse(), Ok(Language::Rust));
    assert!("cobol".parse::<Language>().is_err());
}

#[test]
fn a_call_over_several_lines_is_found_at_its_start() {
    let source = "x = 1\nsubprocess.run(\n    cmd,\n    shell=True,\n)\n";
    let report = audit_code(source, Some(Language::Python), &Selection::all()).unwrap();
    assert_eq!(report.findings[0].location.unwrap().line, 2);
}

#[test]
fn a_report_repeats_nothing_of_the_source() {
    let source = "password = 'canaryCanary9'\napi_key = 'canary8f7d6e5c4b3a2910'\neval(canary)\n";
    let report = audit_code(source, Some(Language::Python), &Selection::all()).unwrap();
    assert_eq!(report.findings.len(), 3);
    assert!(
        !serde_json::to_string(&report)
            .unwrap()
            .to_lowercase()
            .contains("canary")
    );
}

#[test]
fn findings_beyond_the_cap_are_left_out_and_the_summary_says_so() {
    let report = audit_code(
        &"eval(x)\n".repeat(3_000),
        Some(Language::Python),
        &Selection::all(),
    )
    .unwrap();
    assert_eq!(report.findings.len(), crate::report::MAX_FINDINGS);
    assert!(report.summary.contains("leaves out"));
}
