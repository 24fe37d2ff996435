//! Markers of accounts that have no password: `!`, `*`, `!!`, `*LK*` in `/etc/shadow`, and Django's `!` with
//! random characters. Nothing verifies against them, not even under passlib's `unix_fallback`, which lets an
//! empty field match anything.

use super::{Check, Malformed, Parsed, Work, mysql};

/// `MySQL`'s hashes begin with `*` too.
pub(super) fn is_disabled(text: &str) -> bool {
    text.starts_with('!') || (text.starts_with('*') && !mysql::is_41(text))
}

pub(super) fn read(text: &str) -> Result<Parsed, Malformed> {
    if !is_disabled(text) {
        return Err("marker");
    }
    Ok(Parsed {
        work: Work::Light,
        salt_len: 0,
        reads: None,
        check: Check::Never,
    })
}
