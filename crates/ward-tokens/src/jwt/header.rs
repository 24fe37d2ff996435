//! The header of a token: a claim about the key, never an instruction.

use serde_json::{Map, Value};

use super::VerifyError;
use crate::{base64url, strict_json};

/// Header members that bring a key, or that change how the token is read. RFC 7515, section 4.1 (keys and `crit`);
/// RFC 7797 (`b64`).
const REFUSED: [&str; 6] = ["jwk", "jku", "x5u", "x5c", "crit", "b64"];

pub(super) struct Header {
    pub(super) alg: String,
    pub(super) kid: Option<String>,
    pub(super) typ: Option<String>,
}

impl Header {
    /// Reads an encoded header. Unknown members are passed over, as RFC 7515, section 4 demands.
    pub(super) fn parse(encoded: &str) -> Result<Self, VerifyError> {
        let bytes = base64url::decode(encoded).ok_or(VerifyError::Malformed)?;
        let mut members = strict_json::object(&bytes).ok_or(VerifyError::Malformed)?;
        if REFUSED.iter().any(|name| members.contains_key(*name)) {
            return Err(VerifyError::RefusedHeader);
        }
        let alg = text(&mut members, "alg")?.ok_or(VerifyError::Malformed)?;
        Ok(Self {
            alg,
            kid: text(&mut members, "kid")?,
            typ: text(&mut members, "typ")?,
        })
    }
}

fn text(members: &mut Map<String, Value>, name: &str) -> Result<Option<String>, VerifyError> {
    match members.get_mut(name).map(Value::take) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(VerifyError::Malformed),
    }
}

/// Whether `typ` may stand on an access token: absent, `JWT` (RFC 7519, section 5.1) or `at+jwt` (RFC 9068, section
/// 4). Media types ignore case, and `application/` may be left out (RFC 7515, section 4.1.9).
pub(super) fn typ_is_token(typ: Option<&str>) -> bool {
    const PREFIX: &str = "application/";
    typ.is_none_or(|typ| {
        let name = match typ.split_at_checked(PREFIX.len()) {
            Some((prefix, name)) if prefix.eq_ignore_ascii_case(PREFIX) => name,
            _ => typ,
        };
        name.eq_ignore_ascii_case("jwt") || name.eq_ignore_ascii_case("at+jwt")
    })
}
