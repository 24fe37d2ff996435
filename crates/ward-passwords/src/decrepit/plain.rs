//! What was never hashed, digests without a salt, and htdigest. Read by name alone: a text of hexadecimal digits
//! says nothing about how it was made.

use zeroize::Zeroizing;

use super::digest::{Algorithm, md5};
use super::text::hex_of;
use super::{Malformed, Parsed, Stop, Work};

/// The password itself.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the shape of every parser in the table of schemes"
)]
pub(super) fn read(text: &str) -> Result<Parsed, Malformed> {
    Ok(Parsed::digest(
        Work::Light,
        0,
        text.as_bytes().to_vec(),
        |input| Ok(Zeroizing::new(input.password.to_vec())),
    ))
}

/// LDAP's `userPassword` without a marker; an empty one is no password.
pub(super) fn read_ldap(text: &str) -> Result<Parsed, Malformed> {
    if text.is_empty() || text.starts_with('{') {
        return Err("marker");
    }
    read(text)
}

/// Roundup's `{plaintext}`.
pub(super) fn read_roundup(text: &str) -> Result<Parsed, Malformed> {
    read(text.strip_prefix("{plaintext}").ok_or("marker")?)
}

fn read_hex(algorithm: Algorithm, text: &str) -> Result<Parsed, Malformed> {
    let digest = hex_of(text, algorithm.len()).ok_or("digest")?;
    Ok(Parsed::digest(Work::Light, 0, digest, move |input| {
        Ok(algorithm.digest(&[input.password]))
    }))
}

pub(super) fn read_md4(text: &str) -> Result<Parsed, Malformed> {
    read_hex(Algorithm::Md4, text)
}

pub(super) fn read_md5(text: &str) -> Result<Parsed, Malformed> {
    read_hex(Algorithm::Md5, text)
}

pub(super) fn read_sha1(text: &str) -> Result<Parsed, Malformed> {
    read_hex(Algorithm::Sha1, text)
}

pub(super) fn read_sha256(text: &str) -> Result<Parsed, Malformed> {
    read_hex(Algorithm::Sha256, text)
}

pub(super) fn read_sha512(text: &str) -> Result<Parsed, Malformed> {
    read_hex(Algorithm::Sha512, text)
}

/// MD5 of `user:realm:password` (RFC 2617), the last field of Apache's file.
pub(super) fn read_htdigest(text: &str) -> Result<Parsed, Malformed> {
    let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let digest = hex_of(text, 16)
        .filter(|_| text.bytes().all(lower))
        .ok_or("digest")?;
    Ok(Parsed::digest(Work::Light, 0, digest, |input| {
        let user = input.user.ok_or(Stop::NeedsUser)?;
        let realm = input.realm.ok_or(Stop::NeedsRealm)?;
        Ok(md5(&[
            user.as_bytes(),
            b":",
            realm.as_bytes(),
            b":",
            input.password,
        ]))
    }))
}
