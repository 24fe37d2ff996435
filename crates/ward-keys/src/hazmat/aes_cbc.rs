//! AES-128-CBC with PKCS #7 padding (NIST SP 800-38A, RFC 5652 section 6.3), for Fernet alone.
//!
//! CBC hides, it does not protect: whoever can change the ciphertext changes the plaintext, and whoever can see
//! whether padding was right reads it. Check a MAC over IV and ciphertext *before* [`Key::decrypt`].

use aws_lc_rs::cipher::{
    AES_128, DecryptingKey, DecryptionContext, EncryptingKey, EncryptionContext, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use subtle::{Choice, ConstantTimeEq, ConstantTimeLess};
use thiserror::Error;

/// Length of a key in bytes.
pub const KEY_LEN: usize = 16;
/// Length of a block and of the IV in bytes.
pub const BLOCK_LEN: usize = 16;

/// The ciphertext is empty, not whole blocks, or not padded as PKCS #7 asks.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the data does not decrypt")]
pub struct DoesNotDecrypt;

/// Both key schedules, expanded once.
pub struct Key {
    encrypting: EncryptingKey,
    decrypting: DecryptingKey,
}

/// Length of the ciphertext of `len` bytes: always at least one byte of padding.
#[must_use]
pub const fn padded_len(len: usize) -> usize {
    (len | (BLOCK_LEN - 1)).saturating_add(1)
}

impl Key {
    /// Expands a key.
    #[must_use]
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "fails only for another key length, and the type forbids it"
    )]
    pub fn new(key: &[u8; KEY_LEN]) -> Self {
        let unbound = || UnboundCipherKey::new(&AES_128, key).expect("a key of 16 bytes");
        Self {
            encrypting: EncryptingKey::cbc(unbound()).expect("AES has a CBC mode"),
            decrypting: DecryptingKey::cbc(unbound()).expect("AES has a CBC mode"),
        }
    }

    /// Appends the ciphertext of `plaintext` to `out`. The IV must be unpredictable: draw it at random per message.
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "fails only for a length that is not whole blocks"
    )]
    pub fn encrypt(&self, iv: [u8; BLOCK_LEN], plaintext: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        let padded = padded_len(plaintext.len());
        let padding = padded.saturating_sub(plaintext.len());
        // Room for everything first: a buffer that grew later would leave a copy of the plaintext behind.
        out.reserve(padded);
        out.extend_from_slice(plaintext);
        out.resize(start.saturating_add(padded), u8::try_from(padding).unwrap_or(0));
        let (_, blocks) = out.split_at_mut(start);
        self.encrypting
            .less_safe_encrypt(blocks, EncryptionContext::Iv128(FixedLength::from(iv)))
            .expect("whole blocks");
    }

    /// Decrypts in place and returns the length of the plaintext, which is then at the start of `data`.
    ///
    /// What a failure leaves in `data` is not plaintext that anybody vouches for: wipe it.
    pub fn decrypt(&self, iv: [u8; BLOCK_LEN], data: &mut [u8]) -> Result<usize, DoesNotDecrypt> {
        self.decrypting
            .decrypt(data, DecryptionContext::Iv128(FixedLength::from(iv)))
            .map_err(|_| DoesNotDecrypt)?;
        unpadded_len(data)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("aes_cbc::Key(..)")
    }
}

/// The length without padding. All sixteen candidates are looked at, whatever the last byte says, so that the
/// duration tells nothing about the plaintext even to a caller that forgot the MAC.
fn unpadded_len(data: &[u8]) -> Result<usize, DoesNotDecrypt> {
    let last_block = data.last_chunk::<BLOCK_LEN>().ok_or(DoesNotDecrypt)?;
    let [.., padding] = *last_block;
    let mut good = !padding.ct_eq(&0) & padding.ct_lt(&17);
    for (from_end, byte) in (0_u8..).zip(last_block.iter().rev()) {
        let is_padding: Choice = from_end.ct_lt(&padding);
        good &= !is_padding | byte.ct_eq(&padding);
    }
    if good.into() {
        data.len().checked_sub(usize::from(padding)).ok_or(DoesNotDecrypt)
    } else {
        Err(DoesNotDecrypt)
    }
}
