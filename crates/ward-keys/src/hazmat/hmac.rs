//! HMAC (RFC 2104, FIPS 198-1) with SHA-256, SHA-384 and SHA-512.

use aws_lc_rs::hmac;
use thiserror::Error;

/// The tag did not belong to the message under this key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the authentication tag does not match")]
pub struct BadTag;

/// The hash inside the HMAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256: 32-byte tags.
    Sha256,
    /// SHA-384: 48-byte tags.
    Sha384,
    /// SHA-512: 64-byte tags.
    Sha512,
}

/// A key prepared once (both padded blocks hashed), to be kept and reused.
#[derive(Clone)]
pub struct Key(hmac::Key);

impl Key {
    /// Prepares a key of any length; at least the hash's length is wise (RFC 2104, section 3).
    #[must_use]
    pub fn new(hash: Hash, key: &[u8]) -> Self {
        let algorithm = match hash {
            Hash::Sha256 => hmac::HMAC_SHA256,
            Hash::Sha384 => hmac::HMAC_SHA384,
            Hash::Sha512 => hmac::HMAC_SHA512,
        };
        Self(hmac::Key::new(algorithm, key))
    }

    /// The tag over the parts, one after the other.
    ///
    /// Parts are not delimited: callers that join parts of variable length must frame them.
    #[must_use]
    pub fn tag(&self, parts: &[&[u8]]) -> Vec<u8> {
        self.sign(parts).as_ref().to_vec()
    }

    /// Appends to `message` the tag over all of it.
    pub fn append_tag(&self, message: &mut Vec<u8>) {
        let tag = self.sign(&[message]);
        message.extend_from_slice(tag.as_ref());
    }

    /// Checks a full-length tag in constant time.
    pub fn verify(&self, parts: &[&[u8]], tag: &[u8]) -> Result<(), BadTag> {
        if ward_secret::equal(self.sign(parts).as_ref(), tag) {
            Ok(())
        } else {
            Err(BadTag)
        }
    }

    fn sign(&self, parts: &[&[u8]]) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&self.0);
        for part in parts {
            context.update(part);
        }
        context.sign()
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("hmac::Key(..)")
    }
}
