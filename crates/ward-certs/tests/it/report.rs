//! The report: stable rules, and the interface's shape.

use serde_json::{Value, json};
use ward_certs::{ConnectionFacts, Pin, Question, Report, ServerName, Severity};

use crate::made::{Made, World, at, chain_of, now, server_params};

fn tls13() -> ConnectionFacts {
    ConnectionFacts {
        protocol: "TLSv1.3".to_owned(),
        cipher_suite: "TLS_AES_256_GCM_SHA384".to_owned(),
        bits: 256,
        key_exchange: Some("X25519MLKEM768".to_owned()),
        key_proven: true,
    }
}

fn report(world: &World, presented: &[&Made], facts: &ConnectionFacts, pins: &[Pin], time: &str) -> Report {
    let host = ServerName::try_from("www.example.com").unwrap();
    let question = Question::new(&host, at(time));
    Report::new(&chain_of(presented), &world.anchors(), &question, facts, pins)
}

fn rules(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.rule).collect()
}

const NOON: &str = "2026-11-22T12:00:00Z";

#[test]
fn a_good_server_has_only_advice() {
    let world = World::new();
    let report = report(
        &world,
        &[&world.server(), &world.intermediate],
        &tls13(),
        &[],
        NOON,
    );
    assert!(report.is_valid);
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.severity == Severity::Info),
        "{:?}",
        report.findings
    );
}

#[test]
fn the_fields_are_those_of_the_interface() {
    let world = World::new();
    let report = report(
        &world,
        &[&world.server(), &world.intermediate],
        &tls13(),
        &[],
        NOON,
    );
    let value = serde_json::to_value(&report).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        keys(&value),
        ["is_valid", "certificate", "cipher", "validation", "findings"]
    );
    assert_eq!(
        keys(&value["certificate"]),
        [
            "subject",
            "issuer",
            "not_before",
            "not_after",
            "expires_in_days",
            "serial_number",
            "version",
            "names",
            "fingerprint_sha256",
            "spki_sha256"
        ]
    );
    assert_eq!(
        value["cipher"],
        json!({"name": "TLS_AES_256_GCM_SHA384", "protocol": "TLSv1.3", "bits": 256})
    );
    assert_eq!(
        value["validation"],
        json!({
            "is_expired": false, "expires_soon": false, "expires_in_days": 70, "hostname_match": true,
            "chain_trusted": true, "revocation": "not_checked", "pin_match": null
        })
    );
}

#[test]
fn a_pin_that_does_not_match_makes_the_report_invalid() {
    let world = World::new();
    let other = Pin::from_digest([0; 32]);
    let report = report(
        &world,
        &[&world.server(), &world.intermediate],
        &tls13(),
        &[other],
        NOON,
    );
    assert_eq!(
        (report.is_valid, report.validation.pin_match),
        (false, Some(false))
    );
    assert_eq!(rules(&report)[0], "pin_mismatch");
}

#[test]
fn a_pin_that_matches_is_said() {
    let world = World::new();
    let server = world.server();
    let pin = chain_of(&[&server]).leaf().spki_sha256;
    let report = report(&world, &[&server, &world.intermediate], &tls13(), &[pin], NOON);
    assert_eq!((report.is_valid, report.validation.pin_match), (true, Some(true)));
}

#[test]
fn expiring_soon_is_a_finding_and_still_valid() {
    let world = World::new();
    let presented = [&world.server(), &world.intermediate];
    let report = report(&world, &presented, &tls13(), &[], "2027-01-20T00:00:00Z");
    assert!(report.is_valid && report.validation.expires_soon);
    assert_eq!(rules(&report)[0], "expires_soon");
}

#[test]
fn every_defect_is_a_finding_gravest_first() {
    let world = World::new();
    let mut params = server_params(&["www.example.org"]);
    params.not_after = rcgen::date_time_ymd(2026, 11, 1);
    let report = report(&world, &[&Made::root(params)], &tls13(), &[], NOON);
    let found = rules(&report);
    for rule in ["expired", "host_mismatch", "self_signed"] {
        assert!(found.contains(&rule), "{rule} in {found:?}");
    }
    assert!(report.findings.is_sorted_by(|a, b| a.severity >= b.severity));
}

#[test]
fn an_old_protocol_and_a_weak_cipher_are_findings() {
    let world = World::new();
    let old = ConnectionFacts {
        protocol: "TLSv1".to_owned(),
        cipher_suite: "TLS_RSA_WITH_3DES_EDE_CBC_SHA".to_owned(),
        bits: 112,
        key_exchange: None,
        key_proven: true,
    };
    let report = report(&world, &[&world.server(), &world.intermediate], &old, &[], NOON);
    assert_eq!(rules(&report)[..2], ["old_protocol", "weak_cipher"]);
}

#[test]
fn a_server_that_does_not_hold_its_key_is_invalid() {
    let world = World::new();
    let facts = ConnectionFacts {
        key_proven: false,
        ..tls13()
    };
    let report = report(&world, &[&world.server(), &world.intermediate], &facts, &[], NOON);
    assert!(!report.is_valid);
    assert_eq!(rules(&report)[0], "key_not_proven");
}

#[test]
fn tls12_with_forward_secrecy_is_only_advice() {
    let world = World::new();
    let facts = ConnectionFacts {
        protocol: "TLSv1.2".to_owned(),
        cipher_suite: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256".to_owned(),
        bits: 256,
        key_exchange: Some("X25519".to_owned()),
        key_proven: true,
    };
    let report = report(&world, &[&world.server(), &world.intermediate], &facts, &[], NOON);
    assert!(rules(&report).contains(&"no_tls13"));
    assert!(!rules(&report).contains(&"weak_cipher"));
}

#[test]
fn no_message_holds_text_from_the_certificate() {
    let world = World::new();
    let mut params = server_params(&["canary.example.org"]);
    params
        .distinguished_name
        .push(rcgen::DnType::OrganizationName, "canary");
    let report = report(&world, &[&Made::root(params)], &tls13(), &[], NOON);
    assert!(report.certificate.subject.contains("canary"));
    assert!(
        report
            .findings
            .iter()
            .all(|finding| !finding.message.contains("canary"))
    );
    let _ = now();
}
