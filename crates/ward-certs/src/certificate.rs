//! One certificate, read into plain values.
//!
//! Reading is tolerant where judging comes later: an extension that cannot be read, a serial number that is
//! too long or a name in the wrong alphabet becomes a [`Violation`], not an error, so that a bad certificate
//! can be reported on. Nothing here says that a certificate is trustworthy; that is [`crate::chain`].

mod extensions;
mod key;
mod name;
mod profile;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use ward_keys::hazmat::digest::sha256;
use ward_secret::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer as _;

use crate::der::{self, Reader, SEQUENCE};
use crate::pin::Pin;
use crate::signature::{KeyInfo, Refused, Signed, verify};

pub use extensions::{BasicConstraints, Extensions, KeyUsage, SubjectAltNames, key_purpose};
pub use key::{KeyAlgorithm, MIN_RSA_BITS, PublicKey, SignatureAlgorithm};
pub use profile::Violation;

/// Longest certificate that is read, in bytes. The largest in real use (hundreds of names, post-quantum
/// keys) stay below half of it.
pub const MAX_CERTIFICATE_LEN: usize = 64 * 1024;

/// Why bytes are not a certificate that can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// Longer than [`MAX_CERTIFICATE_LEN`].
    #[error("the certificate is longer than 64 KiB")]
    TooLarge,
    /// Not an X.509 certificate in DER; usually a truncated file, or PEM given as DER.
    #[error("the certificate is not valid DER")]
    Malformed,
    /// The PEM text holds no certificate; usually a private key file, or DER given as PEM.
    #[error("the text holds no certificate in PEM form")]
    NoPem,
}

/// A view of one certificate (RFC 5280). Dates are judged elsewhere.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Certificate {
    /// The subject's distinguished name in the form of RFC 4514; empty when the certificate has none.
    pub subject: String,
    /// The issuer's distinguished name in the form of RFC 4514.
    pub issuer: String,
    /// The serial number in upper-case hexadecimal, whole octets, without a sign octet; as OpenSSL prints it.
    pub serial: String,
    /// The version as people count it: 1, 2 or 3. Today's certificates are 3.
    pub version: u32,
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity; that second is still valid.
    pub not_after: Timestamp,
    /// The subject's public key.
    pub key: PublicKey,
    /// The algorithm with which the issuer signed.
    pub signature_algorithm: SignatureAlgorithm,
    /// SHA-256 of the whole DER: what browsers show as the fingerprint.
    pub fingerprint_sha256: [u8; 32],
    /// SHA-256 of the `SubjectPublicKeyInfo`: what is pinned (RFC 7469 section 2.4).
    pub spki_sha256: Pin,
    /// What the extensions say.
    pub extensions: Extensions,
    /// Where the certificate leaves RFC 5280 or the CA/Browser Forum's requirements, in itself.
    pub violations: Vec<Violation>,
    der: CertificateDer<'static>,
    parts: Parts,
}

/// Raw parts that names and signatures are compared by.
#[derive(Clone, Debug)]
struct Parts {
    subject: Vec<u8>,
    issuer: Vec<u8>,
    serial: Vec<u8>,
    spki: Vec<u8>,
}

impl Certificate {
    /// Reads one certificate from DER. Bytes after it are an error.
    pub fn from_der(bytes: &[u8]) -> Result<Self, CertificateError> {
        if bytes.len() > MAX_CERTIFICATE_LEN {
            return Err(CertificateError::TooLarge);
        }
        // The own reader first: it refuses non-minimal lengths and trailing bytes, which the parser below
        // lets pass in places, and the signed parts are taken from it.
        signed_parts(bytes).map_err(|der::Malformed| CertificateError::Malformed)?;
        let (rest, parsed) = X509Certificate::from_der(bytes).map_err(|_| CertificateError::Malformed)?;
        if !rest.is_empty() {
            return Err(CertificateError::Malformed);
        }
        let key = PublicKey::read(parsed.public_key());
        let (extensions, mut violations) = Extensions::read(&parsed);
        violations.extend(profile::violations(&parsed, &extensions, key));
        violations.sort_unstable();
        violations.dedup();
        let validity = parsed.validity();
        Ok(Self {
            subject: name::rfc4514(parsed.subject()),
            issuer: name::rfc4514(parsed.issuer()),
            serial: serial_text(parsed.raw_serial()),
            version: parsed.version().0.saturating_add(1),
            not_before: Timestamp::from_unix_seconds(validity.not_before.timestamp()),
            not_after: Timestamp::from_unix_seconds(validity.not_after.timestamp()),
            key,
            signature_algorithm: SignatureAlgorithm::read(&parsed.signature_algorithm),
            fingerprint_sha256: sha256(&[bytes]),
            spki_sha256: Pin::from_digest(sha256(&[parsed.public_key().raw])),
            extensions,
            violations,
            parts: Parts {
                subject: parsed.subject().as_raw().to_vec(),
                issuer: parsed.issuer().as_raw().to_vec(),
                serial: parsed.raw_serial().to_vec(),
                spki: parsed.public_key().raw.to_vec(),
            },
            der: CertificateDer::from(bytes.to_vec()),
        })
    }

    /// Reads every certificate of a PEM text, in order; other PEM sections are passed over.
    pub fn from_pem(text: &[u8]) -> Result<Vec<Self>, CertificateError> {
        let mut certificates = Vec::new();
        for der in CertificateDer::pem_slice_iter(text) {
            certificates.push(Self::from_der(&der.map_err(|_| CertificateError::NoPem)?)?);
        }
        if certificates.is_empty() {
            Err(CertificateError::NoPem)
        } else {
            Ok(certificates)
        }
    }

    /// The DER it was read from.
    #[must_use]
    pub const fn der(&self) -> &CertificateDer<'static> {
        &self.der
    }

    /// Subject and issuer are the same name. Says nothing of who signed.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.parts.subject == self.parts.issuer
    }

    /// Signed by its own key.
    #[must_use]
    pub fn is_self_signed(&self) -> bool {
        self.is_self_issued() && self.verify_issued_by(self).is_ok()
    }

    /// May sign other certificates: basic constraints say so, and key usage does not forbid it.
    #[must_use]
    pub fn is_ca(&self) -> bool {
        self.extensions
            .basic_constraints
            .is_some_and(|constraints| constraints.ca)
            && self
                .extensions
                .key_usage
                .is_none_or(|usage| usage.allows(KeyUsage::KEY_CERT_SIGN))
    }

    /// `now` lies inside the validity period, both ends included (RFC 5280 section 4.1.2.5).
    #[must_use]
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        !self.is_expired_at(now) && self.not_before <= now
    }

    /// The validity period is over. The second `not_after` itself is still inside it.
    #[must_use]
    pub fn is_expired_at(&self, now: Timestamp) -> bool {
        now.unix_seconds() > self.not_after.unix_seconds()
    }

    /// Whole days from `now` until the end of validity, rounded down; negative once it is over.
    #[must_use]
    pub fn expires_in_days(&self, now: Timestamp) -> i64 {
        self.not_after
            .unix_seconds()
            .saturating_sub(now.unix_seconds())
            .div_euclid(86_400)
    }

    pub(crate) fn subject_der(&self) -> &[u8] {
        &self.parts.subject
    }

    pub(crate) fn issuer_der(&self) -> &[u8] {
        &self.parts.issuer
    }

    pub(crate) fn serial_octets(&self) -> &[u8] {
        &self.parts.serial
    }

    pub(crate) fn spki_der(&self) -> &[u8] {
        &self.parts.spki
    }

    pub(crate) fn key_info(&self) -> Result<KeyInfo<'_>, der::Malformed> {
        KeyInfo::from_der(&self.parts.spki)
    }

    /// Whether `issuer`'s key made this certificate's signature. Names and dates are not compared.
    pub(crate) fn verify_issued_by(&self, issuer: &Self) -> Result<(), Refused> {
        self.verify_signed_by(issuer.key_info().map_err(|der::Malformed| Refused::Algorithm)?)
    }

    /// Whether `key` made this certificate's signature.
    pub(crate) fn verify_signed_by(&self, key: KeyInfo<'_>) -> Result<(), Refused> {
        let signed = signed_parts(&self.der).map_err(|der::Malformed| Refused::Signature)?;
        verify(key, signed)
    }
}

fn signed_parts(bytes: &[u8]) -> Result<Signed<'_>, der::Malformed> {
    let mut content: Reader<'_> = der::only(bytes, SEQUENCE)?;
    let signed = Signed::read(&mut content)?;
    content.end()?;
    Ok(signed)
}

fn serial_text(octets: &[u8]) -> String {
    match octets {
        [0, rest @ ..] if !rest.is_empty() => hex::encode_upper(rest),
        _ => hex::encode_upper(octets),
    }
}
