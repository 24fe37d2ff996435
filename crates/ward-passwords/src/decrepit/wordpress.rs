//! `WordPress` 6.8 and later: `$wp$2y$…`, bcrypt of base64(HMAC-SHA-384(key "wp-sha384", password)), which lifts
//! bcrypt's 72 bytes (`wp_hash_password` in `pluggable.php`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::digest::Algorithm;
use super::{Malformed, Parsed, nested};

pub(super) fn read(text: &str) -> Result<Parsed, Malformed> {
    let inner = text
        .strip_prefix("$wp")
        .filter(|inner| inner.starts_with("$2"))
        .ok_or("inner hash")?;
    nested::current(
        inner,
        Box::new(|password| {
            let tag = Algorithm::Sha384
                .hmac(b"wp-sha384", &[password])
                .unwrap_or_default();
            Zeroizing::new(STANDARD.encode(&*tag).into_bytes())
        }),
    )
}
