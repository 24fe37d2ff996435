//! Audits of URLs.

use ward_inspect::{Report, Selection, audit_url};

fn audit(text: &str) -> Report {
    audit_url(text, &Selection::all())
}

fn ids(text: &str) -> Vec<&'static str> {
    audit(text).findings.iter().map(|finding| finding.rule).collect()
}

#[track_caller]
fn finds(text: &str, id: &str) {
    assert!(ids(text).contains(&id), "{text}: {:?}", ids(text));
}

#[test]
fn ordinary_links_have_no_finding() {
    for text in [
        "https://www.rust-lang.org/learn?q=a%20b&page=2#top",
        "https://github.com/rust-lang/rust/pull/1",
        "https://shop.example.co.uk/a-b_c/~d;e=1?x=%E2%82%AC&next=/home",
        "https://en.wikipedia.org/wiki/C%2B%2B",
        "https://discount.example/100%25",
    ] {
        assert_eq!(ids(text), [""; 0], "{text}");
        assert_eq!(audit(text).score, 100);
    }
}

#[test]
fn schemes_are_judged() {
    finds("http://example.net/", "url-not-https");
    finds("javascript:alert(1)", "url-scheme-script");
    finds("JaVaScRiPt:alert(1)", "url-scheme-script");
    finds("java\nscript:alert(1)", "url-scheme-script");
    finds("vbscript:msgbox(1)", "url-scheme-script");
    finds("data:text/html,<script>", "url-scheme-data");
    finds("file:///etc/passwd", "url-scheme-file");
    finds("gopher://example.net/", "url-scheme-unusual");
}

#[test]
fn credentials_are_found() {
    finds("https://user:pw@example.net/", "url-credentials");
    finds("https://user@example.net/", "url-credentials");
}

#[test]
fn an_at_sign_that_hides_the_host_is_found() {
    finds("https://bank.example@evil.example/", "url-at-sign");
}

#[test]
fn every_spelling_of_loopback_is_found() {
    for text in [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://0.0.0.0/",
        "http://localhost/",
        "http://a.localhost./",
        "http://１２７.０.０.１/",
    ] {
        finds(text, "url-host-loopback");
    }
}

#[test]
fn disguised_addresses_are_found_as_such() {
    finds("http://2130706433/", "url-host-ip-hidden");
    assert!(!ids("http://127.0.0.1/").contains(&"url-host-ip-hidden"));
}

#[test]
fn metadata_addresses_are_found_in_every_form() {
    for text in [
        "http://169.254.169.254/latest/meta-data/",
        "http://2852039166/",
        "http://[::ffff:169.254.169.254]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://metadata.google.internal/",
        "http://[fd00:ec2::254]/",
    ] {
        finds(text, "url-host-metadata");
    }
}

#[test]
fn private_addresses_are_found() {
    for text in [
        "https://10.0.0.1/",
        "https://192.168.1.1/",
        "https://169.254.0.1/",
        "https://100.64.0.1/",
        "https://[fd00::1]/",
    ] {
        finds(text, "url-host-private");
    }
    finds("https://192.0.2.1/", "url-host-special");
    finds("https://[2002:a00:1::]/", "url-host-embedded");
}

#[test]
fn local_names_are_found() {
    finds("https://intranet/", "url-host-local-name");
    finds("https://db.internal/", "url-host-local-name");
}

#[test]
fn international_hosts_are_found() {
    finds("https://xn--bcher-kva.example/", "url-host-punycode");
    finds("https://p\u{430}ypal.com/", "url-host-mixed-scripts");
    finds("https://p\u{430}ypal.com/", "url-host-lookalike");
    finds("https://paypa1.com/", "url-host-lookalike");
}

#[test]
fn ports_are_judged() {
    finds("https://example.net:6379/", "url-port-service");
    finds("https://example.net:4444/", "url-port-unusual");
    assert_eq!(ids("https://example.net:8443/"), [""; 0]);
}

#[test]
fn redirect_parameters_that_lead_away_are_found() {
    for value in [
        "https://evil.example",
        "//evil.example",
        "https%3A%2F%2Fevil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "%09//evil.example",
    ] {
        finds(
            &format!("https://example.net/login?next={value}"),
            "url-redirect-parameter",
        );
    }
    for value in ["/home", "home", "a.example:8443/x", ""] {
        assert!(
            !ids(&format!("https://example.net/login?next={value}")).contains(&"url-redirect-parameter"),
            "{value}"
        );
    }
}

#[test]
fn secrets_in_query_and_fragment_are_found() {
    for name in [
        "token",
        "api_key",
        "apikey",
        "password",
        "access-token",
        "client_secret",
    ] {
        finds(
            &format!("https://example.net/?{name}=abc"),
            "url-secret-parameter",
        );
    }
    finds("https://example.net/#access_token=abc&x=1", "url-secret-fragment");
    assert_eq!(ids("https://example.net/?token="), [""; 0]);
}

#[test]
fn characters_that_split_parsers_are_found() {
    finds("https://example.net/\r\nx", "url-control-character");
    finds("https://example.net/%0d%0aSet-Cookie:x", "url-control-character");
    finds("https://example.net/a b", "url-white-space");
    finds("https:\\\\example.net", "url-backslash");
}

#[test]
fn path_traversal_is_found_plain_and_encoded() {
    for path in [
        "a/../b",
        "..%2f..%2fetc",
        "%2e%2e/x",
        "%252e%252e%252fetc",
        "a\\..\\b",
        "?file=../../etc/passwd",
    ] {
        finds(&format!("https://example.net/{path}"), "url-path-traversal");
    }
    assert_eq!(ids("https://example.net/a..b/v1...v2"), [""; 0]);
}

#[test]
fn double_and_broken_encodings_are_found() {
    finds("https://example.net/%252fetc", "url-double-encoding");
    finds("https://example.net/100%", "url-invalid-encoding");
}

#[test]
fn long_urls_are_found_and_overlong_ones_answered() {
    finds(
        &format!("https://example.net/{}", "a".repeat(2_100)),
        "url-too-long",
    );
    finds(
        &format!("https://example.net/{}", "a".repeat(1 << 17)),
        "url-too-long",
    );
}

#[test]
fn text_that_is_no_url_is_a_finding() {
    for text in ["", "example.net", "https://", "https://[::1", "//example.net"] {
        finds(text, "url-malformed");
    }
}

#[test]
fn a_selection_narrows_the_report() {
    let selection = Selection::parse(&["url-credentials"]).unwrap();
    let report = audit_url("http://user:pw@127.0.0.1/", &selection);
    assert_eq!(report.findings.len(), 1);
}

#[test]
fn the_report_repeats_nothing_of_the_url() {
    let report =
        audit("http://canary:canary@canary.local:6379/canary/../?token=canary&next=//canary#key=canary");
    assert!(report.findings.len() >= 6);
    assert!(!serde_json::to_string(&report).unwrap().contains("canary"));
}
