//! Reading certificates, against what OpenSSL says of them.

use ward_certs::certificate::{KeyAlgorithm, KeyUsage, MAX_CERTIFICATE_LEN, key_purpose};
use ward_certs::{Certificate, CertificateError};

use crate::made::{Made, at, server_params};

const RICH: &[u8] = include_bytes!("../vectors/certificates/rich.crt");

fn rich() -> Certificate {
    Certificate::from_der(RICH).unwrap()
}

/// A line of what OpenSSL printed about the certificate.
fn openssl(prefix: &str) -> &'static str {
    let text = include_str!("../vectors/certificates/rich.txt");
    text.lines().find_map(|line| line.strip_prefix(prefix)).unwrap()
}

#[test]
fn the_subject_is_written_as_openssl_writes_it_for_rfc_4514() {
    assert_eq!(rich().subject, openssl("subject="));
}

#[test]
fn the_serial_number_is_written_as_openssl_writes_it() {
    assert_eq!(
        rich().serial,
        format!("00{}", openssl("serial=")).trim_start_matches("00")
    );
}

#[test]
fn the_fingerprint_is_that_of_openssl() {
    let expected = openssl("sha256 Fingerprint=").replace(':', "");
    assert_eq!(hex_upper(&rich().fingerprint_sha256), expected);
}

#[test]
fn the_pin_is_that_of_openssl() {
    let expected = include_str!("../vectors/certificates/rich.txt")
        .lines()
        .last()
        .unwrap();
    assert_eq!(rich().spki_sha256.base64(), expected);
}

#[test]
fn the_dates_are_those_of_openssl() {
    assert_eq!(openssl("notBefore="), "Nov 22 00:21:33 2026 GMT");
    assert_eq!(rich().not_before, at("2026-11-22T00:21:33Z"));
    assert_eq!(rich().not_after, at("2036-11-19T00:21:33Z"));
}

#[test]
fn every_name_is_listed_by_kind() {
    let names = rich().extensions.names;
    assert_eq!(names.dns, ["www.example.com", "*.example.org"]);
    let addresses: Vec<String> = names.ip.iter().map(ToString::to_string).collect();
    assert_eq!(addresses, ["192.0.2.7", "2001:db8::7"]);
    assert_eq!(names.other, 1);
}

#[test]
fn urls_for_revocation_and_issuers_are_listed() {
    let extensions = rich().extensions;
    assert_eq!(extensions.ocsp_urls, ["http://ocsp.example.com/"]);
    assert_eq!(extensions.ca_issuer_urls, ["http://ca.example.com/ca.crt"]);
    assert_eq!(extensions.crl_urls, ["http://crl.example.com/a.crl"]);
}

#[test]
fn the_promise_to_staple_is_seen() {
    assert!(rich().extensions.must_staple);
}

#[test]
fn key_usages_are_listed() {
    let extensions = rich().extensions;
    let usage = extensions.key_usage.unwrap();
    assert_eq!(
        usage.names().collect::<Vec<_>>(),
        ["digitalSignature", "keyAgreement"]
    );
    assert!(!usage.allows(KeyUsage::KEY_CERT_SIGN));
    assert_eq!(
        extensions.extended_key_usage.unwrap(),
        [key_purpose::SERVER_AUTH, key_purpose::CLIENT_AUTH]
    );
}

#[test]
fn the_key_is_named() {
    let key = rich().key;
    assert_eq!((key.algorithm, key.bits), (KeyAlgorithm::P256, 256));
}

#[test]
fn an_rsa_key_of_1024_bits_is_weak() {
    let weak = Certificate::from_der(include_bytes!("../vectors/certificates/rsa-1024.crt")).unwrap();
    assert_eq!((weak.key.algorithm, weak.key.bits), (KeyAlgorithm::Rsa, 1024));
    assert!(weak.key.is_weak());
}

#[test]
fn an_rsa_key_of_2048_bits_is_not_weak() {
    let sha1 = Certificate::from_der(include_bytes!("../vectors/certificates/sha1.crt")).unwrap();
    assert_eq!(sha1.key.bits, 2048);
    assert!(!sha1.key.is_weak());
}

#[test]
fn signatures_with_sha1_and_md5_are_weak() {
    for (der, name) in [
        (
            &include_bytes!("../vectors/certificates/sha1.crt")[..],
            "RSA with SHA-1",
        ),
        (include_bytes!("../vectors/certificates/md5.crt"), "RSA with MD5"),
    ] {
        let algorithm = Certificate::from_der(der).unwrap().signature_algorithm;
        assert_eq!((algorithm.name, algorithm.is_weak), (name, true));
    }
}

#[test]
fn a_curve_given_by_its_equation_is_not_taken_for_p256() {
    let explicit = include_bytes!("../vectors/certificates/explicit-curve.crt");
    assert_eq!(
        Certificate::from_der(explicit).unwrap().key.algorithm,
        KeyAlgorithm::Unsupported
    );
}

#[test]
fn a_self_signed_certificate_is_known_by_its_signature() {
    assert!(rich().is_self_signed());
}

#[test]
fn a_self_issued_certificate_with_another_signature_is_not_self_signed() {
    let mut forged = RICH.to_vec();
    *forged.last_mut().unwrap() ^= 1;
    let forged = Certificate::from_der(&forged).unwrap();
    assert!(forged.is_self_issued() && !forged.is_self_signed());
}

#[test]
fn the_last_second_of_validity_is_still_valid() {
    assert!(!rich().is_expired_at(at("2036-11-19T00:21:33.999999Z")));
    assert!(rich().is_expired_at(at("2036-11-19T00:21:34Z")));
}

#[test]
fn days_left_are_rounded_down() {
    assert_eq!(rich().expires_in_days(at("2036-11-18T00:21:34Z")), 0);
    assert_eq!(rich().expires_in_days(at("2036-11-18T00:21:33Z")), 1);
    assert_eq!(rich().expires_in_days(at("2036-11-19T00:21:34Z")), -1);
}

#[test]
fn bytes_after_a_certificate_are_refused() {
    let longer = [RICH, &[0]].concat();
    assert_eq!(
        Certificate::from_der(&longer).unwrap_err(),
        CertificateError::Malformed
    );
}

#[test]
fn a_truncated_certificate_is_refused() {
    assert_eq!(
        Certificate::from_der(&RICH[..RICH.len() - 1]).unwrap_err(),
        CertificateError::Malformed
    );
}

#[test]
fn an_oversize_certificate_is_refused_unread() {
    let large = vec![0x30; MAX_CERTIFICATE_LEN + 1];
    assert_eq!(
        Certificate::from_der(&large).unwrap_err(),
        CertificateError::TooLarge
    );
}

#[test]
fn pem_is_read_in_order_and_other_sections_are_passed_over() {
    let made = Made::root(server_params(&["a.example"]));
    let other = Made::root(server_params(&["b.example"]));
    let pem = |made: &Made| made.params.clone().self_signed(&made.key).unwrap().pem();
    let text = [pem(&made), made.key.serialize_pem(), pem(&other)].concat();
    let read = Certificate::from_pem(text.as_bytes()).unwrap();
    let names: Vec<_> = read
        .iter()
        .map(|one| one.extensions.names.dns[0].as_str())
        .collect();
    assert_eq!(names, ["a.example", "b.example"]);
}

#[test]
fn pem_without_a_certificate_is_refused() {
    let key = Made::root(server_params(&["a.example"])).key.serialize_pem();
    assert_eq!(
        Certificate::from_pem(key.as_bytes()).unwrap_err(),
        CertificateError::NoPem
    );
}

fn hex_upper(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| format!("{byte:02X}").into_bytes())
        .map(char::from)
        .collect()
}
