//! Verification of X.509-style signatures: over certificates and over OCSP responses.
//!
//! The algorithm is decided by both sides, the key's type and the signature's identifier, and must be one of
//! webpki's list: RSA of 2048 bits and more with SHA-2, ECDSA on P-256, P-384 and P-521, Ed25519, ML-DSA.
//! SHA-1 and MD5 are not in it, so a signature made with them is never accepted, only named.

use crate::der::{self, Malformed, Reader, SEQUENCE};

/// A public key, as `SubjectPublicKeyInfo` holds it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyInfo<'a> {
    /// Content of the `AlgorithmIdentifier`.
    pub(crate) algorithm: &'a [u8],
    /// The key's bits.
    pub(crate) bits: &'a [u8],
}

impl<'a> KeyInfo<'a> {
    /// Takes a whole `SubjectPublicKeyInfo` apart.
    pub(crate) fn from_der(spki: &'a [u8]) -> Result<Self, Malformed> {
        Self::from_content(der::only(spki, SEQUENCE)?)
    }

    /// Takes the content of a `SubjectPublicKeyInfo` apart.
    pub(crate) fn from_content(mut content: Reader<'a>) -> Result<Self, Malformed> {
        let algorithm = content.expect(SEQUENCE)?.content;
        let bits = content.bit_string()?;
        content.end()?;
        Ok(Self { algorithm, bits })
    }
}

/// A message, the algorithm its signature claims, and the signature.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signed<'a> {
    pub(crate) message: &'a [u8],
    pub(crate) algorithm: &'a [u8],
    pub(crate) signature: &'a [u8],
}

impl<'a> Signed<'a> {
    /// Takes the three parts of a signed structure: the message, the algorithm and the signature.
    pub(crate) fn read(content: &mut Reader<'a>) -> Result<Self, Malformed> {
        let message = content.expect(SEQUENCE)?.raw;
        let algorithm = content.expect(SEQUENCE)?.content;
        let signature = content.bit_string()?;
        Ok(Self {
            message,
            algorithm,
            signature,
        })
    }
}

/// Why a signature was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// No accepted algorithm joins this kind of key and this identifier.
    Algorithm,
    /// The algorithm is accepted and the signature is wrong.
    Signature,
}

/// Verifies `signed` under `key`.
pub(crate) fn verify(key: KeyInfo<'_>, signed: Signed<'_>) -> Result<(), Refused> {
    let mut refused = Refused::Algorithm;
    for algorithm in webpki::ALL_VERIFICATION_ALGS {
        if algorithm.public_key_alg_id().as_ref() != key.algorithm
            || algorithm.signature_alg_id().as_ref() != signed.algorithm
        {
            continue;
        }
        // Two entries can share their identifiers (RSA with a floor of 2048 or 3072 bits), so go on.
        match algorithm.verify_signature(key.bits, signed.message, signed.signature) {
            Ok(()) => return Ok(()),
            Err(_) => refused = Refused::Signature,
        }
    }
    Err(refused)
}
