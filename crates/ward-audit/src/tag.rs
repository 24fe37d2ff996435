//! A keyed tag beside every entry.
//!
//! Hashes alone let anyone who can write the store recompute the whole tree. The tag is an HMAC under a key that
//! the store does not hold in the clear, so a verifier with the key names exactly the first entry that Ward did not
//! write at that place, even after an attacker hashed everything anew. It does not show a cut tail: entries that
//! are gone have no tag to fail. That takes a checkpoint kept elsewhere.

use std::fmt;

use ward_keys::hazmat::hmac;

use crate::merkle::Hash;

/// Separates this use of HMAC from every other.
const DOMAIN: &[u8] = b"ward-audit-entry-v1";

/// Length of a tag and of its key in bytes.
pub const TAG_LEN: usize = 32;

/// The key under which the entries of one log are tagged.
///
/// One log, one key: under a shared key, an entry of one log passes as the entry with the same index of the other.
#[derive(Clone)]
pub struct TagKey(hmac::Key);

/// The tag of one entry: `HMAC-SHA256(key, "ward-audit-entry-v1" || index as 8 bytes big-endian || leaf hash)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag([u8; TAG_LEN]);

impl TagKey {
    /// Prepares a key from 32 uniformly random (or properly derived) bytes.
    #[must_use]
    pub fn new(key: &[u8; TAG_LEN]) -> Self {
        Self(hmac::Key::new(hmac::Hash::Sha256, key))
    }

    /// The tag of the entry number `index` with this leaf hash.
    #[must_use]
    pub fn tag(&self, index: u64, leaf: &Hash) -> Tag {
        let mut out = [0; TAG_LEN];
        let tag = self.0.tag(&[DOMAIN, &index.to_be_bytes(), leaf.as_bytes()]);
        out.iter_mut().zip(tag).for_each(|(to, from)| *to = from);
        Tag(out)
    }

    /// Whether stored bytes are the tag of this entry; compared in constant time.
    #[must_use]
    pub fn vouches(&self, index: u64, leaf: &Hash, tag: &[u8]) -> bool {
        self.0
            .verify(&[DOMAIN, &index.to_be_bytes(), leaf.as_bytes()], tag)
            .is_ok()
    }
}

impl fmt::Debug for TagKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TagKey(..)")
    }
}

impl Tag {
    /// The 32 bytes, to be stored beside the entry. Without the key they say nothing.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; TAG_LEN] {
        &self.0
    }
}
