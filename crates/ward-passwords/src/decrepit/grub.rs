//! GRUB 2: `grub.pbkdf2.sha512.<rounds>.<salt>.<digest>` in hexadecimal (`grub-mkpasswd-pbkdf2`).

use super::digest::{Algorithm, derive_pbkdf2};
use super::text::{hex, hex_of, rounds};
use super::{Malformed, Parsed, Work};

pub(super) const MARKER: &str = "grub.pbkdf2.sha512.";

pub(super) fn read(text: &str) -> Result<Parsed, Malformed> {
    let mut fields = text.strip_prefix(MARKER).ok_or("marker")?.split('.');
    let mut next = || fields.next().unwrap_or_default();
    let rounds = rounds(next())?;
    let salt = hex(next()).filter(|salt| salt.len() <= 256).ok_or("salt")?;
    let digest = hex_of(next(), 64)
        .filter(|_| fields.next().is_none())
        .ok_or("digest")?;
    let function = Algorithm::Sha512.pbkdf2().ok_or("marker")?;
    Ok(Parsed::digest(
        Work::pbkdf2(Algorithm::Sha512, rounds, 64),
        salt.len(),
        digest,
        move |input| Ok(derive_pbkdf2(function, rounds, &salt, input.password, 64)),
    ))
}
