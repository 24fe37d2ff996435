//! phpass "portable" hashes: `$P$<cost><salt><digest>`, `$H$` in phpBB 3 (Designer, Openwall, 2004): MD5 iterated
//! 2^cost times.

use super::digest::md5;
use super::text::{crypt_number, crypt64_transposed, is_crypt64};
use super::{Malformed, Parsed, Work};

const ORDER: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

pub(super) fn read(text: &str) -> Result<Parsed, Malformed> {
    let rest = text
        .strip_prefix("$P$")
        .or_else(|| text.strip_prefix("$H$"))
        .ok_or("marker")?;
    let (cost, salt, digest) = fields(rest, 22)?;
    let rounds = 1_u32.checked_shl(cost).ok_or("cost")?;
    let salt = salt.as_bytes().to_vec();
    Ok(Parsed::digest(
        Work::Rounds(u64::from(rounds)),
        8,
        digest.as_bytes().to_vec(),
        move |input| {
            let mut digest = md5(&[&salt, input.password]);
            for _ in 0..rounds {
                digest = md5(&[&digest, input.password]);
            }
            Ok(crypt64_transposed(&digest, &ORDER))
        },
    ))
}

/// The logarithm of the rounds (7 to 30, as phpass reads it), eight characters of salt, the digest.
pub(super) fn fields(rest: &str, digest_len: usize) -> Result<(u32, &str, &str), Malformed> {
    let (cost, rest) = rest.split_at_checked(1).ok_or("cost")?;
    let cost = crypt_number(cost)
        .filter(|cost| (7..=30).contains(cost))
        .ok_or("cost")?;
    let (salt, digest) = rest.split_at_checked(8).ok_or("salt")?;
    if !salt.bytes().all(|byte| (b'!'..=b'~').contains(&byte)) {
        return Err("salt");
    }
    if digest.len() != digest_len || !is_crypt64(digest) {
        return Err("digest");
    }
    Ok((cost, salt, digest))
}
