//! `pg_authid.rolpassword`: `md5` and MD5 of password and role name, and `SCRAM-SHA-256$…` (RFC 5802, RFC 7677).

use zeroize::Zeroizing;

use super::digest::{Algorithm, derive_pbkdf2, md5};
use super::text::{base64, hex_of, rounds, to_hex};
use super::{Malformed, Parsed, Stop, Work};

pub(super) fn is_md5(text: &str) -> bool {
    text.strip_prefix("md5")
        .is_some_and(|digest| hex_of(digest, 16).is_some())
}

pub(super) fn read_md5(text: &str) -> Result<Parsed, Malformed> {
    let digest = text
        .strip_prefix("md5")
        .filter(|digest| hex_of(digest, 16).is_some())
        .ok_or("digest")?;
    let digest = digest.to_ascii_lowercase().into_bytes();
    Ok(Parsed::digest(Work::Light, 0, digest, |input| {
        let user = input.user.ok_or(Stop::NeedsUser)?;
        Ok(to_hex(&md5(&[input.password, user.as_bytes()])))
    }))
}

/// `SCRAM-SHA-256$<rounds>:<salt>$<stored key>:<server key>`. The stored key is compared.
pub(super) fn read_scram(text: &str) -> Result<Parsed, Malformed> {
    let (setting, keys) = text
        .strip_prefix("SCRAM-SHA-256$")
        .and_then(|rest| rest.split_once('$'))
        .ok_or("list of fields")?;
    let (count, salt) = setting.split_once(':').ok_or("salt")?;
    let rounds = rounds(count)?;
    let salt = base64(salt).filter(|salt| salt.len() <= 64).ok_or("salt")?;
    let (stored, server) = keys.split_once(':').ok_or("digest")?;
    let key = |text: &str| base64(text).filter(|key| key.len() == 32).ok_or("digest");
    let (stored, _) = (key(stored)?, key(server)?);
    let function = Algorithm::Sha256.pbkdf2().ok_or("marker")?;
    Ok(Parsed::digest(
        Work::pbkdf2(Algorithm::Sha256, rounds, 32),
        salt.len(),
        stored,
        move |input| {
            // The server prepares what it can and takes other bytes as they are.
            let prepared = std::str::from_utf8(input.password)
                .ok()
                .and_then(|text| stringprep::saslprep(text).ok())
                .map(|text| Zeroizing::new(text.into_owned()));
            let password = prepared.as_ref().map_or(input.password, |text| text.as_bytes());
            let salted = derive_pbkdf2(function, rounds, &salt, password, 32);
            let client = Algorithm::Sha256
                .hmac(&salted, &[b"Client Key"])
                .ok_or(Stop::Impossible)?;
            Ok(Algorithm::Sha256.digest(&[&client]))
        },
    ))
}
