//! Strict JSON for request bodies: RFC 8259, with everything it leaves open decided towards refusal.
//!
//! Most callers want [`from_slice`], which fills a typed request straight from the bytes, or [`parse`] then
//! [`decode`] where the value is needed twice.
//!
//! ```
//! use ward_input::json::{JsonError, Limits, from_slice};
//!
//! #[derive(serde::Deserialize, Debug)]
//! #[serde(deny_unknown_fields)]
//! struct Login { name: String, tries: u8 }
//!
//! let login: Login = from_slice(br#"{"name":"ada","tries":2}"#, &Limits::default())?;
//! assert_eq!(login.tries, 2);
//!
//! let refused = from_slice::<Login>(br#"{"name":"ada","tries":"hunter2"}"#, &Limits::default());
//! let Err(JsonError::Fields(errors)) = refused else { unreachable!() };
//! assert_eq!((errors[0].pointer.as_str(), errors[0].rule), ("/tries", "wrong_type"));
//! # Ok::<(), JsonError>(())
//! ```
//!
//! # What it refuses, beyond a syntax error
//! - a name that stands twice in one object, at any depth, also where the target type would ignore it: two
//!   parsers that keep different ones disagree about what was authorised (RFC 8259, section 4);
//! - more bytes, depth or values than [`Limits`] allow, before the memory for them is taken;
//! - bytes that are not UTF-8, a byte order mark, and escapes that name half a surrogate pair;
//! - a number too large for a finite `f64`;
//! - anything but white space after the value.
//!
//! # Errors do not quote
//! serde's own error texts repeat values and names ("invalid type: string \"hunter2\""). Here the deserializer
//! has an error type that never sees them: a [`FieldError`] is a JSON Pointer and one of a fixed set of rules.
//! The pointer names fields of Ward's own types only and stops above the first name that the caller chose.
//! A type's own check may choose the rule by `serde::de::Error::custom("too_long")`; any text that is not in
//! [`RULES`] becomes `invalid`.

mod error;
mod node;
mod reader;
mod text;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use error::{FieldError, JsonError, RULES};

use node::Node;
use reader::Reader;

/// What a document may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest document in bytes. Default 1 MiB.
    pub max_bytes: usize,
    /// Most arrays and objects inside each other. Default 64; values above 128 count as 128, since the parser
    /// recurses.
    pub max_depth: usize,
    /// Most values (scalars, arrays and objects together). Default 65,536: a short document of empty arrays
    /// would otherwise take thirty times its size in memory.
    pub max_values: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 1 << 20,
            max_depth: 64,
            max_values: 1 << 16,
        }
    }
}

/// Parses `bytes` as one JSON document.
pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Value, JsonError> {
    from_slice(bytes, limits)
}

/// Parses `bytes` as one JSON document and fills a `T` on the way, without a tree in between. Strings that
/// hold no escape can be borrowed from `bytes`.
pub fn from_slice<'de, T: Deserialize<'de>>(bytes: &'de [u8], limits: &Limits) -> Result<T, JsonError> {
    if bytes.len() > limits.max_bytes {
        return Err(JsonError::TooLarge {
            limit: limits.max_bytes,
        });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| JsonError::NotUtf8)?;
    let mut reader = Reader::new(text, limits);
    let value = T::deserialize(&mut reader).map_err(error::Fault::into_json_error)?;
    reader.end().map_err(error::Fault::into_json_error)?;
    Ok(value)
}

/// Fills a `T` from a value that was parsed before.
///
/// The list holds what was found wrong; today that is the first thing, because serde stops there.
pub fn decode<T: DeserializeOwned>(value: Value) -> Result<T, Vec<FieldError>> {
    T::deserialize(Node(value)).map_err(|fault| vec![fault.into_field_error()])
}
