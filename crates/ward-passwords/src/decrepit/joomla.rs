//! Joomla 1.5 to 3.1: MD5 of password and salt, `<hex>:<salt>`.

use super::digest::md5;
use super::text::hex_of;
use super::{Malformed, Parsed, Work};

pub(super) fn read(text: &str) -> Result<Parsed, Malformed> {
    let (digest, salt) = text.split_once(':').ok_or("salt")?;
    let digest = hex_of(digest, 16).ok_or("digest")?;
    if salt.len() > 64 {
        return Err("salt");
    }
    let salt = salt.as_bytes().to_vec();
    Ok(Parsed::digest(Work::Light, salt.len(), digest, move |input| {
        Ok(md5(&[input.password, &salt]))
    }))
}
