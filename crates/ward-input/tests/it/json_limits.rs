//! What a document may cost, and what is refused beyond syntax.

use serde_json::{Value, json};
use ward_input::json::{JsonError, Limits, parse};

fn refused(text: &str) -> JsonError {
    parse(text.as_bytes(), &Limits::default()).unwrap_err()
}

#[test]
fn a_document_of_exactly_the_limit_is_accepted() {
    let limits = Limits {
        max_bytes: 4,
        ..Limits::default()
    };
    assert_eq!(parse(b"true", &limits), Ok(Value::Bool(true)));
    assert_eq!(parse(b"false", &limits), Err(JsonError::TooLarge { limit: 4 }));
}

#[test]
fn depth_up_to_the_limit_is_accepted_and_one_more_refused() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(nested(64).as_bytes(), &Limits::default()).is_ok());
    assert!(matches!(refused(&nested(65)), JsonError::TooDeep { .. }));
}

#[test]
fn depth_counts_nesting_and_not_siblings() {
    let siblings = format!("[{}]", vec!["[{}]"; 1000].join(","));
    assert!(parse(siblings.as_bytes(), &Limits::default()).is_ok());
}

#[test]
fn a_depth_limit_beyond_the_stack_is_cut() {
    let deep = "[".repeat(100_000);
    let limits = Limits {
        max_depth: usize::MAX,
        ..Limits::default()
    };
    assert!(matches!(
        parse(deep.as_bytes(), &limits),
        Err(JsonError::TooDeep { .. })
    ));
}

#[test]
fn more_values_than_the_limit_are_refused() {
    let limits = Limits {
        max_values: 3,
        ..Limits::default()
    };
    assert!(parse(b"[1,2]", &limits).is_ok());
    assert_eq!(parse(b"[1,2,3]", &limits), Err(JsonError::TooManyValues));
}

#[test]
fn duplicate_names_are_refused() {
    assert!(matches!(
        refused(r#"{"a":1,"a":2}"#),
        JsonError::DuplicateName { .. }
    ));
}

#[test]
fn duplicate_names_are_found_below_the_top() {
    assert!(matches!(
        refused(r#"[{"x":{"a":1,"b":2,"a":1}}]"#),
        JsonError::DuplicateName { .. }
    ));
}

#[test]
fn names_that_are_equal_after_their_escapes_are_duplicates() {
    assert!(matches!(
        refused(r#"{"a":1,"\u0061":2}"#),
        JsonError::DuplicateName { .. }
    ));
}

#[test]
fn duplicate_names_are_found_in_large_objects() {
    let mut members: Vec<String> = (0..500).map(|i| format!(r#""k{i}":0"#)).collect();
    assert!(
        parse(
            format!("{{{}}}", members.join(",")).as_bytes(),
            &Limits::default()
        )
        .is_ok()
    );
    members.push(r#""k400":0"#.to_owned());
    assert!(matches!(
        refused(&format!("{{{}}}", members.join(","))),
        JsonError::DuplicateName { .. }
    ));
}

#[test]
fn the_same_name_in_two_objects_is_no_duplicate() {
    assert!(parse(br#"[{"a":1},{"a":1},{"b":{"a":1},"a":2}]"#, &Limits::default()).is_ok());
}

#[test]
fn trailing_data_is_refused() {
    assert_eq!(refused("{} x"), JsonError::TrailingData { offset: 3 });
}

#[test]
fn white_space_around_the_value_is_accepted() {
    assert_eq!(parse(b" \t\r\n1 \n", &Limits::default()), Ok(json!(1)));
}

#[test]
fn invalid_utf8_is_refused() {
    assert_eq!(parse(b"\"\xff\"", &Limits::default()), Err(JsonError::NotUtf8));
}

#[test]
fn a_byte_order_mark_is_refused() {
    assert!(matches!(refused("\u{feff}{}"), JsonError::Syntax { .. }));
}

#[test]
fn half_a_surrogate_pair_is_refused() {
    for text in [
        r#""\ud800""#,
        r#""\udc00""#,
        r#""\ud800\ud800""#,
        r#""\ud800x""#,
        r#""\ud83d\u0041""#,
    ] {
        assert!(matches!(refused(text), JsonError::Syntax { .. }), "{text}");
    }
}

#[test]
fn a_surrogate_pair_is_one_character() {
    assert_eq!(parse(br#""\ud83d\ude00""#, &Limits::default()), Ok(json!("😀")));
}

#[test]
fn every_short_escape_is_resolved() {
    assert_eq!(
        parse(br#""\"\\\/\b\f\n\r\t\u00e9""#, &Limits::default()),
        Ok(json!("\"\\/\u{8}\u{c}\n\r\té"))
    );
}

#[test]
fn a_signed_hexadecimal_escape_is_refused() {
    assert!(matches!(refused(r#""\u+041""#), JsonError::Syntax { .. }));
}

#[test]
fn a_raw_control_character_in_a_string_is_refused_wherever_it_stands() {
    for at in [0, 1, 31, 32, 33, 63, 64, 100] {
        let text = format!("\"{}\u{1f}{}\"", "x".repeat(at), "y".repeat(40));
        assert_eq!(refused(&text), JsonError::Syntax { offset: at + 1 });
    }
}

#[test]
fn numbers_beyond_a_double_are_refused() {
    for text in ["1e400", "-1e400", "[0, 123456789e1000]"] {
        assert!(
            matches!(refused(text), JsonError::NumberOutOfRange { .. }),
            "{text}"
        );
    }
}

#[test]
fn integers_keep_every_digit_up_to_sixty_four_bits() {
    assert_eq!(
        parse(b"18446744073709551615", &Limits::default()),
        Ok(json!(u64::MAX))
    );
    assert_eq!(
        parse(b"-9223372036854775808", &Limits::default()),
        Ok(json!(i64::MIN))
    );
}

#[test]
fn fractions_are_read_to_the_nearest_double() {
    for text in [
        "0.1",
        "2.2250738585072014e-308",
        "1.7976931348623157e308",
        "9007199254740993.0",
    ] {
        let parsed = parse(text.as_bytes(), &Limits::default())
            .unwrap()
            .as_f64()
            .unwrap();
        assert_eq!(parsed.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
    }
}
