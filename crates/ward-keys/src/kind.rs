//! What a key is for. A kind is chosen when a keyset is created and never changes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// The algorithm that a keyset's material belongs to.
///
/// Its text form ([`Kind::name`]) is stable: stores and clients keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Fernet tokens (fernet/spec version 0x80): 16 bytes for HMAC-SHA256, 16 for AES-128-CBC.
    Fernet,
    /// AES-256-GCM, used with 192-bit nonces as XAES-256-GCM (C2SP) so that random nonces are safe.
    Aes256Gcm,
    /// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03).
    XChaCha20Poly1305,
    /// Ed25519 signatures (RFC 8032); the material is the 32-byte seed.
    Ed25519,
    /// HMAC-SHA256 (RFC 2104).
    HmacSha256,
}

/// What a kind may be used for. One key, one use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Usage {
    /// Encrypt and decrypt.
    Encrypt,
    /// Sign with the private half, verify with the public half.
    Sign,
    /// Make and check authentication tags with one secret.
    Mac,
}

/// The text names no kind of key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not a known kind of key")]
pub struct UnknownKind;

impl Kind {
    /// Every kind, for lists and documentation.
    pub const ALL: &[Self] = &[
        Self::Fernet,
        Self::Aes256Gcm,
        Self::XChaCha20Poly1305,
        Self::Ed25519,
        Self::HmacSha256,
    ];

    /// The stable text form.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fernet => "fernet",
            Self::Aes256Gcm => "aes-256-gcm",
            Self::XChaCha20Poly1305 => "xchacha20-poly1305",
            Self::Ed25519 => "ed25519",
            Self::HmacSha256 => "hmac-sha256",
        }
    }

    /// What keys of this kind may be used for.
    #[must_use]
    pub const fn usage(self) -> Usage {
        match self {
            Self::Fernet | Self::Aes256Gcm | Self::XChaCha20Poly1305 => Usage::Encrypt,
            Self::Ed25519 => Usage::Sign,
            Self::HmacSha256 => Usage::Mac,
        }
    }

    /// Length of one version's material in bytes.
    #[must_use]
    pub const fn material_len(self) -> usize {
        match self {
            Self::Fernet | Self::Aes256Gcm | Self::XChaCha20Poly1305 | Self::Ed25519 | Self::HmacSha256 => 32,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    /// Reads [`Kind::name`] exactly: no other spelling, no other case.
    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.name() == text)
            .ok_or(UnknownKind)
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::keyset::parse_text(deserializer)
    }
}
