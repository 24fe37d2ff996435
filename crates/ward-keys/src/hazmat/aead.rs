//! Authenticated encryption with associated data.
//!
//! [`seal`] draws the nonce itself and puts it in front: `nonce || ciphertext || tag`. There is no way to pass a
//! nonce in, so there is none to reuse.

use aws_lc_rs::aead as lc;
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use thiserror::Error;
use ward_secret::{Random, SecretBytes, random_array};

/// Length of a key in bytes, for both algorithms.
pub const KEY_LEN: usize = 32;
/// Length of the authentication tag in bytes, for both algorithms.
pub const TAG_LEN: usize = 16;

/// Which AEAD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// AES-256-GCM (NIST SP 800-38D), 96-bit random nonce: at most 2^32 messages under one key.
    Aes256Gcm,
    /// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), 192-bit random nonce: no practical message limit.
    XChaCha20Poly1305,
}

impl Algorithm {
    /// Length of the nonce in bytes.
    #[must_use]
    pub const fn nonce_len(self) -> usize {
        match self {
            Self::Aes256Gcm => 12,
            Self::XChaCha20Poly1305 => 24,
        }
    }
}

/// Wrong key, damaged data and wrong associated data: one error, because telling them apart helps only an attacker.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the data does not open with this key")]
pub struct DoesNotOpen;

/// Encrypts and authenticates: `nonce || ciphertext || tag`, bound to `associated_data`.
///
/// # Panics
/// Only beyond the algorithm's bound on one message, 2^36 bytes and more, or when `random` fails.
#[must_use]
pub fn seal(
    algorithm: Algorithm,
    key: &[u8; KEY_LEN],
    associated_data: &[u8],
    plaintext: &[u8],
    random: &mut dyn Random,
) -> Vec<u8> {
    let nonce_len = algorithm.nonce_len();
    let capacity = nonce_len.saturating_add(plaintext.len()).saturating_add(TAG_LEN);
    let mut out = Vec::with_capacity(capacity);
    match algorithm {
        Algorithm::Aes256Gcm => {
            let nonce: [u8; 12] = random_array(random);
            out.extend_from_slice(&nonce);
            out.extend_from_slice(plaintext);
            let key = gcm_key(key);
            let (_, body) = out.split_at_mut(nonce_len);
            #[expect(clippy::expect_used, reason = "fails only beyond 2^36 bytes, which no caller can hold")]
            let tag = key
                .seal_in_place_separate_tag(lc::Nonce::assume_unique_for_key(nonce), lc::Aad::from(associated_data), body)
                .expect("message within the bound of GCM");
            out.extend_from_slice(tag.as_ref());
        }
        Algorithm::XChaCha20Poly1305 => {
            let nonce: [u8; 24] = random_array(random);
            out.extend_from_slice(&nonce);
            out.extend_from_slice(plaintext);
            let cipher = XChaCha20Poly1305::new(key.into());
            let (_, body) = out.split_at_mut(nonce_len);
            #[expect(clippy::expect_used, reason = "fails only beyond 2^38 bytes, which no caller can hold")]
            let tag = cipher
                .encrypt_inout_detached(&XNonce::from(nonce), associated_data, body.into())
                .expect("message within the bound of ChaCha20");
            out.extend_from_slice(&tag);
        }
    }
    out
}

/// Opens what [`seal`] made. Nothing of the plaintext is released unless the tag is right.
pub fn open(
    algorithm: Algorithm,
    key: &[u8; KEY_LEN],
    associated_data: &[u8],
    sealed: &[u8],
) -> Result<SecretBytes, DoesNotOpen> {
    let (nonce, body) = sealed.split_at_checked(algorithm.nonce_len()).ok_or(DoesNotOpen)?;
    let text_len = body.len().checked_sub(TAG_LEN).ok_or(DoesNotOpen)?;
    let mut buffer = SecretBytes::new(body.to_vec());
    let data = buffer.expose_mut();
    match algorithm {
        Algorithm::Aes256Gcm => {
            let nonce = lc::Nonce::try_assume_unique_for_key(nonce).map_err(|_| DoesNotOpen)?;
            gcm_key(key).open_in_place(nonce, lc::Aad::from(associated_data), data).map_err(|_| DoesNotOpen)?;
        }
        Algorithm::XChaCha20Poly1305 => {
            let nonce: [u8; 24] = nonce.try_into().map_err(|_| DoesNotOpen)?;
            let (text, tag) = data.split_at_mut_checked(text_len).ok_or(DoesNotOpen)?;
            let tag: [u8; TAG_LEN] = (&*tag).try_into().map_err(|_| DoesNotOpen)?;
            XChaCha20Poly1305::new(key.into())
                .decrypt_inout_detached(&XNonce::from(nonce), associated_data, text.into(), &tag.into())
                .map_err(|_| DoesNotOpen)?;
        }
    }
    data.truncate(text_len);
    Ok(buffer)
}

#[expect(clippy::expect_used, reason = "the only cause is a key that is not 32 bytes, and the type forbids it")]
fn gcm_key(key: &[u8; KEY_LEN]) -> lc::LessSafeKey {
    lc::LessSafeKey::new(lc::UnboundKey::new(&lc::AES_256_GCM, key).expect("a key of 32 bytes"))
}
