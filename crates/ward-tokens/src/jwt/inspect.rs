//! A look at a token that nobody vouches for.

use serde_json::{Map, Value};

use super::VerifyError;
use super::jws::Parts;
use crate::{base64url, strict_json};

/// Header and payload of a token whose signature was **not** checked. For showing to a person; anyone can have
/// written it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Unverified {
    /// The header's members as they stand.
    pub header: Map<String, Value>,
    /// The payload's members as they stand.
    pub payload: Map<String, Value>,
}

/// Takes a token apart without a key. [`VerifyError::Malformed`] when it is not three parts of strict JSON in
/// canonical base64url.
pub fn inspect(token: &str) -> Result<Unverified, VerifyError> {
    let parts = Parts::split(token)?;
    let read = |part| base64url::decode(part).and_then(|bytes| strict_json::object(&bytes));
    match (read(parts.header), read(parts.payload)) {
        (Some(header), Some(payload)) => Ok(Unverified { header, payload }),
        _ => Err(VerifyError::Malformed),
    }
}
