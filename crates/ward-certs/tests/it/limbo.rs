//! x509-limbo: path building as others judge it.
//!
//! The suite mixes what webpki decides with rules of form that this crate reports as advice. So a case agrees when
//! `is_valid` agrees, or when the suite wants a failure for a rule of form and a [`Defect::Profile`] names it.
//! Everything else must stand in [`KNOWN`], with its reason.

use std::path::{Path, PathBuf};

use serde_json::Value;
use ward_certs::{Chain, Defect, Question, ServerName, TrustAnchors, chain};
use ward_secret::Timestamp;

use crate::made::at;

/// Cases that end otherwise here, and why that is right or accepted.
const KNOWN: &[(&str, &str)] = &[
    ("rfc5280::ski::critical-ski", ANCHOR),
    ("rfc5280::ski::root-missing-ski", ANCHOR),
    ("rfc5280::root-missing-basic-constraints", ANCHOR),
    ("rfc5280::root-non-critical-basic-constraints", ANCHOR),
    ("rfc5280::root-inconsistent-ca-extensions", ANCHOR),
    (
        "rfc5280::ca-as-leaf",
        "webpki refuses a CA certificate as a server's own, which is stricter",
    ),
    ("rfc5280::aki::critical-aki", ANCHOR),
    ("rfc5280::aki::cross-signed-root-missing-aki", ANCHOR),
    ("webpki::aki::root-with-aki-missing-keyidentifier", ANCHOR),
    ("webpki::aki::root-with-aki-authoritycertserialnumber", ANCHOR),
    ("webpki::aki::root-with-aki-ski-mismatch", ANCHOR),
    (
        "rfc5280::nc::permitted-self-issued",
        "webpki applies name constraints to self-issued intermediates too, which is stricter",
    ),
    (
        "crl::crlnumber-critical",
        "webpki knows the CRL number and takes it whether critical or not",
    ),
    (
        "webpki::san::public-suffix-multi-label-wildcard-san",
        "no list of public suffixes is consulted: it changes weekly, and issuing is the CA's business",
    ),
];

const ANCHOR: &str = "the fault is in the trust anchor, whose form is not judged (RFC 5280 section 6.1.1)";

/// Features of cases about things that this crate does not take part in.
const SKIPPED: &[(&str, &str)] = &[(
    "max-chain-depth",
    "the depth is webpki's own limit, not an argument",
)];

fn vectors() -> Option<PathBuf> {
    let root = std::env::var_os("WARD_VECTORS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors"),
        PathBuf::from,
    );
    root.is_dir().then_some(root)
}

fn pem_to_der(pem: &Value) -> Vec<u8> {
    use rustls_pki_types::{CertificateDer, pem::PemObject as _};
    CertificateDer::from_pem_slice(pem.as_str().unwrap().as_bytes())
        .unwrap()
        .to_vec()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap().iter()
}

/// Whether the case is accepted, and what was found.
fn run(case: &Value) -> (bool, Vec<Defect>) {
    let mut anchors = TrustAnchors::none();
    for root in list(&case["trusted_certs"]) {
        // An anchor that cannot be read cannot be trusted; the case then fails on its own.
        let _ = anchors.add_der(&pem_to_der(root));
    }
    let leaf = [&case["peer_certificate"]];
    let presented: Vec<Vec<u8>> = leaf
        .into_iter()
        .chain(list(&case["untrusted_intermediates"]))
        .map(pem_to_der)
        .collect();
    let lists: Vec<Vec<u8>> = list(&case["crls"])
        .map(|pem| {
            use rustls_pki_types::{CertificateRevocationListDer, pem::PemObject as _};
            let pem = pem.as_str().unwrap().as_bytes();
            CertificateRevocationListDer::from_pem_slice(pem)
                .unwrap()
                .to_vec()
        })
        .collect();
    let now = case["validation_time"]
        .as_str()
        .map_or(at("2026-08-01T00:00:00Z"), |text| {
            Timestamp::from_rfc3339(text).unwrap()
        });
    let Ok(chain) = Chain::from_der(&presented) else {
        return (false, Vec::new());
    };
    let name = case["expected_peer_name"]["value"].as_str().unwrap();
    let Ok(name) = ServerName::try_from(name) else {
        return (false, Vec::new());
    };
    let question = Question {
        revocation_lists: &lists,
        ..Question::new(&name, now)
    };
    let verdict = chain::judge(&chain, &anchors, &question);
    (verdict.is_valid(), verdict.defects)
}

fn skipped(case: &Value) -> Option<&'static str> {
    if case["validation_kind"] != "SERVER" {
        return Some("client certificates are not judged here");
    }
    let has = |name: &str| list(&case["features"]).any(|feature| feature == name);
    SKIPPED
        .iter()
        .find(|(feature, _)| has(feature))
        .map(|(_, reason)| *reason)
}

#[test]
fn x509_limbo_agrees() {
    let Some(folder) = vectors() else {
        assert!(std::env::var_os("CI").is_none(), "the vectors are missing");
        println!("skipped 1 suite (x509-limbo): the vectors are not here");
        return;
    };
    let text = std::fs::read_to_string(folder.join("x509-limbo/limbo.json")).unwrap();
    let suite: Value = serde_json::from_str(&text).unwrap();
    let (mut agreed, mut by_form, mut skips, mut known, mut wrong) = (0, 0, 0, 0, Vec::new());
    for case in list(&suite["testcases"]) {
        let id = case["id"].as_str().unwrap();
        if let Some(reason) = skipped(case) {
            println!("skipped {id}: {reason}");
            skips += 1;
            continue;
        }
        let wanted = case["expected_result"] == "SUCCESS";
        let (accepted, defects) = run(case);
        if accepted == wanted {
            agreed += 1;
            assert!(
                accepted
                    || !defects.is_empty()
                    || Chain::from_der([pem_to_der(&case["peer_certificate"])]).is_err()
            );
            assert!(
                !KNOWN.iter().any(|(known, _)| *known == id),
                "{id} agrees now: take it off the list"
            );
        } else if let Some((_, reason)) = KNOWN.iter().find(|(known, _)| *known == id) {
            println!("differs {id}: {reason}");
            known += 1;
        } else if !wanted && defects.iter().any(|one| matches!(one, Defect::Profile { .. })) {
            println!("form {id}: {defects:?}");
            by_form += 1;
        } else {
            wrong.push(format!("{id}: wanted {wanted}, found {defects:?}"));
        }
    }
    println!(
        "{agreed} agree, {by_form} differ only by rules of form that are named, {known} known, {skips} skipped"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
