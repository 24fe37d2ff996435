//! The Merkle tree of RFC 6962, section 2.1: SHA-256, leaves and nodes hashed under different prefixes.
//!
//! A log keeps a [`Frontier`], which grows by one leaf at a time and holds at most 64 hashes however long the log
//! is. Whoever holds a root can be shown with [`prove_inclusion`] that an entry is in the tree, and with
//! [`prove_consistency`] that a longer tree only added to a shorter one.
//!
//! The prefixes 0x00 and 0x01 keep a node from being passed off as a leaf: without them, 64 bytes that happen to be
//! two hashes would be an "entry" nobody wrote.

mod frontier;
mod prove;
mod verify;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Serialize, Serializer};
use thiserror::Error;
use ward_keys::hazmat::digest::sha256;

pub use frontier::Frontier;
pub use prove::{consistency_ranges, inclusion_ranges, prove_consistency, prove_inclusion};
pub use verify::{verify_consistency, verify_inclusion};

/// Length of a hash in bytes.
pub const HASH_LEN: usize = 32;

/// The hash of a leaf, a node or a whole tree. Public: it may be printed, stored and compared freely.
///
/// It displays as padded base64, the form a checkpoint uses, and as hexadecimal under `{:x}`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash([u8; HASH_LEN]);

impl Hash {
    /// The root of the tree without leaves: SHA-256 of the empty string (RFC 6962, section 2.1).
    pub const EMPTY: Self = Self([
        0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27,
        0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
    ]);

    /// A hash from its bytes.
    #[must_use]
    pub const fn new(bytes: [u8; HASH_LEN]) -> Self {
        Self(bytes)
    }

    /// A hash from stored bytes; `None` unless there are exactly 32.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// A hash from padded standard base64; `None` for any other text, non-canonical base64 included.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        Self::from_slice(&STANDARD.decode(text).ok()?)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; HASH_LEN] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::LowerHex for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self:x})")
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The size of a tree and its root: what a checkpoint signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TreeHead {
    /// The number of leaves.
    pub size: u64,
    /// The root over those leaves.
    pub root: Hash,
}

/// The hash of a leaf: `SHA-256(0x00 || data)`.
#[must_use]
pub fn leaf_hash(data: &[u8]) -> Hash {
    Hash(sha256(&[&[0x00], data]))
}

/// The hash of an inner node: `SHA-256(0x01 || left || right)`.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut message = [0x01; 1 + 2 * HASH_LEN];
    if let Some((_, children)) = message.split_first_chunk_mut::<1>() {
        let (first, second) = children.split_at_mut(HASH_LEN);
        first.copy_from_slice(&left.0);
        second.copy_from_slice(&right.0);
    }
    Hash(sha256(&[&message]))
}

/// Why a stored tree or a proof was refused.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum MerkleError {
    /// The entry or tree size asked about lies beyond the tree it is asked of.
    #[error("the index or size lies outside the tree")]
    OutOfRange,
    /// The source of leaf hashes did not have one that the proof needs.
    #[error("a leaf hash that the proof needs is missing")]
    LeafMissing,
    /// The proof has too few or too many hashes for these sizes, or leads to another root: the entry is not in the
    /// tree, or the longer tree is not a continuation of the shorter one.
    #[error("the proof does not lead to this root")]
    BadProof,
    /// Stored bytes are not a frontier: too short, or not one hash for every one-bit of the size.
    #[error("the stored bytes are not the frontier of a tree")]
    BadFrontier,
    /// The tree has 2^64 - 1 leaves, the most that its size can say.
    #[error("the tree is full")]
    Full,
}
