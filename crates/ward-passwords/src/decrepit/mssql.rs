//! Microsoft SQL Server: `0x0100` (2000 to 2008: SHA-1) and `0x0200` (since 2012: SHA-512) over the password in
//! UTF-16 and four bytes of salt.

use super::digest::Algorithm;
use super::text::{hex, utf8, utf16_le};
use super::{Malformed, Parsed, Work};

/// The text's length with the digests that follow: version, salt, then `digests` bytes.
fn is_of(text: &str, version: &str, digests: usize) -> bool {
    let wanted = digests.saturating_mul(2).saturating_add(14);
    text.len() == wanted && text.starts_with(version)
}

pub(super) fn is_2000(text: &str) -> bool {
    is_of(text, "0x0100", 40)
}

pub(super) fn is_2005(text: &str) -> bool {
    is_of(text, "0x0100", 20)
}

pub(super) fn is_2012(text: &str) -> bool {
    is_of(text, "0x0200", 64)
}

/// The digest of the password as typed, then of the password in upper case. The server accepted either case, so
/// the second is compared.
pub(super) fn read_2000(text: &str) -> Result<Parsed, Malformed> {
    let (salt, digests) = read(text, 40)?;
    let upper = digests.get(20..).ok_or("digest")?.to_vec();
    Ok(Parsed::digest(Work::Light, 4, upper, move |input| {
        let upper = zeroize::Zeroizing::new(utf8(input.password)?.to_uppercase());
        Ok(Algorithm::Sha1.digest(&[&utf16_le(&upper), &salt]))
    }))
}

pub(super) fn read_2005(text: &str) -> Result<Parsed, Malformed> {
    read_single(text, Algorithm::Sha1)
}

pub(super) fn read_2012(text: &str) -> Result<Parsed, Malformed> {
    read_single(text, Algorithm::Sha512)
}

fn read_single(text: &str, algorithm: Algorithm) -> Result<Parsed, Malformed> {
    let (salt, digest) = read(text, algorithm.len())?;
    Ok(Parsed::digest(Work::Light, 4, digest, move |input| {
        Ok(algorithm.digest(&[&utf16_le(utf8(input.password)?), &salt]))
    }))
}

fn read(text: &str, digests: usize) -> Result<(Vec<u8>, Vec<u8>), Malformed> {
    let bytes = text.get(6..).and_then(hex).ok_or("digest")?;
    let (salt, digest) = bytes.split_at_checked(4).ok_or("salt")?;
    if digest.len() != digests || !(text.starts_with("0x0100") || text.starts_with("0x0200")) {
        return Err("digest");
    }
    Ok((salt.to_vec(), digest.to_vec()))
}
