//! Drupal 7: `$S$<cost><salt><digest>`, phpass with SHA-512 and the digest cut to 43 characters
//! (`includes/password.inc`). `U$S$` is a Drupal 6 hash wrapped without a login: the inner password is MD5 in
//! hexadecimal.

use super::digest::{Algorithm, Bytes, md5};
use super::text::{crypt64_transposed, to_hex};
use super::{Malformed, Parsed, Work, phpass};

const DIGEST_CHARACTERS: usize = 43;

pub(super) fn read(text: &str) -> Result<Parsed, Malformed> {
    let (wrapped, rest) = match text.strip_prefix('U') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let rest = rest.strip_prefix("$S$").ok_or("marker")?;
    let (cost, salt, digest) = phpass::fields(rest, DIGEST_CHARACTERS)?;
    let rounds = 1_u32.checked_shl(cost).ok_or("cost")?;
    let salt = salt.as_bytes().to_vec();
    let order: Vec<u8> = (0..64).collect();
    Ok(Parsed::digest(
        Work::Rounds(u64::from(rounds)),
        8,
        digest.as_bytes().to_vec(),
        move |input| {
            let inner: Bytes;
            let password = if wrapped {
                inner = to_hex(&md5(&[input.password]));
                &inner
            } else {
                input.password
            };
            let mut digest = Algorithm::Sha512.digest(&[&salt, password]);
            for _ in 0..rounds {
                digest = Algorithm::Sha512.digest(&[&digest, password]);
            }
            let mut text = crypt64_transposed(&digest, &order);
            text.truncate(DIGEST_CHARACTERS);
            Ok(text)
        },
    ))
}
