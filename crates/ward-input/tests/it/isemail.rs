//! dominicsayers/isemail: each case is accepted or refused by its category, but for the listed ones.

use std::collections::BTreeMap;

use ward_input::email::EmailAddress;

/// Where Ward decides otherwise than the category of the case, by the case's id.
const DISAGREEMENTS: [(u32, &str); 3] = [
    (
        23,
        "a top-level domain is never a number (RFC 3696, section 2), and URL parsers read such names as addresses",
    ),
    (24, "a bare IPv4 address is no domain: it belongs in brackets"),
    (
        71,
        "one group may be shortened to two colons when read (RFC 4291, section 2.2)",
    ),
];

struct Case {
    id: u32,
    address: String,
    category: String,
}

fn cases() -> Vec<Case> {
    let Some(folder) = crate::vectors::suite("isemail") else {
        return Vec::new();
    };
    let text = std::fs::read_to_string(folder.join("tests.xml")).unwrap();
    let cases: Vec<_> = text
        .split("<test id=\"")
        .skip(1)
        .map(|test| Case {
            id: test.split('"').next().unwrap().parse().unwrap(),
            address: element(test, "address").chars().map(control_picture).collect(),
            category: element(test, "category"),
        })
        .collect();
    assert_eq!(cases.len(), 164);
    cases
}

fn element(case: &str, name: &str) -> String {
    let inside = case
        .split_once(&format!("<{name}>"))
        .and_then(|(_, rest)| rest.split_once(&format!("</{name}>")));
    let mut text = inside.map_or("", |(inside, _)| inside).to_owned();
    while let Some(start) = text.find("&#x") {
        let end = start + text[start..].find(';').unwrap();
        let code = u32::from_str_radix(&text[start + 3..end], 16).unwrap();
        text.replace_range(start..=end, &char::from_u32(code).unwrap().to_string());
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// The suite writes control characters as their pictures.
fn control_picture(c: char) -> char {
    match u32::from(c).checked_sub(0x2400) {
        Some(code) if code < 0x20 => char::from_u32(code).unwrap(),
        _ => c,
    }
}

/// Sound for SMTP: valid, valid but absent from DNS, and valid with unusual parts. Comments, folding white space,
/// obsolete forms and addresses that only a message header may hold are refused.
fn acceptable(category: &str) -> bool {
    matches!(
        category,
        "ISEMAIL_VALID_CATEGORY" | "ISEMAIL_DNSWARN" | "ISEMAIL_RFC5321"
    )
}

#[test]
fn every_case_is_decided_by_its_category_but_for_the_listed_ones() {
    let exceptions = BTreeMap::from(DISAGREEMENTS);
    for case in cases() {
        let accepted = EmailAddress::parse(&case.address).is_ok();
        let expected = acceptable(&case.category) != exceptions.contains_key(&case.id);
        assert_eq!(
            accepted, expected,
            "case {} {:?} {}",
            case.id, case.address, case.category
        );
    }
}

#[test]
fn accepted_cases_are_unusual_exactly_where_the_suite_says_so() {
    for case in cases().iter().filter(|case| case.category == "ISEMAIL_RFC5321") {
        if let Ok(address) = EmailAddress::parse(&case.address) {
            let notes = address.notes();
            assert!(
                notes.quoted || notes.address_literal || notes.single_label_domain,
                "case {}",
                case.id
            );
        }
    }
}
