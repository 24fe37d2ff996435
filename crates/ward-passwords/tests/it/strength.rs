//! Scores beside the reference implementation's, and every weakness by its code.

use ward_passwords::{IssueCode, Level, Severity, assess};

use crate::vectors::json;

fn weaknesses(password: &str, user_inputs: &[&str]) -> Vec<&'static str> {
    let issues = assess(password, user_inputs).issues;
    issues
        .iter()
        .filter(|issue| issue.severity == Severity::Weakness)
        .map(|issue| issue.code.as_str())
        .collect()
}

#[test]
fn scores_agree_with_zxcvbn_for_python() {
    let Some(suite) = json("zxcvbn/zxcvbn_python_4.5.0.json") else {
        return;
    };
    let (mut agree, mut differ) = (0, Vec::new());
    for case in suite.as_array().unwrap() {
        let password = case["password"].as_str().unwrap();
        let (theirs, ours) = (case["score"].as_u64().unwrap(), assess(password, &[]));
        if u64::from(ours.score) == theirs {
            agree += 1;
        } else {
            differ.push((password.to_owned(), theirs, ours.score, ours.guesses_log10));
        }
        let distance = (ours.guesses_log10 - case["guesses_log10"].as_f64().unwrap()).abs();
        if distance > 0.5 {
            eprintln!(
                "{password}: log10 guesses {} there, {} here",
                case["guesses_log10"], ours.guesses_log10
            );
        }
    }
    eprintln!(
        "zxcvbn: {agree} scores agree, {} differ: {differ:?}",
        differ.len()
    );
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn levels_name_the_scores() {
    let names = ["Very Weak", "Weak", "Fair", "Good", "Strong"];
    let levels = [
        Level::VeryWeak,
        Level::Weak,
        Level::Fair,
        Level::Good,
        Level::Strong,
    ];
    assert_eq!(levels.map(Level::name), names);
    assert!(levels.is_sorted());
}

#[test]
fn an_empty_password_scores_zero_with_finite_guesses() {
    let strength = assess("", &[]);
    assert_eq!((strength.score, strength.level), (0, Level::VeryWeak));
    assert!(strength.guesses_log10.abs() < f64::EPSILON);
}

#[test]
fn a_common_password_is_named_so() {
    assert_eq!(weaknesses("password", &[]), ["common_password"]);
}

#[test]
fn a_single_word_is_named_so() {
    assert_eq!(weaknesses("lanterns", &[]), ["single_word"]);
}

#[test]
fn a_keyboard_row_is_named_so() {
    assert!(weaknesses("zxcdsaqwe", &[]).contains(&"keyboard_pattern"));
}

#[test]
fn a_repetition_is_named_so() {
    assert_eq!(weaknesses("kkkkkkkkkkkk", &[]), ["repetition"]);
}

#[test]
fn a_sequence_is_named_so() {
    assert!(weaknesses("ghijklmnop", &[]).contains(&"sequence"));
}

#[test]
fn a_date_is_named_so() {
    assert!(weaknesses("13.08.1987", &[]).contains(&"date"));
}

#[test]
fn a_weak_password_without_a_pattern_still_has_a_reason() {
    assert_eq!(weaknesses("x7Q", &[]), ["guessable"]);
}

#[test]
fn the_users_name_is_found_in_any_case_and_in_leet() {
    for password in ["janedoe", "JaneDoe", "j4n3d0e", "Jane-Doe", "ｊａｎｅｄｏｅ"] {
        assert!(
            weaknesses(password, &["Jane Doe"]).contains(&"is_user_input"),
            "{password}"
        );
    }
}

#[test]
fn a_name_with_a_year_is_found() {
    assert!(weaknesses("doejane84", &["Doejane Smith"]).contains(&"contains_user_input"));
}

#[test]
fn a_name_backwards_is_found() {
    assert!(weaknesses("htimsnaj1", &["Jansmith"]).contains(&"reversed_user_input"));
}

#[test]
fn a_name_with_two_letters_changed_is_found() {
    assert!(weaknesses("wilhelmenya", &["Wilhelmina"]).contains(&"similar_to_user_input"));
}

#[test]
fn the_local_part_and_the_domain_of_an_address_are_found() {
    let address = &["jane.q.public@megacorp.example"];
    assert!(weaknesses("janeqpublic1", address).contains(&"contains_user_input"));
    assert!(weaknesses("megacorp!", address).contains(&"contains_user_input"));
}

#[test]
fn a_short_name_in_a_long_password_is_a_note() {
    let issues = assess("wimple crayfish jane lantern", &["Jane"]).issues;
    let found = issues
        .iter()
        .find(|issue| issue.code == IssueCode::MentionsUserInput)
        .unwrap();
    assert_eq!(found.severity, Severity::Note);
}

#[test]
fn a_password_unlike_the_user_is_not_accused() {
    assert!(
        weaknesses(
            "wimple crayfish lantern",
            &["Jane Doe", "jane@example.org", "", "@", "x"]
        )
        .is_empty()
    );
}

#[test]
fn missing_kinds_of_characters_are_notes() {
    let issues = assess("wimplecrayfishlantern", &[]).issues;
    let notes: Vec<_> = issues.iter().map(|issue| (issue.code, issue.severity)).collect();
    assert_eq!(
        notes,
        [
            (IssueCode::NoUppercase, Severity::Note),
            (IssueCode::NoDigit, Severity::Note),
            (IssueCode::NoSymbol, Severity::Note)
        ]
    );
}

#[test]
fn only_the_first_100_characters_are_assessed_and_that_is_said() {
    let long = format!("{}{}", "k".repeat(100), "wimple crayfish lantern oboe");
    let strength = assess(&long, &[]);
    assert!(strength.score < 3);
    assert!(
        strength
            .issues
            .iter()
            .any(|issue| issue.code == IssueCode::OnlyStartAssessed)
    );
}

#[test]
fn a_mebibyte_is_assessed_by_its_beginning() {
    assert!(assess(&"ü7".repeat(1 << 19), &["Jane"]).score < 4);
}

#[test]
fn thousands_of_user_inputs_are_cut_off() {
    let mut inputs = vec!["filler"; 32];
    inputs.push("Wilhelmina");
    assert!(!weaknesses("wilhelmina", &inputs).contains(&"is_user_input"));
}

#[test]
fn codes_are_unique_and_messages_quote_nothing() {
    let mut seen = std::collections::BTreeSet::new();
    for code in IssueCode::ALL {
        assert!(seen.insert(code.as_str()), "{code:?}");
    }
    for issue in assess("hunter2hunter2", &["hunter2hunter2"]).issues {
        assert!(!issue.message.contains("hunter"));
    }
}
