//! Audits of e-mail addresses.

use ward_inspect::{Selection, audit_email};

fn ids(text: &str) -> Vec<&'static str> {
    audit_email(text, &Selection::all())
        .findings
        .iter()
        .map(|finding| finding.rule)
        .collect()
}

#[track_caller]
fn finds(text: &str, id: &str) {
    assert!(ids(text).contains(&id), "{text:?}: {:?}", ids(text));
}

#[test]
fn ordinary_addresses_have_no_finding() {
    for text in ["ada.lovelace@rust-lang.org", "o'brien@mail.co.uk", "a@b.io"] {
        assert_eq!(ids(text), [""; 0], "{text}");
    }
}

#[test]
fn malformed_addresses_are_found() {
    for text in [
        "",
        "ada",
        "@x.org",
        "ada@",
        "a..b@x.org",
        "ada@x..org",
        "ada@-x.org",
        "a b@x.org",
    ] {
        assert_eq!(ids(text), ["email-malformed"], "{text}");
    }
}

#[test]
fn header_injection_is_critical() {
    finds("ada@x.org\r\nBcc: eve@y.org", "email-header-injection");
    finds("ada@x.org%0aBcc: eve@y.org", "email-header-injection");
    finds("ada%0d%0a@x.org", "email-header-injection");
    assert!(audit_email("ada@x.org\n", &Selection::all()).score <= 40);
}

#[test]
fn other_control_characters_are_found() {
    finds("ada\u{0}@x.org", "email-control-character");
    finds("ada\u{202e}@x.org", "email-control-character");
}

#[test]
fn several_addresses_are_found() {
    finds("ada@x.org,eve@y.org", "email-several-addresses");
}

#[test]
fn long_addresses_are_found() {
    finds(&format!("{}@x.org", "a".repeat(65)), "email-too-long");
}

#[test]
fn unusual_forms_are_found() {
    finds("\"a b\"@x.org", "email-quoted-local");
    finds("ada@[192.0.2.1]", "email-address-literal");
    finds("ada@localhost", "email-single-label");
    finds("ada@db.internal", "email-local-domain");
    finds("ada@example.com", "email-reserved-domain");
    finds("用户@x.org", "email-utf8-local");
}

#[test]
fn imitations_are_found() {
    finds("ada@gmai1.com", "email-lookalike-domain");
    finds("ada@gmial.com", "email-lookalike-domain");
    finds("ada@bücher.de", "email-idn-domain");
    finds("ada@g\u{43e}ogle.com", "email-mixed-scripts");
}

#[test]
fn information_costs_no_points() {
    for (text, id) in [
        ("ada+tag@rust-lang.org", "email-subaddress"),
        ("postmaster@rust-lang.org", "email-role-account"),
        ("ada@mailinator.com", "email-disposable"),
    ] {
        finds(text, id);
        assert_eq!(audit_email(text, &Selection::all()).score, 100, "{text}");
    }
}
