//! Ward's own sealed format for named keys; byte by byte in `docs/formats/envelope.md`.
//!
//! An envelope names its keyset and version in a readable header, so that opening never guesses: the key is looked
//! up, not tried. The header, a [`Purpose`] and the caller's associated data are authenticated together, each
//! framed by its length.
//!
//! ```
//! use ward_encryption::{Envelope, Purpose};
//! use ward_keys::{AeadKeys, Keyset, Kind};
//! use ward_secret::{SystemRandom, Timestamp};
//!
//! let keyset = Keyset::generate(Kind::Aes256Gcm, Timestamp::EPOCH, &mut SystemRandom);
//! let keys = AeadKeys::from_keyset(&keyset)?;
//! let envelope = Envelope::seal(&keys, Purpose::DATA, b"customer 7", b"IBAN", &mut SystemRandom);
//!
//! let received = Envelope::parse(&envelope.to_text())?;
//! assert_eq!((received.key_id(), received.key_version()), (keyset.id(), 1));
//! assert_eq!(received.open(&keys, Purpose::DATA, b"customer 7")?.expose(), b"IBAN");
//! assert!(received.open(&keys, Purpose::DATA, b"customer 8").is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod header;

use std::fmt;

use base64::Engine as _;
use thiserror::Error;
use ward_keys::hazmat::aead::{Algorithm, DoesNotOpen};
use ward_keys::{AeadKeys, KeyId};
use ward_secret::{Random, SecretBytes};

use crate::base64url::BARE;
use header::Header;

/// What every envelope's text begins with. Names of keys and other texts of Ward never do in this length, and
/// scanners can look for it.
pub const TEXT_PREFIX: &str = "ward1.";

/// Why an envelope was refused.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum EnvelopeError {
    /// Not an envelope: prefix, alphabet, magic, format version, algorithm or length is wrong. Found without a key.
    #[error("not a sealed envelope")]
    Malformed,
    /// The keyset has no usable version of the number in the header: disabled, destroyed or from elsewhere. The
    /// header can be read without a key, so this tells an attacker nothing.
    #[error("the key version of this envelope is not available")]
    VersionUnavailable,
    /// Wrong key, damage, wrong associated data or wrong purpose: indistinguishable on purpose.
    #[error("the envelope does not open with this key")]
    DoesNotOpen,
}

/// What an envelope is for. It is authenticated but not stored: who opens must know it, so that an envelope made
/// for one use cannot be offered in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purpose(&'static str);

impl Purpose {
    /// Callers' data.
    pub const DATA: Self = Self("ward/data");
    /// A data key wrapped under a keyset; see [`DataKey`](crate::DataKey).
    pub const DATA_KEY: Self = Self("ward/data-key");

    /// A purpose of another crate: a short constant such as `ward/store-column`, unique to its use.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }
}

/// A sealed message with its header, well formed but not yet opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    header: Header,
    /// Header, nonce, ciphertext and tag.
    bytes: Vec<u8>,
}

impl Envelope {
    /// Seals with the primary version of a keyset, under a fresh random nonce of 192 bits.
    #[must_use]
    pub fn seal(
        keys: &AeadKeys,
        purpose: Purpose,
        associated_data: &[u8],
        plaintext: &[u8],
        random: &mut dyn Random,
    ) -> Self {
        let primary = keys.primary();
        let algorithm = primary.key.algorithm();
        let header = Header {
            algorithm,
            key_id: keys.id(),
            key_version: primary.number,
        };
        let encoded = header.encode();
        let mut bytes = Vec::with_capacity(
            Header::LEN
                .saturating_add(algorithm.overhead())
                .saturating_add(plaintext.len()),
        );
        bytes.extend_from_slice(&encoded);
        primary.key.seal(
            &authenticated(&encoded, purpose, associated_data),
            plaintext,
            &mut bytes,
            random,
        );
        Self { header, bytes }
    }

    /// Reads the text form.
    pub fn parse(text: &str) -> Result<Self, EnvelopeError> {
        let encoded = text.strip_prefix(TEXT_PREFIX).ok_or(EnvelopeError::Malformed)?;
        Self::from_bytes(BARE.decode(encoded).map_err(|_| EnvelopeError::Malformed)?)
    }

    /// Reads the binary form.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, EnvelopeError> {
        let (encoded, sealed) = bytes.split_first_chunk().ok_or(EnvelopeError::Malformed)?;
        let header = Header::decode(encoded).ok_or(EnvelopeError::Malformed)?;
        if sealed.len() < header.algorithm.overhead() {
            return Err(EnvelopeError::Malformed);
        }
        Ok(Self { header, bytes })
    }

    /// The binary form, for columns and files.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text form: [`TEXT_PREFIX`] and the bytes in url-safe base64 without padding.
    #[must_use]
    pub fn to_text(&self) -> String {
        let len = base64::encoded_len(self.bytes.len(), false).unwrap_or(0);
        let mut text = String::with_capacity(TEXT_PREFIX.len().saturating_add(len));
        text.push_str(TEXT_PREFIX);
        BARE.encode_string(&self.bytes, &mut text);
        text
    }

    /// The keyset that can open it, if the header is right.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.header.key_id
    }

    /// The version of the keyset, if the header is right.
    #[must_use]
    pub const fn key_version(&self) -> u32 {
        self.header.key_version
    }

    /// The algorithm, if the header is right.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.header.algorithm
    }

    /// Opens with the version that the header names.
    pub fn open(
        &self,
        keys: &AeadKeys,
        purpose: Purpose,
        associated_data: &[u8],
    ) -> Result<SecretBytes, EnvelopeError> {
        if keys.id() != self.header.key_id {
            return Err(EnvelopeError::DoesNotOpen);
        }
        let key = keys
            .version(self.header.key_version)
            .ok_or(EnvelopeError::VersionUnavailable)?;
        if key.algorithm() != self.header.algorithm {
            return Err(EnvelopeError::DoesNotOpen);
        }
        let (encoded, sealed) = self
            .bytes
            .split_first_chunk::<{ Header::LEN }>()
            .ok_or(EnvelopeError::Malformed)?;
        key.open(&authenticated(encoded, purpose, associated_data), sealed)
            .map_err(|DoesNotOpen| EnvelopeError::DoesNotOpen)
    }

    /// Seals the content again with the primary version, bound to the same purpose and associated data. The
    /// plaintext does not leave this function.
    pub fn rewrap(
        &self,
        keys: &AeadKeys,
        purpose: Purpose,
        associated_data: &[u8],
        random: &mut dyn Random,
    ) -> Result<Self, EnvelopeError> {
        let plaintext = self.open(keys, purpose, associated_data)?;
        Ok(Self::seal(
            keys,
            purpose,
            associated_data,
            plaintext.expose(),
            random,
        ))
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

/// What the AEAD authenticates beside the ciphertext: the header, whose length is fixed, then the purpose and the
/// caller's data, each behind its length in 8 bytes. No two triples give the same bytes.
fn authenticated(header: &[u8; Header::LEN], purpose: Purpose, associated_data: &[u8]) -> Vec<u8> {
    let mut out = header.to_vec();
    for part in [purpose.0.as_bytes(), associated_data] {
        out.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}
