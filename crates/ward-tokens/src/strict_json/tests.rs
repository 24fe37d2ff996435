use super::object;

#[test]
fn an_object_keeps_every_kind_of_value() {
    let map = object(br#" {"a":[1,-2,0.5,null,true],"b":{"c":"\u00e9"}} "#).unwrap();
    assert_eq!(
        serde_json::to_string(&map).unwrap(),
        r#"{"a":[1,-2,0.5,null,true],"b":{"c":"é"}}"#
    );
}

#[test]
fn a_name_twice_is_refused_at_any_depth_and_through_escapes() {
    for text in [
        r#"{"a":1,"a":1}"#,
        r#"{"x":{"a":1,"a":2}}"#,
        r#"{"x":[{"a":1,"a":2}]}"#,
        r#"{"a":1,"\u0061":2}"#,
    ] {
        assert!(object(text.as_bytes()).is_none(), "{text}");
    }
}

#[test]
fn anything_but_one_object_is_refused() {
    for text in [
        "",
        "[]",
        "1",
        "\"a\"",
        "null",
        "{}{}",
        "{} x",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":1e999}",
        "\u{feff}{}",
    ] {
        assert!(object(text.as_bytes()).is_none(), "{text}");
    }
    assert!(object(b"{\"a\":\"\xff\"}").is_none());
}

#[test]
fn nesting_stops_at_64() {
    let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    assert!(object(nested(63).as_bytes()).is_some());
    assert!(object(nested(64).as_bytes()).is_none());
}
