//! `MySQL` and `MariaDB`: the 16 hexadecimal digits of releases before 4.1, `*` and SHA-1 of SHA-1 since, and
//! `caching_sha2_password`, which is SHA-256-crypt with 20 bytes of salt.

use zeroize::Zeroizing;

use super::digest::{Algorithm, Bytes};
use super::text::{hex, hex_of};
use super::{Malformed, Parsed, Work};
use crate::format::sha_crypt::encode_sha256;

pub(super) fn is_41(text: &str) -> bool {
    text.strip_prefix('*')
        .is_some_and(|digest| hex_of(digest, 20).is_some())
}

pub(super) fn read_41(text: &str) -> Result<Parsed, Malformed> {
    let digest = text
        .strip_prefix('*')
        .and_then(|digest| hex_of(digest, 20))
        .ok_or("digest")?;
    Ok(Parsed::digest(Work::Light, 0, digest, |input| {
        Ok(Algorithm::Sha1.digest(&[&Algorithm::Sha1.digest(&[input.password])]))
    }))
}

/// Two 31-bit words of additions and shifts; spaces and tabs do not count.
pub(super) fn read_323(text: &str) -> Result<Parsed, Malformed> {
    let digest = hex_of(text, 8).ok_or("digest")?;
    Ok(Parsed::digest(Work::Light, 0, digest, |input| {
        let (mut first, mut second, mut add) = (0x5030_5735_u32, 0x1234_5671_u32, 7_u32);
        for byte in input.password.iter().filter(|byte| !matches!(byte, b' ' | b'\t')) {
            let byte = u32::from(*byte);
            first ^= (first & 63)
                .wrapping_add(add)
                .wrapping_mul(byte)
                .wrapping_add(first << 8);
            second = second.wrapping_add((second << 8) ^ first);
            add = add.wrapping_add(byte);
        }
        let words = [first, second].map(|word| (word & 0x7fff_ffff).to_be_bytes());
        Ok(Zeroizing::new(words.concat()))
    }))
}

pub(super) fn is_caching_sha2(text: &str) -> bool {
    text.starts_with("$A$") || text.starts_with("0x244124")
}

/// `$A$<thousands of rounds in hexadecimal>$<20 bytes of salt><43 characters of digest>`, or the whole of that as
/// the hexadecimal literal that `SHOW CREATE USER` prints.
pub(super) fn read_caching_sha2(text: &str) -> Result<Parsed, Malformed> {
    let bytes = match text.strip_prefix("0x") {
        Some(literal) => hex(literal).ok_or("hexadecimal literal")?,
        None => text.as_bytes().to_vec(),
    };
    let rest = bytes.strip_prefix(b"$A$").ok_or("marker")?;
    let (count, rest) = rest.split_at_checked(3).ok_or("number of rounds")?;
    let thousands = std::str::from_utf8(count)
        .ok()
        .filter(|count| count.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .and_then(|count| u32::from_str_radix(count, 16).ok())
        .filter(|count| *count > 0)
        .ok_or("number of rounds")?;
    let rest = rest.strip_prefix(b"$").ok_or("salt")?;
    let (salt, digest) = rest.split_at_checked(20).ok_or("salt")?;
    if digest.len() != 43 {
        return Err("digest");
    }
    let rounds = thousands.saturating_mul(1_000);
    let salt = salt.to_vec();
    Ok(Parsed::digest(
        Work::Rounds(u64::from(rounds)),
        salt.len(),
        digest.to_vec(),
        move |input| Ok(sha256_crypt(input.password, &salt, rounds)),
    ))
}

/// SHA-256-crypt (Drepper 2007) without its limits on salt and rounds, as `MySQL`'s copy of it has none.
fn sha256_crypt(password: &[u8], salt: &[u8], rounds: u32) -> Bytes {
    let sha256 = |parts: &[&[u8]]| Algorithm::Sha256.digest(parts);
    let inner = sha256(&[password, salt, password]);
    let stretched = repeat(&inner, password.len());
    let mut parts: Vec<&[u8]> = vec![password, salt, &stretched];
    let mut bits = password.len();
    while bits > 0 {
        parts.push(if bits & 1 == 1 { &inner } else { password });
        bits >>= 1;
    }
    let mut digest = sha256(&parts);
    let passwords: Vec<&[u8]> = std::iter::repeat_n(password, password.len()).collect();
    let password = repeat(&sha256(&passwords), password.len());
    let times = usize::from(digest.first().copied().unwrap_or_default()).saturating_add(16);
    let salts: Vec<&[u8]> = std::iter::repeat_n(salt, times).collect();
    let salt = repeat(&sha256(&salts), salt.len());
    for round in 0..rounds {
        let odd = round & 1 == 1;
        let salted: &[u8] = if round.is_multiple_of(3) { &[] } else { &salt };
        let again: &[u8] = if round.is_multiple_of(7) { &[] } else { &password };
        digest = if odd {
            sha256(&[&password, salted, again, &digest])
        } else {
            sha256(&[&digest, salted, again, &password])
        };
    }
    let digest: [u8; 32] = digest.as_slice().try_into().unwrap_or_default();
    Zeroizing::new(encode_sha256(&digest).into_bytes())
}

/// `bytes` over and over, `len` in all.
fn repeat(bytes: &[u8], len: usize) -> Bytes {
    Zeroizing::new(bytes.iter().copied().cycle().take(len).collect())
}
