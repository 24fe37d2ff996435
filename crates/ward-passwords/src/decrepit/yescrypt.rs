//! yescrypt (`$y$`, Peslyak 2015), the default of Debian and Fedora, and scrypt in libxcrypt's `$7$` form.

use ::yescrypt::{Params, yescrypt};
use zeroize::Zeroizing;

use super::digest::derive_scrypt;
use super::text::{crypt_number, crypt64_transposed, is_crypt64};
use super::{Malformed, Parsed, Stop, Work};
use crate::ScryptCost;
use crate::format::fields::crypt_value;

const DIGEST_LEN: u8 = 32;

fn digest_text(digest: &str) -> Result<Vec<u8>, Malformed> {
    if digest.len() != 43 || !is_crypt64(digest) {
        return Err("digest");
    }
    Ok(digest.as_bytes().to_vec())
}

fn order() -> Vec<u8> {
    (0..DIGEST_LEN).collect()
}

/// `$y$<parameters>$<salt>$<digest>`; the salt is up to 64 bytes in crypt(3)'s base64.
pub(super) fn read(text: &str) -> Result<Parsed, Malformed> {
    let mut fields = text.strip_prefix("$y$").ok_or("marker")?.split('$');
    let mut next = || fields.next().unwrap_or_default();
    let (parameters, salt) = (next(), next());
    let digest = digest_text(next())?;
    if fields.next().is_some() {
        return Err("digest");
    }
    // Longer lists name a ROM or hash upgrades, which no crypt(3) writes.
    if parameters.len() > 12 || !is_crypt64(parameters) || !has_known_beginning(parameters) {
        return Err("list of parameters");
    }
    let params: Params = parameters.parse().map_err(|_| "list of parameters")?;
    if params.p() == 0 || params.r() == 0 || params.n() < 2 || params.to_string() != parameters {
        return Err("list of parameters");
    }
    let salt = decode(salt).filter(|salt| salt.len() <= 64).ok_or("salt")?;
    let block = u64::from(params.r()).saturating_mul(128);
    // The passes beyond the first cannot be read from the library; the largest count that a string of this length
    // can name is 2^6, so a list with a fifth number is refused.
    let work = Work::Yescrypt {
        memory_kib: params.n().saturating_mul(block) >> 10,
        steps: params
            .n()
            .saturating_mul(u64::from(params.r()))
            .saturating_mul(u64::from(params.p())),
    };
    Ok(Parsed::digest(work, salt.len(), digest, move |input| {
        let mut out = Zeroizing::new([0; DIGEST_LEN as usize]);
        yescrypt(input.password, &salt, &params, &mut *out).map_err(|_| Stop::OutOfMemory)?;
        Ok(crypt64_transposed(&*out, &order()))
    }))
}

/// The flavour of crypt(3), `j`, and the logarithm of N within reason, before the library computes 2^N.
fn has_known_beginning(parameters: &str) -> bool {
    let mut values = parameters.bytes().map(crypt_value);
    // Flavour, N, r: the three numbers of one character each that crypt(3) writes. Anything longer is not its.
    let flavour = parameters.starts_with('j');
    let log_n = values.nth(1).flatten().is_some_and(|value| value < 23);
    flavour && log_n && parameters.len() == 3
}

/// crypt(3)'s base64 in triples, least significant first, without spare bits.
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    for part in text.as_bytes().chunks(4) {
        let number = crypt_number(std::str::from_utf8(part).ok()?)?;
        let len = part.len().checked_sub(1).filter(|len| *len > 0)?;
        let [first, second, third, _] = number.to_le_bytes();
        let bytes = [first, second, third];
        if bytes.iter().skip(len).any(|byte| *byte != 0) {
            return None;
        }
        out.extend(bytes.iter().take(len));
    }
    Some(out)
}

/// `$7$<log2 N><r: 5><p: 5><salt>$<digest>`; the salt's characters are hashed as they are.
pub(super) fn read_scrypt(text: &str) -> Result<Parsed, Malformed> {
    let rest = text.strip_prefix("$7$").ok_or("marker")?;
    let (setting, digest) = rest.rsplit_once('$').ok_or("digest")?;
    let digest = digest_text(digest)?;
    let (numbers, salt) = setting.split_at_checked(11).ok_or("list of parameters")?;
    let number = |from: usize, to: usize| {
        numbers
            .get(from..to)
            .and_then(crypt_number)
            .ok_or("list of parameters")
    };
    let (log_n, r, p) = (number(0, 1)?, number(1, 6)?, number(6, 11)?);
    let cost = u8::try_from(log_n)
        .ok()
        .and_then(|log_n| ScryptCost::new(log_n, r, p).ok())
        .ok_or("list of parameters")?;
    if salt.len() > 64 || salt.contains('$') {
        return Err("salt");
    }
    let salt = salt.as_bytes().to_vec();
    Ok(Parsed::digest(
        Work::Scrypt(cost),
        salt.len(),
        digest,
        move |input| {
            let derived =
                derive_scrypt(cost, &salt, input.password, DIGEST_LEN.into()).ok_or(Stop::OutOfMemory)?;
            Ok(crypt64_transposed(&derived, &order()))
        },
    ))
}
