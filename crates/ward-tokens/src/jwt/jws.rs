//! Signed text without a meaning: the compact serialisation of RFC 7515, below the claims.
//!
//! For payloads that are not claims. A token that grants anything is read by [`VerifyingKeys::verify`], which
//! also looks at times, audience and type.

use super::header::Header;
use super::{MAX_TOKEN_LEN, SigningKey, VerifyError, VerifyingKey, VerifyingKeys};
use crate::base64url;

/// A payload whose signature held, and the key under which it did.
#[derive(Debug)]
pub struct Signed<'k> {
    /// The payload's bytes.
    pub payload: Vec<u8>,
    /// The key that signed.
    pub key: &'k VerifyingKey,
    /// The header's `typ`, unchecked.
    pub typ: Option<String>,
}

/// Signs any payload. The header names the key's algorithm, its id and the type `JWT`.
#[must_use]
pub fn sign(key: &SigningKey, payload: &[u8]) -> String {
    // Enough for any of the algorithms in one allocation: Ed25519 signatures have 86 letters, and there are two dots.
    let encoded = payload.len().saturating_mul(4).div_ceil(3);
    let capacity = key.header().len().saturating_add(encoded).saturating_add(88);
    let mut token = String::with_capacity(capacity);
    token.push_str(key.header());
    token.push('.');
    base64url::encode_onto(payload, &mut token);
    key.sign_onto(&mut token);
    token
}

/// Checks form and signature, and gives the payload.
///
/// Fails with [`VerifyError::Malformed`], [`VerifyError::RefusedHeader`], [`VerifyError::UnknownKey`],
/// [`VerifyError::WrongAlgorithm`] or [`VerifyError::BadSignature`], looked for in this order.
pub fn verify<'k>(token: &str, keys: &'k VerifyingKeys) -> Result<Signed<'k>, VerifyError> {
    let parts = Parts::split(token)?;
    let signature = base64url::decode(parts.signature).ok_or(VerifyError::Malformed)?;

    // A key's own header, letter for letter, needs no parsing: what it would say is known, and so is whom it concerns.
    let mut writers = keys
        .iter()
        .filter(|key| key.wrote_header(parts.header))
        .peekable();
    let (key, typ) = if writers.peek().is_some() {
        let key = writers
            .find(|key| key.signed(parts.input, &signature))
            .ok_or(VerifyError::BadSignature)?;
        (key, Some("JWT".to_owned()))
    } else {
        let header = Header::parse(parts.header)?;
        (key_for(&header, keys, parts.input, &signature)?, header.typ)
    };

    let payload = base64url::decode(parts.payload).ok_or(VerifyError::Malformed)?;
    Ok(Signed { payload, key, typ })
}

fn key_for<'k>(
    header: &Header,
    keys: &'k VerifyingKeys,
    input: &str,
    signature: &[u8],
) -> Result<&'k VerifyingKey, VerifyError> {
    let mut refusal = VerifyError::UnknownKey;
    for key in keys.iter().filter(|key| key.key_id() == header.kid.as_deref()) {
        if key.algorithm().name() != header.alg {
            if refusal == VerifyError::UnknownKey {
                refusal = VerifyError::WrongAlgorithm;
            }
        } else if key.signed(input, signature) {
            return Ok(key);
        } else {
            refusal = VerifyError::BadSignature;
        }
    }
    Err(refusal)
}

/// The three parts of a compact token, still encoded.
pub(super) struct Parts<'t> {
    pub(super) header: &'t str,
    pub(super) payload: &'t str,
    signature: &'t str,
    /// Header, dot and payload: what the signature is over.
    input: &'t str,
}

impl<'t> Parts<'t> {
    /// Exactly three parts, none of them empty: an empty signature is no signature, and empty claims are no JSON.
    pub(super) fn split(token: &'t str) -> Result<Self, VerifyError> {
        if token.len() > MAX_TOKEN_LEN {
            return Err(VerifyError::Malformed);
        }
        let parts = || {
            let (input, signature) = token.rsplit_once('.')?;
            let (header, payload) = input.split_once('.')?;
            let whole = !payload.contains('.') && ![header, payload, signature].contains(&"");
            whole.then_some(Self {
                header,
                payload,
                signature,
                input,
            })
        };
        parts().ok_or(VerifyError::Malformed)
    }
}
