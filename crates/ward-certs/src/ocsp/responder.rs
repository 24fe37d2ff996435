//! Who may answer for an issuer (RFC 6960 section 4.2.2.2).

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use rustls_pki_types::TrustAnchor;
use ward_secret::Timestamp;

use super::parse::{Basic, ResponderId};
use super::{CLOCK_SKEW, OcspError};
use crate::certificate::{Certificate, key_purpose};
use crate::der::{self, Malformed, SEQUENCE};
use crate::signature::{KeyInfo, Refused, verify};

/// The issuer of the certificate in question: its name and its key.
#[derive(Clone, Debug)]
pub struct Issuer {
    name: Vec<u8>,
    spki: Vec<u8>,
}

impl Issuer {
    /// From the issuer's certificate.
    ///
    /// Fails with [`OcspError::NoIssuer`] when its key cannot be read.
    pub fn from_certificate(issuer: &Certificate) -> Result<Self, OcspError> {
        Self::new(issuer.subject_der().to_vec(), issuer.spki_der().to_vec())
    }

    /// From a trust anchor that issued the certificate itself.
    ///
    /// Fails with [`OcspError::NoIssuer`] when its key cannot be read.
    pub fn from_anchor(anchor: &TrustAnchor<'_>) -> Result<Self, OcspError> {
        // Anchors hold name and key without their outer SEQUENCE.
        let whole = |content: &[u8]| der::write(SEQUENCE, &[content]);
        Self::new(
            whole(anchor.subject.as_ref()),
            whole(anchor.subject_public_key_info.as_ref()),
        )
    }

    fn new(name: Vec<u8>, spki: Vec<u8>) -> Result<Self, OcspError> {
        KeyInfo::from_der(&spki).map_err(|Malformed| OcspError::NoIssuer)?;
        Ok(Self { name, spki })
    }

    pub(super) fn name(&self) -> &[u8] {
        &self.name
    }

    pub(super) fn key_bits(&self) -> Result<&[u8], Malformed> {
        Ok(self.key()?.bits)
    }

    fn key(&self) -> Result<KeyInfo<'_>, Malformed> {
        KeyInfo::from_der(&self.spki)
    }
}

/// Verifies the signature under the issuer, or under a responder that the issuer appointed.
pub(super) fn authenticate(basic: &Basic<'_>, issuer: &Issuer, now: Timestamp) -> Result<(), OcspError> {
    let issuer_key = issuer.key()?;
    if is_named(basic.responder, &issuer.name, issuer_key) {
        return verify(issuer_key, basic.signed).map_err(OcspError::from);
    }
    for der in &basic.certificates {
        let Ok(responder) = Certificate::from_der(der) else {
            continue;
        };
        let Ok(key) = responder.key_info() else { continue };
        if is_named(basic.responder, responder.subject_der(), key) && is_appointed(&responder, issuer, now) {
            return verify(key, basic.signed).map_err(OcspError::from);
        }
    }
    Err(OcspError::Unauthorised)
}

impl From<Refused> for OcspError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Algorithm => Self::Algorithm,
            Refused::Signature => Self::Signature,
        }
    }
}

fn is_named(id: ResponderId<'_>, name: &[u8], key: KeyInfo<'_>) -> bool {
    match id {
        ResponderId::Name(wanted) => wanted == name,
        // An identifier of a key that is then used to verify; see `parse::names` on SHA-1.
        ResponderId::KeyHash(wanted) => digest(&SHA1_FOR_LEGACY_USE_ONLY, key.bits).as_ref() == wanted,
    }
}

/// Issued by this very issuer, for this purpose by name (`anyExtendedKeyUsage` is not enough), and in date.
fn is_appointed(responder: &Certificate, issuer: &Issuer, now: Timestamp) -> bool {
    let signs_ocsp = responder
        .extensions
        .extended_key_usage
        .iter()
        .flatten()
        .any(|purpose| purpose == key_purpose::OCSP_SIGNING);
    let in_date = responder.is_valid_at(now)
        || responder.is_valid_at(now.after(CLOCK_SKEW))
        || responder.is_valid_at(now.before(CLOCK_SKEW));
    signs_ocsp
        && in_date
        && responder.issuer_der() == issuer.name
        && issuer
            .key()
            .is_ok_and(|key| responder.verify_signed_by(key).is_ok())
}
