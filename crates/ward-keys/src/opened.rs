//! Keysets prepared for use: every version that may be used, parsed once, cheap to keep in a cache.

use thiserror::Error;
use ward_secret::SecretBytes;

use crate::hazmat::{aead, ed25519, hmac};
use crate::{KeyId, Keyset, Kind};

/// Why a keyset could not be prepared as the wanted type of key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenKeysetError {
    /// The keyset is of a kind for another use, such as a signing key where encryption was asked for.
    #[error("the key is of a kind for another use")]
    WrongKind,
}

/// A key that can be prepared from a version's material.
pub trait FromMaterial: Sized {
    /// Prepares the key, or refuses a kind that is not for this use.
    fn from_material(kind: Kind, material: &SecretBytes) -> Result<Self, OpenKeysetError>;
}

/// A version's number and its prepared key.
#[derive(Debug)]
pub struct Numbered<K> {
    /// The version's number.
    pub number: u32,
    /// The prepared key.
    pub key: K,
}

/// The usable versions of one keyset, prepared as keys of type `K`. Versions that are disabled or destroyed are
/// not in it: prepare anew after every change of the keyset.
#[derive(Debug)]
pub struct Opened<K> {
    id: KeyId,
    /// The number of the primary; its key is the first below.
    primary: Numbered<K>,
    /// The other usable versions, newest first.
    others: Vec<Numbered<K>>,
}

/// A keyset that seals and opens: kinds `aes-256-gcm` (as XAES-256-GCM) and `xchacha20-poly1305`.
pub type AeadKeys = Opened<aead::Key>;
/// A keyset that signs: kind `ed25519`.
pub type SigningKeys = Opened<ed25519::SigningKey>;
/// A keyset that makes authentication tags: kind `hmac-sha256`.
pub type MacKeys = Opened<hmac::Key>;

impl<K: FromMaterial> Opened<K> {
    /// Prepares the usable versions of a keyset.
    pub fn from_keyset(keyset: &Keyset) -> Result<Self, OpenKeysetError> {
        let prepare = |version: &crate::Version| {
            let material = version.material().ok_or(OpenKeysetError::WrongKind)?;
            let key = K::from_material(keyset.kind(), material)?;
            Ok(Numbered {
                number: version.number(),
                key,
            })
        };
        let others = keyset.versions().iter().rev();
        let others =
            others.filter(|version| version.state().opens() && version.number() != keyset.primary_number());
        Ok(Self {
            id: keyset.id(),
            primary: prepare(keyset.primary())?,
            others: others.map(prepare).collect::<Result<_, _>>()?,
        })
    }
}

impl<K> Opened<K> {
    /// The keyset's identity.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The version that makes everything new.
    #[must_use]
    pub const fn primary(&self) -> &Numbered<K> {
        &self.primary
    }

    /// The key of a version that may still decrypt or verify.
    #[must_use]
    pub fn version(&self, number: u32) -> Option<&K> {
        self.iter()
            .find(|numbered| numbered.number == number)
            .map(|numbered| &numbered.key)
    }

    /// All usable versions: the primary, then the others from the newest to the oldest.
    pub fn iter(&self) -> impl Iterator<Item = &Numbered<K>> {
        std::iter::once(&self.primary).chain(&self.others)
    }
}

/// A signature and the version that made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The version's number.
    pub version: u32,
    /// The signature (RFC 8032).
    pub bytes: [u8; ed25519::SIGNATURE_LEN],
}

impl SigningKeys {
    /// Signs with the primary version.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature {
            version: self.primary.number,
            bytes: self.primary.key.sign(message),
        }
    }

    /// Checks a signature that the given version made.
    ///
    /// [`BadSignature`](ed25519::Error::BadSignature) also when the version does not exist or is not usable.
    pub fn verify(&self, version: u32, message: &[u8], signature: &[u8]) -> Result<(), ed25519::Error> {
        let key = self.version(version).ok_or(ed25519::Error::BadSignature)?;
        ed25519::verify(key.public_key(), message, signature)
    }
}

impl MacKeys {
    /// The primary's number and its tag over the parts, one after the other. Parts are not delimited.
    #[must_use]
    pub fn tag(&self, parts: &[&[u8]]) -> (u32, Vec<u8>) {
        (self.primary.number, self.primary.key.tag(parts))
    }

    /// Checks a tag that the given version made; [`BadTag`](hmac::BadTag) also when it is not usable.
    pub fn verify(&self, version: u32, parts: &[&[u8]], tag: &[u8]) -> Result<(), hmac::BadTag> {
        self.version(version).ok_or(hmac::BadTag)?.verify(parts, tag)
    }
}

impl FromMaterial for aead::Key {
    fn from_material(kind: Kind, material: &SecretBytes) -> Result<Self, OpenKeysetError> {
        let algorithm = match kind {
            // Never plain GCM: its 96-bit nonces collide after 2^32 messages, and nobody counts them.
            Kind::Aes256Gcm => aead::Algorithm::XAes256Gcm,
            Kind::XChaCha20Poly1305 => aead::Algorithm::XChaCha20Poly1305,
            _ => return Err(OpenKeysetError::WrongKind),
        };
        let key = material
            .expose()
            .as_slice()
            .try_into()
            .map_err(|_| OpenKeysetError::WrongKind)?;
        Ok(Self::new(algorithm, key))
    }
}

impl FromMaterial for ed25519::SigningKey {
    fn from_material(kind: Kind, material: &SecretBytes) -> Result<Self, OpenKeysetError> {
        match kind {
            Kind::Ed25519 => Self::from_seed(material.expose()).map_err(|_| OpenKeysetError::WrongKind),
            _ => Err(OpenKeysetError::WrongKind),
        }
    }
}

impl FromMaterial for hmac::Key {
    fn from_material(kind: Kind, material: &SecretBytes) -> Result<Self, OpenKeysetError> {
        match kind {
            Kind::HmacSha256 => Ok(Self::new(hmac::Hash::Sha256, material.expose())),
            _ => Err(OpenKeysetError::WrongKind),
        }
    }
}
