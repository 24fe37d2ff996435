//! Building `OCSPRequest` (RFC 6960 section 4.1.1).

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use super::parse::SHA1_OID;
use super::{Issuer, OcspError};
use crate::certificate::Certificate;
use crate::der::{INTEGER, OCTET_STRING, OID, SEQUENCE, write};

const NULL: &[u8] = &[0x05, 0x00];

/// An unsigned request about one certificate, in DER, without a nonce so that caches can answer it.
///
/// The issuer is named by SHA-1, the one form that every responder knows (RFC 5019 section 2.1.1). POST it as
/// `application/ocsp-request`.
///
/// Fails with [`OcspError::Malformed`] when the issuer's key cannot be read.
pub fn request(certificate: &Certificate, issuer: &Issuer) -> Result<Vec<u8>, OcspError> {
    let sha1 = |bytes: &[u8]| digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes);
    let id = write(
        SEQUENCE,
        &[
            &write(SEQUENCE, &[&write(OID, &[SHA1_OID]), NULL]),
            &write(OCTET_STRING, &[sha1(issuer.name()).as_ref()]),
            &write(OCTET_STRING, &[sha1(issuer.key_bits()?).as_ref()]),
            &write(INTEGER, &[certificate.serial_octets()]),
        ],
    );
    let list = write(SEQUENCE, &[&write(SEQUENCE, &[&id])]);
    Ok(write(SEQUENCE, &[&write(SEQUENCE, &[&list])]))
}
