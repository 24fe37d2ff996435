//! Revocation by OCSP (RFC 6960): verify a response, build a request.
//!
//! A response counts only when its signature verifies under the issuer's key or under a responder that the
//! issuer itself appointed (`id-kp-OCSPSigning`), when it speaks of exactly this certificate, and when it is
//! fresh. Signatures with SHA-1 are refused. Nonces are not used: a staple cannot have one, and freshness is
//! judged by the response's own dates.

mod answer;
mod parse;
mod request;
mod responder;

use std::time::Duration;

use ward_secret::Timestamp;

use crate::certificate::Certificate;

pub use answer::{Answer, Reason, Status};
pub use request::request;
pub use responder::Issuer;

/// Longest response that is read, in bytes; real ones with a delegated responder's certificate stay under 4 KiB.
pub const MAX_RESPONSE_LEN: usize = 64 * 1024;

/// How far clocks may disagree.
pub const CLOCK_SKEW: Duration = Duration::from_mins(5);

/// How old a response without `nextUpdate` may be. RFC 6960 section 4.2.2.1 says that such a responder always
/// has newer information, so a day is generous.
pub const MAX_AGE_WITHOUT_NEXT_UPDATE: Duration = Duration::from_hours(24);

/// Why a response does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OcspError {
    /// Longer than [`MAX_RESPONSE_LEN`].
    #[error("the OCSP response is longer than 64 KiB")]
    TooLarge,
    /// Not a response in DER, or with a critical extension that is not known.
    #[error("the OCSP response is malformed")]
    Malformed,
    /// The responder answered with an error of its own: `tryLater`, `unauthorized` and so on.
    #[error("the OCSP responder gave no answer")]
    Refused,
    /// A response type other than `id-pkix-ocsp-basic`.
    #[error("the OCSP response is of an unknown type")]
    UnknownType,
    /// No issuer is known under which the response could be verified: the chain is incomplete.
    #[error("the OCSP response cannot be verified because the issuer is not known")]
    NoIssuer,
    /// The response speaks of other certificates.
    #[error("the OCSP response is for another certificate")]
    OtherCertificate,
    /// Signed by somebody whom the issuer did not appoint, or whose appointment is out of date.
    #[error("the OCSP response is signed by an unauthorised responder")]
    Unauthorised,
    /// Signed with an algorithm that is not accepted, such as SHA-1.
    #[error("the OCSP response is signed with an algorithm that is not accepted")]
    Algorithm,
    /// The signature is wrong.
    #[error("the signature of the OCSP response is wrong")]
    Signature,
    /// Its dates lie in the future: the server's clock or this one is wrong.
    #[error("the OCSP response is from the future")]
    Future,
    /// Past its `nextUpdate`, or too old without one.
    #[error("the OCSP response is out of date")]
    Stale,
}

/// Verifies a DER response about `certificate`, issued by `issuer`, at `now`.
///
/// The caller has established that `issuer` is trusted; this only establishes that it speaks.
pub fn verify(
    response: &[u8],
    certificate: &Certificate,
    issuer: &Issuer,
    now: Timestamp,
) -> Result<Answer, OcspError> {
    if response.len() > MAX_RESPONSE_LEN {
        return Err(OcspError::TooLarge);
    }
    let basic = parse::basic_response(response)?;
    responder::authenticate(&basic, issuer, now)?;
    // Only now is the content believed, so only now is it read further.
    let single = basic.single_for(certificate, issuer)?;
    let answer = Answer {
        status: single.status,
        produced_at: basic.produced_at,
        this_update: single.this_update,
        next_update: single.next_update,
    };
    answer.check_fresh(now)?;
    Ok(answer)
}
