//! Firebase Authentication's modified scrypt: the project's signer key, encrypted with AES-256-CTR under the scrypt
//! of the password (github.com/firebase/scrypt). The parameters are the project's, from its console.

use aws_lc_rs::cipher::{AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};
use ward_secret::SecretBytes;
use zeroize::Zeroizing;

use super::digest::derive_scrypt;
use super::{Malformed, Parsed, Stop, Work};
use crate::ScryptCost;

/// Bytes of the derived key, of which AES-256 uses the first 32.
const KEY_LEN: usize = 32;
const LENIENT: GeneralPurpose =
    GeneralPurpose::new(&alphabet::STANDARD, NO_PAD.with_decode_allow_trailing_bits(true));

/// "Password hash parameters" of a Firebase project.
#[derive(Clone, Debug)]
pub struct FirebaseParameters {
    /// `base64_signer_key`, decoded.
    pub signer_key: SecretBytes,
    /// `base64_salt_separator`, decoded.
    pub salt_separator: Vec<u8>,
    /// `rounds`, 1 to 8: scrypt's r.
    pub rounds: u32,
    /// `mem_cost`, 1 to 14: the logarithm of scrypt's N.
    pub mem_cost: u8,
}

/// Either alphabet, padded or not.
fn decode(text: &str) -> Option<Vec<u8>> {
    LENIENT
        .decode(text.trim_end_matches('=').replace('-', "+").replace('_', "/"))
        .ok()
}

pub(super) fn read(parameters: &FirebaseParameters, hash: &str, salt: &str) -> Result<Parsed, Malformed> {
    let cost =
        ScryptCost::new(parameters.mem_cost, parameters.rounds, 1).map_err(|_| "list of parameters")?;
    let expected = decode(hash)
        .filter(|hash| !hash.is_empty() && hash.len() == parameters.signer_key.expose().len())
        .ok_or("digest")?;
    let mut salt = decode(salt).filter(|salt| salt.len() <= 64).ok_or("salt")?;
    let salt_len = salt.len();
    salt.extend_from_slice(&parameters.salt_separator);
    let signer_key = parameters.signer_key.clone();
    Ok(Parsed::digest(
        Work::Scrypt(cost),
        salt_len,
        expected,
        move |input| {
            let key = derive_scrypt(cost, &salt, input.password, KEY_LEN).ok_or(Stop::OutOfMemory)?;
            let mut block = Zeroizing::new(signer_key.expose().clone());
            UnboundCipherKey::new(&AES_256, &key)
                .and_then(EncryptingKey::ctr)
                .and_then(|key| {
                    // Every password has its own key, so the counter may start at zero each time.
                    let start = EncryptionContext::Iv128(FixedLength::from([0; 16]));
                    key.less_safe_encrypt(&mut block, start)
                })
                .map_err(|_| Stop::Impossible)?;
            Ok(block)
        },
    ))
}
