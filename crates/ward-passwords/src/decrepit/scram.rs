//! passlib's `$scram$<rounds>$<salt>$<algorithm>=<digest>,…`: the salted passwords of SCRAM (RFC 5802) for several
//! hash functions at once. The strongest of them is checked.

use base64::Engine as _;

use zeroize::Zeroizing;

use super::digest::{Algorithm, derive_pbkdf2};
use super::text::{rounds, utf8};
use super::{Malformed, Parsed, Stop, Work};
use crate::format::fields::AB64;

pub(super) fn read(text: &str) -> Result<Parsed, Malformed> {
    let mut fields = text.strip_prefix("$scram$").ok_or("marker")?.split('$');
    let mut next = || fields.next().unwrap_or_default();
    let rounds = rounds(next())?;
    let salt = AB64
        .decode(next())
        .ok()
        .filter(|salt| salt.len() <= 64)
        .ok_or("salt")?;
    let digests = next();
    if fields.next().is_some() {
        return Err("digest");
    }
    let mut found = Vec::new();
    for pair in digests.split(',') {
        let (name, digest) = pair.split_once('=').ok_or("digest")?;
        // Names as IANA registers them: `sha-256`, never `sha256`.
        let algorithm = Algorithm::named(name)
            .filter(|_| name.starts_with("sha-") || name == "md5")
            .ok_or("digest algorithm")?;
        let digest = AB64
            .decode(digest)
            .ok()
            .filter(|digest| digest.len() == algorithm.len())
            .ok_or("digest")?;
        found.push((algorithm, digest));
    }
    if !found.iter().any(|(algorithm, _)| *algorithm == Algorithm::Sha1) {
        return Err("list of digests");
    }
    let (algorithm, digest) = found
        .into_iter()
        .filter(|(algorithm, _)| algorithm.pbkdf2().is_some())
        .max_by_key(|(algorithm, _)| algorithm.len())
        .ok_or("list of digests")?;
    let function = algorithm.pbkdf2().ok_or("list of digests")?;
    let len = digest.len();
    Ok(Parsed::digest(
        Work::pbkdf2(algorithm, rounds, len),
        salt.len(),
        digest,
        move |input| {
            let password = stringprep::saslprep(utf8(input.password)?).map_err(|_| Stop::Impossible)?;
            let password = Zeroizing::new(password.into_owned());
            Ok(derive_pbkdf2(function, rounds, &salt, password.as_bytes(), len))
        },
    ))
}
