//! Authenticated encryption with associated data.
//!
//! [`Key::seal`] draws the nonce itself and puts it in front: `nonce || ciphertext || tag`. There is no way to
//! pass a nonce in, so there is none to reuse.

use aws_lc_rs::{aead as lc, cmac};
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use thiserror::Error;
use ward_secret::{Random, Secret, SecretBytes, random_array};

/// Length of a key in bytes, for every algorithm.
pub const KEY_LEN: usize = 32;
/// Length of the authentication tag in bytes, for every algorithm.
pub const TAG_LEN: usize = 16;

/// Which AEAD.
///
/// None of them commits to its key: a ciphertext can be built that opens under two keys. Name the key beside the
/// ciphertext instead of trying one key after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// AES-256-GCM (NIST SP 800-38D), 96-bit random nonce: at most 2^32 messages under one key.
    Aes256Gcm,
    /// XAES-256-GCM (C2SP), 192-bit random nonce: AES-256-GCM under a key derived for the message, up to 2^80
    /// messages under one key.
    XAes256Gcm,
    /// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), 192-bit random nonce: no practical message limit.
    XChaCha20Poly1305,
}

impl Algorithm {
    /// Length of the nonce in bytes.
    #[must_use]
    pub const fn nonce_len(self) -> usize {
        match self {
            Self::Aes256Gcm => 12,
            Self::XAes256Gcm | Self::XChaCha20Poly1305 => 24,
        }
    }

    /// How many bytes a sealed message is longer than its plaintext.
    #[must_use]
    pub const fn overhead(self) -> usize {
        self.nonce_len().saturating_add(TAG_LEN)
    }
}

/// Wrong key, damaged data and wrong associated data: one error, because telling them apart helps only an attacker.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the data does not open with this key")]
pub struct DoesNotOpen;

/// A key prepared for one algorithm, to be kept and reused.
pub struct Key(Prepared);

enum Prepared {
    Gcm(lc::LessSafeKey),
    XGcm(cmac::Key),
    XChaCha(Secret<[u8; KEY_LEN]>),
}

impl Key {
    /// Prepares a key.
    #[must_use]
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "fails only for another key length, and the type forbids it"
    )]
    pub fn new(algorithm: Algorithm, key: &[u8; KEY_LEN]) -> Self {
        Self(match algorithm {
            Algorithm::Aes256Gcm => Prepared::Gcm(gcm_key(key)),
            Algorithm::XAes256Gcm => {
                Prepared::XGcm(cmac::Key::new(cmac::AES_256, key).expect("a key of 32 bytes"))
            }
            Algorithm::XChaCha20Poly1305 => Prepared::XChaCha(Secret::new(*key)),
        })
    }

    /// The algorithm that the key was prepared for.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self.0 {
            Prepared::Gcm(_) => Algorithm::Aes256Gcm,
            Prepared::XGcm(_) => Algorithm::XAes256Gcm,
            Prepared::XChaCha(_) => Algorithm::XChaCha20Poly1305,
        }
    }

    /// Encrypts and authenticates, bound to `associated_data`: appends `nonce || ciphertext || tag` to `out`.
    ///
    /// Room for everything is reserved before the plaintext is copied in, so that none of it is left behind by a
    /// buffer that grows.
    pub fn seal(&self, associated_data: &[u8], plaintext: &[u8], out: &mut Vec<u8>, random: &mut dyn Random) {
        out.reserve(self.algorithm().overhead().saturating_add(plaintext.len()));
        match &self.0 {
            Prepared::Gcm(key) => {
                let nonce: [u8; 12] = random_array(random);
                out.extend_from_slice(&nonce);
                gcm_seal(key, nonce, associated_data, plaintext, out);
            }
            Prepared::XGcm(key) => {
                let nonce: [u8; 24] = random_array(random);
                out.extend_from_slice(&nonce);
                let (key, nonce) = xaes_message_key(key, &nonce);
                gcm_seal(&key, nonce, associated_data, plaintext, out);
            }
            Prepared::XChaCha(key) => {
                let nonce: [u8; 24] = random_array(random);
                out.extend_from_slice(&nonce);
                xchacha_seal(key, nonce, associated_data, plaintext, out);
            }
        }
    }

    /// Opens what [`Key::seal`] made. Nothing of the plaintext is released unless the tag is right.
    pub fn open(&self, associated_data: &[u8], sealed: &[u8]) -> Result<SecretBytes, DoesNotOpen> {
        let (nonce, body) = sealed
            .split_at_checked(self.algorithm().nonce_len())
            .ok_or(DoesNotOpen)?;
        let (ciphertext, tag) = body.split_last_chunk::<TAG_LEN>().ok_or(DoesNotOpen)?;
        match &self.0 {
            Prepared::Gcm(key) => {
                let nonce = nonce.try_into().map_err(|_| DoesNotOpen)?;
                gcm_open(key, nonce, associated_data, ciphertext, tag)
            }
            Prepared::XGcm(key) => {
                let nonce = nonce.try_into().map_err(|_| DoesNotOpen)?;
                let (key, nonce) = xaes_message_key(key, nonce);
                gcm_open(&key, nonce, associated_data, ciphertext, tag)
            }
            Prepared::XChaCha(key) => {
                let nonce: [u8; 24] = nonce.try_into().map_err(|_| DoesNotOpen)?;
                let mut plaintext = SecretBytes::new(ciphertext.to_vec());
                XChaCha20Poly1305::new(key.expose().into())
                    .decrypt_inout_detached(
                        &XNonce::from(nonce),
                        associated_data,
                        plaintext.expose_mut().as_mut_slice().into(),
                        &(*tag).into(),
                    )
                    .map_err(|_| DoesNotOpen)?;
                Ok(plaintext)
            }
        }
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "aead::Key({:?}, ..)", self.algorithm())
    }
}

/// Encrypts one message: [`Key::new`] and [`Key::seal`] in one call, for keys that are used once.
#[must_use]
pub fn seal(
    algorithm: Algorithm,
    key: &[u8; KEY_LEN],
    associated_data: &[u8],
    plaintext: &[u8],
    random: &mut dyn Random,
) -> Vec<u8> {
    let mut out = Vec::new();
    Key::new(algorithm, key).seal(associated_data, plaintext, &mut out, random);
    out
}

/// Opens what [`seal`] made. Nothing of the plaintext is released unless the tag is right.
pub fn open(
    algorithm: Algorithm,
    key: &[u8; KEY_LEN],
    associated_data: &[u8],
    sealed: &[u8],
) -> Result<SecretBytes, DoesNotOpen> {
    Key::new(algorithm, key).open(associated_data, sealed)
}

/// The key and nonce of one message: NIST SP 800-108r1 in counter mode with AES-256-CMAC, label `X`, context the
/// first half of the nonce; the second half is the nonce of GCM (C2SP, XAES-256-GCM).
fn xaes_message_key(key: &cmac::Key, nonce: &[u8; 24]) -> (lc::LessSafeKey, [u8; 12]) {
    let (context, gcm_nonce) = nonce.split_at(12);
    let mut derived = Secret::new([0; KEY_LEN]);
    for (counter, half) in (1_u8..).zip(derived.expose_mut().chunks_exact_mut(16)) {
        let mut block = [0, counter, b'X', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        if let Some(rest) = block.last_chunk_mut::<12>() {
            rest.copy_from_slice(context);
        }
        #[expect(
            clippy::expect_used,
            reason = "fails only when the library cannot allocate its context"
        )]
        let tag = cmac::sign(key, &block).expect("CMAC of one block");
        half.copy_from_slice(tag.as_ref());
    }
    let mut out = [0; 12];
    out.copy_from_slice(gcm_nonce);
    (gcm_key(derived.expose()), out)
}

fn gcm_seal(
    key: &lc::LessSafeKey,
    nonce: [u8; 12],
    associated_data: &[u8],
    plaintext: &[u8],
    out: &mut Vec<u8>,
) {
    let start = out.len();
    out.extend_from_slice(plaintext);
    let (_, body) = out.split_at_mut(start);
    #[expect(
        clippy::expect_used,
        reason = "fails only beyond 2^36 bytes, which no caller can hold"
    )]
    let tag = key
        .seal_in_place_separate_tag(
            lc::Nonce::assume_unique_for_key(nonce),
            lc::Aad::from(associated_data),
            body,
        )
        .expect("message within the bound of GCM");
    out.extend_from_slice(tag.as_ref());
}

fn xchacha_seal(
    key: &Secret<[u8; KEY_LEN]>,
    nonce: [u8; 24],
    associated_data: &[u8],
    plaintext: &[u8],
    out: &mut Vec<u8>,
) {
    let start = out.len();
    out.extend_from_slice(plaintext);
    let (_, body) = out.split_at_mut(start);
    #[expect(
        clippy::expect_used,
        reason = "fails only beyond 2^38 bytes, which no caller can hold"
    )]
    let tag = XChaCha20Poly1305::new(key.expose().into())
        .encrypt_inout_detached(&XNonce::from(nonce), associated_data, body.into())
        .expect("message within the bound of ChaCha20");
    out.extend_from_slice(&tag);
}

fn gcm_open(
    key: &lc::LessSafeKey,
    nonce: [u8; 12],
    associated_data: &[u8],
    ciphertext: &[u8],
    tag: &[u8; TAG_LEN],
) -> Result<SecretBytes, DoesNotOpen> {
    let mut plaintext = SecretBytes::new(vec![0; ciphertext.len()]);
    let nonce = lc::Nonce::assume_unique_for_key(nonce);
    key.open_separate_gather(
        nonce,
        lc::Aad::from(associated_data),
        ciphertext,
        tag,
        plaintext.expose_mut(),
    )
    .map_err(|_| DoesNotOpen)?;
    Ok(plaintext)
}

#[expect(
    clippy::expect_used,
    reason = "the only cause is a key that is not 32 bytes, and the type forbids it"
)]
fn gcm_key(key: &[u8; KEY_LEN]) -> lc::LessSafeKey {
    lc::LessSafeKey::new(lc::UnboundKey::new(&lc::AES_256_GCM, key).expect("a key of 32 bytes"))
}
