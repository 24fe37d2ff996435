//! A hash inside another string: `{CRYPT}$6$…`, `bcrypt$$2b$…`, `{bcrypt}$2a$…`.

use zeroize::Zeroizing;

use super::digest::Bytes;
use super::{Check, LegacyHash, LegacyScheme, Malformed, Parsed, Prepare, Work};
use crate::HashString;

/// The password as it is.
pub(super) fn unchanged() -> Prepare {
    Box::new(|password| -> Bytes { Zeroizing::new(password.to_vec()) })
}

/// A hash of a current scheme.
pub(super) fn current(text: &str, prepare: Prepare) -> Result<Parsed, Malformed> {
    let inner = HashString::parse(text).map_err(|_| "inner hash")?;
    Ok(Parsed {
        work: Work::Light,
        salt_len: 0,
        reads: None,
        check: Check::Current {
            inner: Box::new(inner),
            prepare,
        },
    })
}

/// A hash of a named old scheme.
pub(super) fn legacy(scheme: &str, text: &str) -> Result<Parsed, Malformed> {
    let scheme = LegacyScheme::named(scheme).ok_or("inner hash")?;
    let inner = LegacyHash::parse_as(scheme, text).map_err(|_| "inner hash")?;
    Ok(Parsed {
        work: Work::Light,
        salt_len: 0,
        reads: None,
        check: Check::Legacy {
            inner: Box::new(inner),
            prepare: unchanged(),
        },
    })
}
