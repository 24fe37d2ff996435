//! JSON that has one reading, as `ward-input` reads it: no name twice in an object, at any depth, nothing after the value.
//!
//! Parsers disagree about which of two equal names counts; a token that is checked by one and used by another
//! must not have two (RFC 8725, section 2.4; RFC 7519, section 4).

use serde::Deserialize;
use serde_json::{Map, Value};
use ward_input::json::{Limits, from_slice};

use crate::jwt::MAX_TOKEN_LEN;

/// A `T` from the JSON in `bytes`, or `None` for anything else.
pub(crate) fn read<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Option<T> {
    let limits = Limits {
        max_bytes: MAX_TOKEN_LEN,
        ..Limits::default()
    };
    from_slice(bytes, &limits).ok()
}

/// The JSON object in `bytes`, or `None` for anything else.
pub(crate) fn object(bytes: &[u8]) -> Option<Map<String, Value>> {
    match read(bytes)? {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
