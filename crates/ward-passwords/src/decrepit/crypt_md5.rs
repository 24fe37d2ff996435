//! MD5-crypt: `$1$<salt>$<digest>` (Kamp, FreeBSD 1994; also Cisco type 5), and Apache's `$apr1$`, which differs
//! in its marker alone. A thousand rounds of MD5, up to eight characters of salt.

use super::digest::{Bytes, md5};
use super::text::{crypt64_transposed, is_crypt64};
use super::{Malformed, Parsed, Work};

/// The order in which the digest's bytes are written.
pub(super) const ORDER: [u8; 16] = [12, 6, 0, 13, 7, 1, 14, 8, 2, 15, 9, 3, 5, 10, 4, 11];
const ROUNDS: u32 = 1_000;

pub(super) fn read_md5(text: &str) -> Result<Parsed, Malformed> {
    read("$1$", text)
}

pub(super) fn read_apr1(text: &str) -> Result<Parsed, Malformed> {
    read("$apr1$", text)
}

fn read(marker: &'static str, text: &str) -> Result<Parsed, Malformed> {
    let (salt, digest) = text
        .strip_prefix(marker)
        .and_then(|rest| rest.split_once('$'))
        .ok_or("list of fields")?;
    // The salt's characters are hashed as they are; libxcrypt takes any but `$`, `:` and control characters.
    let printable = |byte: u8| (b'!'..=b'~').contains(&byte) && byte != b':';
    if salt.len() > 8 || !salt.bytes().all(printable) {
        return Err("salt");
    }
    if digest.len() != 22 || !is_crypt64(digest) {
        return Err("digest");
    }
    let salt = salt.as_bytes().to_vec();
    Ok(Parsed::digest(
        Work::Rounds(u64::from(ROUNDS)),
        salt.len(),
        digest.as_bytes().to_vec(),
        move |input| Ok(derive(marker.as_bytes(), &salt, input.password)),
    ))
}

fn derive(marker: &[u8], salt: &[u8], password: &[u8]) -> Bytes {
    // crypt(3) takes a C string: what follows a NUL was never part of the password.
    let password = password.split(|byte| *byte == 0).next().unwrap_or_default();
    let alternate = md5(&[password, salt, password]);
    let mut parts: Vec<&[u8]> = vec![password, marker, salt];
    let mut left = password.len();
    while left > 0 {
        let take = left.min(16);
        parts.push(alternate.get(..take).unwrap_or_default());
        left = left.saturating_sub(take);
    }
    let first = password.get(..1).unwrap_or_default();
    let mut bits = password.len();
    while bits > 0 {
        // The original meant a byte of the digest here and hashed a zero; it has been so ever since.
        parts.push(if bits & 1 == 1 { &[0] } else { first });
        bits >>= 1;
    }
    let mut digest = md5(&parts);
    for round in 0..ROUNDS {
        let odd = round & 1 == 1;
        let salted: &[u8] = if round.is_multiple_of(3) { &[] } else { salt };
        let again: &[u8] = if round.is_multiple_of(7) { &[] } else { password };
        digest = if odd {
            md5(&[password, salted, again, &digest])
        } else {
            md5(&[&digest, salted, again, password])
        };
    }
    crypt64_transposed(&digest, &ORDER)
}
