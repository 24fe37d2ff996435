//! The keys of signed notes: a name, an Ed25519 key, and the id that follows from both.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ward_keys::hazmat::digest::sha256;
use ward_keys::hazmat::ed25519;

use super::{KEY_ID_LEN, NoteError, SIGNATURE_PREFIX};

/// Signature type of plain Ed25519 (C2SP signed-note, "Signature types").
const ED25519: u8 = 0x01;

const MAX_NAME_LEN: usize = 255;

/// The name of a key: not empty, no spaces, no plus, no control characters, at most 255 bytes. Best a URL without
/// its scheme, and the same as the origin of the log that the key signs for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyName(String);

impl KeyName {
    /// Takes a name; fails with [`NoteError::BadName`].
    pub fn new(name: impl Into<String>) -> Result<Self, NoteError> {
        let name = name.into();
        if is_key_name(&name) {
            Ok(Self(name))
        } else {
            Err(NoteError::BadName)
        }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

pub(super) fn is_key_name(name: &str) -> bool {
    (1..=MAX_NAME_LEN).contains(&name.len())
        && !name
            .chars()
            .any(|character| character.is_whitespace() || character.is_control() || character == '+')
}

/// `SHA-256(name || 0x0A || 0x01 || public key)`, the first four bytes.
fn key_id(name: &KeyName, public: &[u8; ed25519::PUBLIC_KEY_LEN]) -> [u8; KEY_ID_LEN] {
    let digest = sha256(&[name.as_str().as_bytes(), b"\n", &[ED25519], public]);
    digest.first_chunk().copied().unwrap_or_default()
}

/// A key that signs notes.
#[derive(Debug)]
pub struct NoteSigner {
    name: KeyName,
    key: ed25519::SigningKey,
}

impl NoteSigner {
    /// A signer under a name. The name is part of the key's identity: another name is another key to verifiers.
    #[must_use]
    pub const fn new(name: KeyName, key: ed25519::SigningKey) -> Self {
        Self { name, key }
    }

    /// The public half, to be given to whoever checks the notes.
    #[must_use]
    pub fn verifier(&self) -> NoteVerifier {
        NoteVerifier::new(self.name.clone(), *self.key.public_key())
    }

    /// Signs a text and returns the whole note.
    ///
    /// Fails with [`NoteError::Malformed`] unless the text ends in a newline and has no other control characters.
    pub fn sign(&self, text: &str) -> Result<String, NoteError> {
        if !text.ends_with('\n') || text.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
            return Err(NoteError::Malformed);
        }
        Ok(self.sign_unchecked(text))
    }

    pub(crate) fn sign_unchecked(&self, text: &str) -> String {
        let mut signature = key_id(&self.name, self.key.public_key()).to_vec();
        signature.extend_from_slice(&self.key.sign(text.as_bytes()));
        format!(
            "{text}\n{SIGNATURE_PREFIX}{} {}\n",
            self.name.as_str(),
            STANDARD.encode(signature)
        )
    }
}

/// A key that checks notes. Its text form, a "vkey", is `name+id+base64(0x01 || public key)`, the id in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteVerifier {
    name: KeyName,
    id: [u8; KEY_ID_LEN],
    public: [u8; ed25519::PUBLIC_KEY_LEN],
}

impl NoteVerifier {
    /// A verifier for the key with this name and public half.
    #[must_use]
    pub fn new(name: KeyName, public: [u8; ed25519::PUBLIC_KEY_LEN]) -> Self {
        let id = key_id(&name, &public);
        Self { name, id, public }
    }

    /// The key's name.
    #[must_use]
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    pub(super) fn answers_to(&self, name: &str, id: [u8; KEY_ID_LEN]) -> bool {
        self.name.as_str() == name && self.id == id
    }

    pub(super) fn verify(&self, text: &str, signature: &[u8]) -> Result<(), NoteError> {
        ed25519::verify(&self.public, text.as_bytes(), signature).map_err(|_| NoteError::BadSignature)
    }
}

impl fmt::Display for NoteVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[ED25519], self.public.as_slice()].concat();
        write!(
            f,
            "{}+{:08x}+{}",
            self.name.as_str(),
            u32::from_be_bytes(self.id),
            STANDARD.encode(key)
        )
    }
}

impl FromStr for NoteVerifier {
    type Err = NoteError;

    /// Reads the text form and accepts only what [`fmt::Display`] writes, so that one key has one text.
    fn from_str(text: &str) -> Result<Self, NoteError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::BadKey);
        };
        let key = STANDARD.decode(key).map_err(|_| NoteError::BadKey)?;
        let Some((&ED25519, public)) = key.split_first() else {
            return Err(NoteError::BadKey);
        };
        let public = public.try_into().map_err(|_| NoteError::BadKey)?;
        let verifier = Self::new(KeyName::new(name)?, public);
        if verifier.to_string() == text {
            Ok(verifier)
        } else {
            Err(NoteError::BadKey)
        }
    }
}
