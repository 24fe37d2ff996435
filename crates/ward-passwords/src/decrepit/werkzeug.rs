//! Werkzeug, hence Flask: `pbkdf2:sha256:<rounds>$<salt>$<hex>`, `scrypt:<N>:<r>:<p>$<salt>$<hex>`
//! (`werkzeug.security`), and the HMAC of releases before 0.9 when it is named.

use super::digest::{Algorithm, derive_pbkdf2, derive_scrypt};
use super::text::{hex, hex_of, rounds};
use super::{Malformed, Parsed, Stop, Work, django};

const SALT_MOST: usize = 128;

fn fields(text: &str) -> Result<(&str, Vec<u8>, &str), Malformed> {
    let (method, rest) = text.split_once('$').ok_or("list of fields")?;
    let (salt, digest) = rest.split_once('$').ok_or("list of fields")?;
    if salt.len() > SALT_MOST {
        return Err("salt");
    }
    Ok((method, salt.as_bytes().to_vec(), digest))
}

/// Without a round count the string means the default of whichever release reads it, so that is refused.
pub(super) fn read_pbkdf2(text: &str) -> Result<Parsed, Malformed> {
    let (method, salt, digest) = fields(text)?;
    let mut parts = method.split(':').skip(1);
    let algorithm = parts
        .next()
        .and_then(Algorithm::named)
        .ok_or("digest algorithm")?;
    let function = algorithm.pbkdf2().ok_or("digest algorithm")?;
    let rounds = rounds(parts.next().unwrap_or_default())?;
    if parts.next().is_some() {
        return Err("list of parameters");
    }
    let digest = hex_of(digest, algorithm.len()).ok_or("digest")?;
    let len = digest.len();
    Ok(Parsed::digest(
        Work::pbkdf2(algorithm, rounds, len),
        salt.len(),
        digest,
        move |input| Ok(derive_pbkdf2(function, rounds, &salt, input.password, len)),
    ))
}

pub(super) fn read_scrypt(text: &str) -> Result<Parsed, Malformed> {
    let (method, salt, digest) = fields(text)?;
    let mut parts = method.split(':').skip(1);
    let mut next = || parts.next().unwrap_or_default();
    let cost = django::scrypt_cost(next(), next(), next())?;
    let digest = hex_of(digest, 64)
        .filter(|_| parts.next().is_none())
        .ok_or("digest")?;
    Ok(Parsed::digest(
        Work::Scrypt(cost),
        salt.len(),
        digest,
        move |input| derive_scrypt(cost, &salt, input.password, 64).ok_or(Stop::OutOfMemory),
    ))
}

/// `<algorithm>$<salt>$<hex>`: HMAC with the salt as key, or the plain digest where the salt is empty. Django's
/// strings look the same and mean something else.
pub(super) fn read_hmac(text: &str) -> Result<Parsed, Malformed> {
    let (method, salt, digest) = fields(text)?;
    let algorithm = Algorithm::named(method)
        .filter(|algorithm| *algorithm != Algorithm::Md4)
        .ok_or("digest algorithm")?;
    let digest = hex(digest)
        .filter(|digest| digest.len() == algorithm.len())
        .ok_or("digest")?;
    Ok(Parsed::digest(Work::Light, salt.len(), digest, move |input| {
        if salt.is_empty() {
            Ok(algorithm.digest(&[input.password]))
        } else {
            algorithm.hmac(&salt, &[input.password]).ok_or(Stop::Impossible)
        }
    }))
}
