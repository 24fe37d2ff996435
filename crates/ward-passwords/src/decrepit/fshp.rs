//! Fairly Secure Hashed Passwords: `{FSHP<variant>|<salt bytes>|<rounds>}<base64 of salt and digest>` (Gedik, 2009):
//! PBKDF1 with salt and password swapped.

use super::digest::Algorithm;
use super::text::{base64, rounds};
use super::{Malformed, Parsed, Work};
use crate::format::fields::decimal;

pub(super) fn is_fshp(text: &str) -> bool {
    text.strip_prefix("{FSHP")
        .is_some_and(|rest| rest.starts_with(|character: char| character.is_ascii_digit()))
}

pub(super) fn read(text: &str) -> Result<Parsed, Malformed> {
    let (setting, data) = text
        .strip_prefix("{FSHP")
        .and_then(|rest| rest.split_once('}'))
        .ok_or("list of fields")?;
    let mut fields = setting.split('|');
    let mut next = || fields.next().unwrap_or_default();
    let algorithm = match next() {
        "0" => Algorithm::Sha1,
        "1" => Algorithm::Sha256,
        "2" => Algorithm::Sha384,
        "3" => Algorithm::Sha512,
        _ => return Err("variant"),
    };
    let salt_len = decimal(next())
        .and_then(|len| usize::try_from(len).ok())
        .ok_or("salt")?;
    let rounds = rounds(next())?.get();
    if fields.next().is_some() {
        return Err("list of fields");
    }
    let bytes = base64(data).ok_or("digest")?;
    let (salt, digest) = bytes.split_at_checked(salt_len).ok_or("salt")?;
    if digest.len() != algorithm.len() {
        return Err("digest");
    }
    let salt = salt.to_vec();
    Ok(Parsed::digest(
        Work::Rounds(u64::from(rounds)),
        salt_len,
        digest.to_vec(),
        move |input| {
            let mut digest = algorithm.digest(&[&salt, input.password]);
            for _ in 1..rounds {
                digest = algorithm.digest(&[&digest]);
            }
            Ok(digest)
        },
    ))
}
