//! SHA-1-crypt: `$sha1$<rounds>$<salt>$<digest>` (Gerraty, NetBSD 2004): HMAC-SHA-1 of the password, iterated.

use aws_lc_rs::hmac;
use zeroize::Zeroizing;

use super::text::{crypt64_transposed, is_crypt64, rounds};
use super::{Malformed, Parsed, Work};

const ORDER: [u8; 21] = [
    2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9, 14, 13, 12, 17, 16, 15, 0, 19, 18,
];

pub(super) fn read(text: &str) -> Result<Parsed, Malformed> {
    let mut fields = text.split('$').skip(2);
    let mut next = || fields.next().unwrap_or_default();
    let (rounds, salt, digest) = (rounds(next())?.get(), next(), next());
    if salt.len() > 64 || !is_crypt64(salt) {
        return Err("salt");
    }
    if digest.len() != 28 || !is_crypt64(digest) || fields.next().is_some() {
        return Err("digest");
    }
    let start = format!("{salt}$sha1${rounds}");
    Ok(Parsed::digest(
        Work::Rounds(u64::from(rounds)),
        salt.len(),
        digest.as_bytes().to_vec(),
        move |input| {
            let password = input.password.split(|byte| *byte == 0).next().unwrap_or_default();
            let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, password);
            let mut tag = hmac::sign(&key, start.as_bytes());
            for _ in 1..rounds {
                tag = hmac::sign(&key, tag.as_ref());
            }
            let digest = Zeroizing::new(tag.as_ref().to_vec());
            Ok(crypt64_transposed(&digest, &ORDER))
        },
    ))
}
