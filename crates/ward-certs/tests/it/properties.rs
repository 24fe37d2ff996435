//! Whatever a server sends, nothing panics, and the own host matching never exceeds webpki's.

use proptest::prelude::*;
use ward_certs::ocsp::{self, Issuer};
use ward_certs::{Certificate, Chain, ConnectionFacts, Question, Report, ServerName, TrustAnchors, host};

use crate::made::{Made, now, server_params};

const RICH: &[u8] = include_bytes!("../vectors/certificates/rich.crt");
const ISSUER: &[u8] = include_bytes!("../vectors/ocsp/issuer.crt");
const SERVER: &[u8] = include_bytes!("../vectors/ocsp/server.crt");
const GOOD: &[u8] = include_bytes!("../vectors/ocsp/good.der");

/// A few bytes of `original` changed, and perhaps a piece cut out or put in.
fn mutated(original: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((0..original.len(), any::<u8>()), 0..6);
    let splice = (
        0..original.len(),
        0..8_usize,
        prop::collection::vec(any::<u8>(), 0..8),
    );
    (changes, prop::option::of(splice)).prop_map(move |(changes, splice)| {
        let mut bytes = original.to_vec();
        for (index, value) in changes {
            bytes[index] = value;
        }
        if let Some((start, length, piece)) = splice {
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, piece);
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_hostile_chain_is_judged_and_reported_without_panic(
        leaf in mutated(RICH), second in mutated(ISSUER), staple in mutated(GOOD)
    ) {
        if let Ok(chain) = Chain::from_der([&leaf, &second]) {
            let mut anchors = TrustAnchors::none();
            let _ = anchors.add_der(&second);
            let name = ServerName::try_from("www.example.com").unwrap();
            let question = Question { staple: Some(&staple), ..Question::new(&name, now()) };
            let facts = ConnectionFacts {
                protocol: "TLSv1.3".to_owned(),
                cipher_suite: "TLS_AES_128_GCM_SHA256".to_owned(),
                bits: 128,
                key_exchange: None,
        key_proven: true,
            };
            let report = Report::new(&chain, &anchors, &question, &facts, &[]);
            prop_assert!(serde_json::to_string(&report).is_ok());
        }
    }

    #[test]
    fn names_from_a_hostile_certificate_are_printable(leaf in mutated(RICH)) {
        if let Ok(leaf) = Certificate::from_der(&leaf) {
            prop_assert!(!leaf.subject.chars().any(char::is_control));
            prop_assert!(!leaf.issuer.chars().any(char::is_control));
        }
    }

    #[test]
    fn a_changed_response_never_says_revoked(response in mutated(GOOD)) {
        let issuer = Issuer::from_certificate(&Certificate::from_der(ISSUER).unwrap()).unwrap();
        let server = Certificate::from_der(SERVER).unwrap();
        if let Ok(answer) = ocsp::verify(&response, &server, &issuer, now()) {
            prop_assert_eq!(answer.status, ocsp::Status::Good);
        }
    }

    #[test]
    fn arbitrary_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Certificate::from_der(&bytes).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_host_that_matches_here_matches_for_webpki(
        pattern in "(\\*\\.)?[a-c]{1,2}(\\.[a-c*]{1,2}){0,2}", wanted in "[a-c]{1,2}(\\.[a-c]{1,2}){0,3}"
    ) {
        let made = Made::root(server_params(&[&pattern]));
        let certificate = Certificate::from_der(&made.der).unwrap();
        let name = ServerName::try_from(wanted).unwrap();
        let end_entity = webpki::EndEntityCert::try_from(certificate.der()).unwrap();
        if host::matches(&certificate, &name) {
            prop_assert!(end_entity.verify_is_valid_for_subject_name(&name).is_ok());
        }
    }
}
