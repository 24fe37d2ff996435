//! Reading `OCSPResponse` (RFC 6960 section 4.2.1).

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use ward_secret::Timestamp;

use super::answer::{Reason, Status};
use super::{Issuer, OcspError};
use crate::certificate::Certificate;
use crate::der::{ENUMERATED, INTEGER, Malformed, OCTET_STRING, OID, Reader, SEQUENCE, explicit, only};
use crate::signature::Signed;

/// `id-pkix-ocsp-basic`, 1.3.6.1.5.5.7.48.1.1.
const BASIC: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x01];
/// SHA-1, 1.3.14.3.2.26, and SHA-256, 2.16.840.1.101.3.4.2.1: how a `CertID` may name its issuer.
pub(super) const SHA1_OID: &[u8] = &[0x2b, 0x0e, 0x03, 0x02, 0x1a];
const SHA256_OID: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];

const SUCCESSFUL: &[u8] = &[0];
const GOOD: u8 = 0x80;
const REVOKED: u8 = 0xa1;
const UNKNOWN: u8 = 0x82;

/// Most embedded certificates that are looked at. A responder needs to send one.
const MAX_CERTIFICATES: usize = 4;

impl From<Malformed> for OcspError {
    fn from(Malformed: Malformed) -> Self {
        Self::Malformed
    }
}

/// Who signed, as the response says.
#[derive(Clone, Copy, Debug)]
pub(super) enum ResponderId<'a> {
    /// A whole DER `Name`.
    Name(&'a [u8]),
    /// SHA-1 of the key's bits.
    KeyHash(&'a [u8]),
}

/// A response taken apart, not yet believed.
#[derive(Debug)]
pub(super) struct Basic<'a> {
    pub(super) signed: Signed<'a>,
    pub(super) responder: ResponderId<'a>,
    pub(super) produced_at: Timestamp,
    pub(super) certificates: Vec<&'a [u8]>,
    responses: Reader<'a>,
}

/// What it says of one certificate.
#[derive(Debug)]
pub(super) struct Single {
    pub(super) status: Status,
    pub(super) this_update: Timestamp,
    pub(super) next_update: Option<Timestamp>,
}

pub(super) fn basic_response(bytes: &[u8]) -> Result<Basic<'_>, OcspError> {
    let mut outer = only(bytes, SEQUENCE)?;
    if outer.expect(ENUMERATED)?.content != SUCCESSFUL {
        return Err(OcspError::Refused);
    }
    let wrapper = outer.expect(explicit(0))?;
    outer.end()?;
    let mut typed = only(wrapper.content, SEQUENCE)?;
    if typed.expect(OID)?.content != BASIC {
        return Err(OcspError::UnknownType);
    }
    let basic = typed.expect(OCTET_STRING)?;
    typed.end()?;

    let mut basic = only(basic.content, SEQUENCE)?;
    let signed = Signed::read(&mut basic)?;
    let mut certificates = Vec::new();
    if let Some(wrapper) = basic.optional(explicit(0))? {
        let mut list = only(wrapper.content, SEQUENCE)?;
        while !list.is_empty() && certificates.len() < MAX_CERTIFICATES {
            certificates.push(list.expect(SEQUENCE)?.raw);
        }
    }
    basic.end()?;

    let mut data = only(signed.message, SEQUENCE)?;
    // Version 1, the default, is the only one there is.
    if data
        .optional(explicit(0))?
        .is_some_and(|version| version.content != [INTEGER, 1, 0])
    {
        return Err(OcspError::Malformed);
    }
    let id = data.element()?;
    let responder = if id.tag == explicit(1) {
        ResponderId::Name(id.content)
    } else if id.tag == explicit(2) {
        let mut inner = Reader::new(id.content);
        ResponderId::KeyHash(inner.expect(OCTET_STRING)?.content)
    } else {
        return Err(OcspError::Malformed);
    };
    let produced_at = data.generalized_time()?;
    let responses = data.inside(SEQUENCE)?;
    if let Some(extensions) = data.optional(explicit(1))? {
        Reader::new(extensions.content).no_critical_extensions()?;
    }
    data.end()?;
    Ok(Basic {
        signed,
        responder,
        produced_at,
        certificates,
        responses,
    })
}

impl Basic<'_> {
    /// The single response about `certificate`.
    pub(super) fn single_for(&self, certificate: &Certificate, issuer: &Issuer) -> Result<Single, OcspError> {
        let mut responses = self.responses;
        while !responses.is_empty() {
            let mut single = responses.inside(SEQUENCE)?;
            if names(single.inside(SEQUENCE)?, certificate, issuer)? {
                return Ok(read_single(single)?);
            }
        }
        Err(OcspError::OtherCertificate)
    }
}

/// Whether a `CertID` names this certificate of this issuer. An unknown hash names nothing.
fn names(mut id: Reader<'_>, certificate: &Certificate, issuer: &Issuer) -> Result<bool, Malformed> {
    let algorithm = id.inside(SEQUENCE)?.expect(OID)?.content;
    let name_hash = id.expect(OCTET_STRING)?.content;
    let key_hash = id.expect(OCTET_STRING)?.content;
    let serial = id.expect(INTEGER)?.content;
    id.end()?;
    // SHA-1 here is a name for the issuer, not a signature: the response is verified under the issuer's key,
    // so a collision gains nothing.
    let algorithm = match algorithm {
        SHA1_OID => &SHA1_FOR_LEGACY_USE_ONLY,
        SHA256_OID => &SHA256,
        _ => return Ok(false),
    };
    Ok(digest(algorithm, issuer.name()).as_ref() == name_hash
        && digest(algorithm, issuer.key_bits()?).as_ref() == key_hash
        && certificate.serial_octets() == serial)
}

fn read_single(mut single: Reader<'_>) -> Result<Single, Malformed> {
    let status = single.element()?;
    let status = match status.tag {
        GOOD if status.content.is_empty() => Status::Good,
        UNKNOWN if status.content.is_empty() => Status::Unknown,
        REVOKED => {
            let mut info = Reader::new(status.content);
            let at = info.generalized_time()?;
            let reason = match info.optional(explicit(0))? {
                None => None,
                Some(wrapper) => match Reader::new(wrapper.content).expect(ENUMERATED)?.content {
                    [number] => Some(Reason::from_number(*number)),
                    _ => return Err(Malformed),
                },
            };
            info.end()?;
            Status::Revoked { at, reason }
        }
        _ => return Err(Malformed),
    };
    let this_update = single.generalized_time()?;
    let next_update = match single.optional(explicit(0))? {
        Some(wrapper) => Some(Reader::new(wrapper.content).generalized_time()?),
        None => None,
    };
    if let Some(extensions) = single.optional(explicit(1))? {
        Reader::new(extensions.content).no_critical_extensions()?;
    }
    single.end()?;
    Ok(Single {
        status,
        this_update,
        next_update,
    })
}
