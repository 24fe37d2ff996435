//! Cisco: IOS types 8 (`$8$`, PBKDF2-HMAC-SHA-256 at 20,000 rounds) and 9 (`$9$`, scrypt at N 2^14, r 1, p 1), and
//! the unmarked MD5 of PIX and ASA. Type 5 is MD5-crypt; type 7 is an encoding and is refused.

use std::num::NonZeroU32;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};
use zeroize::Zeroizing;

use super::digest::{Algorithm, derive_pbkdf2, derive_scrypt, md5};
use super::text::{crypt64_transposed, is_crypt64};
use super::{Malformed, Parsed, Stop, VerifyInput, Work};
use crate::ScryptCost;

/// crypt(3)'s alphabet in base64's order of bits.
const CISCO64: GeneralPurpose = GeneralPurpose::new(&alphabet::CRYPT, NO_PAD);

fn salt_and_digest(text: &str, marker: &str) -> Result<(Vec<u8>, Vec<u8>), Malformed> {
    let (salt, digest) = text
        .strip_prefix(marker)
        .and_then(|rest| rest.split_once('$'))
        .ok_or("list of fields")?;
    if salt.len() != 14 || !is_crypt64(salt) {
        return Err("salt");
    }
    let digest = CISCO64
        .decode(digest)
        .ok()
        .filter(|digest| digest.len() == 32)
        .ok_or("digest")?;
    // The salt's characters are hashed, not what they encode.
    Ok((salt.as_bytes().to_vec(), digest))
}

pub(super) fn read_type8(text: &str) -> Result<Parsed, Malformed> {
    let (salt, digest) = salt_and_digest(text, "$8$")?;
    let rounds = NonZeroU32::new(20_000).ok_or("number of rounds")?;
    let function = Algorithm::Sha256.pbkdf2().ok_or("marker")?;
    Ok(Parsed::digest(
        Work::pbkdf2(Algorithm::Sha256, rounds, 32),
        salt.len(),
        digest,
        move |input| Ok(derive_pbkdf2(function, rounds, &salt, input.password, 32)),
    ))
}

pub(super) fn read_type9(text: &str) -> Result<Parsed, Malformed> {
    let (salt, digest) = salt_and_digest(text, "$9$")?;
    let cost = ScryptCost::new(14, 1, 1).map_err(|_| "list of parameters")?;
    Ok(Parsed::digest(
        Work::Scrypt(cost),
        salt.len(),
        digest,
        move |input| derive_scrypt(cost, &salt, input.password, 32).ok_or(Stop::OutOfMemory),
    ))
}

pub(super) fn read_pix(text: &str) -> Result<Parsed, Malformed> {
    read_md5(text, false)
}

pub(super) fn read_asa(text: &str) -> Result<Parsed, Malformed> {
    read_md5(text, true)
}

/// Three of every four bytes of MD5, over the password, four characters of the user's name and zeros up to 16
/// bytes (ASA: 32 when there are more than 16). Longer passwords are not cut; no device accepts them.
fn read_md5(text: &str, asa: bool) -> Result<Parsed, Malformed> {
    if text.len() != 16 || !is_crypt64(text) {
        return Err("digest");
    }
    let derive = move |input: &VerifyInput<'_>| {
        let user = input.user.ok_or(Stop::NeedsUser)?;
        let most = if asa { 32 } else { 16 };
        if input.password.len() > most {
            return Err(Stop::Impossible);
        }
        let mut block = Zeroizing::new(Vec::with_capacity(64));
        block.extend_from_slice(input.password);
        if !asa || input.password.len() < 28 {
            block.extend(user.bytes().cycle().take(4));
        }
        let padded = if asa && block.len() > 16 { 32 } else { 16 };
        block.resize(padded, 0);
        Ok(crypt64_transposed(
            &md5(&[&block]),
            &[0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14],
        ))
    };
    Ok(Parsed::digest(Work::Light, 0, text.as_bytes().to_vec(), derive))
}
