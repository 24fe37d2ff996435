//! OCSP, against responses that OpenSSL's responder made.

use ward_certs::ocsp::{self, Issuer, OcspError, Reason, Status};
use ward_certs::{Certificate, Chain, Defect, Question, Revocation, ServerName, TrustAnchors, chain};
use ward_secret::Timestamp;

use crate::made::at;

macro_rules! fixture {
    ($name:literal) => {
        &include_bytes!(concat!("../vectors/ocsp/", $name))[..]
    };
}

/// A minute after the responses were made. They are good for seven days.
const NOW: &str = "2026-11-22T00:22:30Z";
const MADE: &str = "2026-11-22T00:21:32Z";

fn server() -> Certificate {
    Certificate::from_der(fixture!("server.crt")).unwrap()
}

fn issuer() -> Issuer {
    Issuer::from_certificate(&Certificate::from_der(fixture!("issuer.crt")).unwrap()).unwrap()
}

fn verify(response: &[u8]) -> Result<Status, OcspError> {
    verify_at(response, at(NOW))
}

fn verify_at(response: &[u8], now: Timestamp) -> Result<Status, OcspError> {
    ocsp::verify(response, &server(), &issuer(), now).map(|answer| answer.status)
}

#[test]
fn a_good_answer_is_good() {
    let answer = ocsp::verify(fixture!("good.der"), &server(), &issuer(), at(NOW)).unwrap();
    assert_eq!(answer.status, Status::Good);
    assert_eq!(answer.this_update, at(MADE));
    assert_eq!(answer.next_update, Some(at("2026-11-29T00:21:32Z")));
}

#[test]
fn a_revoked_answer_says_when_and_why() {
    let revoked = Certificate::from_der(fixture!("revoked.crt")).unwrap();
    let answer = ocsp::verify(fixture!("revoked.der"), &revoked, &issuer(), at(NOW)).unwrap();
    let expected = Status::Revoked {
        at: at("2026-11-20T00:00:00Z"),
        reason: Some(Reason::KeyCompromise),
    };
    assert_eq!(answer.status, expected);
}

#[test]
fn a_responder_named_by_key_hash_counts() {
    assert_eq!(verify(fixture!("by-key.der")), Ok(Status::Good));
}

#[test]
fn an_appointed_responder_counts() {
    assert_eq!(verify(fixture!("delegated.der")), Ok(Status::Good));
}

#[test]
fn a_server_certificate_of_the_issuer_is_no_responder() {
    assert_eq!(verify(fixture!("unappointed.der")), Err(OcspError::Unauthorised));
}

#[test]
fn a_responder_of_another_issuer_is_refused() {
    assert_eq!(verify(fixture!("impostor.der")), Err(OcspError::Unauthorised));
}

#[test]
fn a_responder_whose_certificate_is_left_out_is_refused() {
    assert_eq!(
        verify(fixture!("no-certificates.der")),
        Err(OcspError::Unauthorised)
    );
}

#[test]
fn a_signature_with_sha1_is_refused() {
    assert_eq!(verify(fixture!("sha1.der")), Err(OcspError::Algorithm));
}

#[test]
fn an_answer_about_another_certificate_is_refused() {
    assert_eq!(verify(fixture!("revoked.der")), Err(OcspError::OtherCertificate));
}

#[test]
fn an_answer_of_another_issuer_is_refused() {
    let stranger = Certificate::from_der(fixture!("stranger.crt")).unwrap();
    let stranger = Issuer::from_certificate(&stranger).unwrap();
    let answer = ocsp::verify(fixture!("good.der"), &server(), &stranger, at(NOW));
    assert_eq!(answer.unwrap_err(), OcspError::Unauthorised);
}

#[test]
fn a_stale_answer_is_refused_after_the_skew() {
    assert_eq!(
        verify_at(fixture!("good.der"), at("2026-11-29T00:26:32Z")),
        Ok(Status::Good)
    );
    assert_eq!(
        verify_at(fixture!("good.der"), at("2026-11-29T00:26:33Z")),
        Err(OcspError::Stale)
    );
}

#[test]
fn an_answer_from_the_future_is_refused_before_the_skew() {
    assert_eq!(
        verify_at(fixture!("good.der"), at("2026-11-22T00:16:32Z")),
        Ok(Status::Good)
    );
    assert_eq!(
        verify_at(fixture!("good.der"), at("2026-11-22T00:16:31Z")),
        Err(OcspError::Future)
    );
}

#[test]
fn no_bit_of_an_answer_can_change_unnoticed() {
    let original = fixture!("good.der");
    let answer = ocsp::verify(original, &server(), &issuer(), at(NOW)).unwrap();
    for index in 0..original.len() {
        for bit in 0..8 {
            let mut changed = original.to_vec();
            changed[index] ^= 1 << bit;
            // What is not signed (the certificates at the end) may change; what is said may not.
            if let Ok(other) = ocsp::verify(&changed, &server(), &issuer(), at(NOW)) {
                assert_eq!(other, answer, "byte {index} bit {bit}");
            }
        }
    }
}

#[test]
fn every_truncation_is_refused() {
    let original = fixture!("good.der");
    for length in 0..original.len() {
        assert_eq!(
            verify(&original[..length]),
            Err(OcspError::Malformed),
            "{length} bytes"
        );
    }
}

#[test]
fn try_later_is_no_answer() {
    // OCSPResponse { responseStatus tryLater(3) }, RFC 6960 section 4.2.1.
    assert_eq!(verify(&[0x30, 3, 0x0a, 1, 3]), Err(OcspError::Refused));
}

#[test]
fn an_oversize_response_is_refused_unread() {
    assert_eq!(
        verify(&vec![0x30; ocsp::MAX_RESPONSE_LEN + 1]),
        Err(OcspError::TooLarge)
    );
}

#[test]
fn the_request_is_the_one_openssl_makes() {
    assert_eq!(
        ocsp::request(&server(), &issuer()).unwrap(),
        fixture!("request.der")
    );
}

/// Judges a server certificate of the fixtures that is issued by the anchor itself.
fn judged(leaf: &[u8], staple: Option<&[u8]>) -> ward_certs::Verdict {
    let mut anchors = TrustAnchors::none();
    anchors.add_der(fixture!("issuer.crt")).unwrap();
    let host = ServerName::try_from("www.example.com").unwrap();
    let question = Question {
        staple,
        ..Question::new(&host, at(NOW))
    };
    let mut verdict = chain::judge(&Chain::from_der([leaf]).unwrap(), &anchors, &question);
    verdict
        .defects
        .retain(|defect| !matches!(defect, Defect::LifetimeTooLong { .. } | Defect::Profile { .. }));
    verdict
}

#[test]
fn a_good_staple_under_an_anchor_is_good() {
    let verdict = judged(fixture!("server.crt"), Some(fixture!("good.der")));
    assert_eq!(
        (verdict.revocation, verdict.defects.len()),
        (Revocation::Good, 0),
        "{:?}",
        verdict.defects
    );
    assert!(verdict.is_valid());
}

#[test]
fn no_staple_is_not_checked() {
    assert_eq!(
        judged(fixture!("server.crt"), None).revocation,
        Revocation::NotChecked
    );
}

#[test]
fn a_staple_that_says_revoked_makes_the_chain_invalid() {
    let verdict = judged(fixture!("revoked.crt"), Some(fixture!("revoked.der")));
    let at = Some(at("2026-11-20T00:00:00Z"));
    assert_eq!(verdict.revocation, Revocation::Revoked { at });
    assert_eq!(verdict.defects, [Defect::Revoked { at }]);
    assert!(!verdict.is_valid());
}

#[test]
fn a_staple_that_does_not_verify_is_named() {
    let verdict = judged(fixture!("server.crt"), Some(fixture!("impostor.der")));
    let error = OcspError::Unauthorised;
    assert_eq!(verdict.revocation, Revocation::Unverified(error));
    assert_eq!(verdict.defects, [Defect::StapleInvalid { error }]);
}

#[test]
fn a_promise_to_staple_that_is_kept_is_no_defect() {
    assert_eq!(
        judged(fixture!("staple.crt"), Some(fixture!("good-staple.der"))).defects,
        []
    );
}

#[test]
fn a_promise_to_staple_that_is_not_kept_is_named() {
    let verdict = judged(fixture!("staple.crt"), None);
    assert_eq!(verdict.defects, [Defect::StapleMissing]);
    assert!(!verdict.is_valid());
}

#[test]
fn a_promise_to_staple_is_not_kept_by_a_staple_about_another() {
    let verdict = judged(fixture!("staple.crt"), Some(fixture!("good.der")));
    assert!(verdict.defects.contains(&Defect::StapleMissing) && !verdict.is_valid());
}
