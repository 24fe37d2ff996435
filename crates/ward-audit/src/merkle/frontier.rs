//! The right edge of a growing tree.

use super::{HASH_LEN, Hash, MerkleError, TreeHead, node_hash};

const SIZE_LEN: usize = 8;

/// The compact state of a tree: the roots of the perfect subtrees that its leaves fall into, largest first.
///
/// That is one hash for every one-bit of the size, and all that is needed to append and to know the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

impl Default for Frontier {
    fn default() -> Self {
        Self::empty()
    }
}

impl Frontier {
    /// The tree without leaves.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            size: 0,
            roots: Vec::new(),
        }
    }

    /// Appends a leaf, given its hash.
    ///
    /// Fails with [`MerkleError::Full`] after 2^64 - 1 leaves and leaves the tree as it was.
    pub fn push(&mut self, leaf: Hash) -> Result<(), MerkleError> {
        let grown = self.size.checked_add(1).ok_or(MerkleError::Full)?;
        let mut root = leaf;
        // Like a carry in binary addition: every trailing one-bit of the size is a subtree that is now complete.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.roots.pop() {
                root = node_hash(&left, &root);
            }
        }
        self.roots.push(root);
        self.size = grown;
        Ok(())
    }

    /// The number of leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root over all leaves so far; [`Hash::EMPTY`] when there are none.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.roots
            .iter()
            .copied()
            .rev()
            .reduce(|right, left| node_hash(&left, &right))
            .unwrap_or(Hash::EMPTY)
    }

    /// Size and root together.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        TreeHead {
            size: self.size,
            root: self.root(),
        }
    }

    /// The stored form: the size as 8 bytes, big-endian, then the hashes, largest subtree first.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        self.roots
            .iter()
            .for_each(|root| bytes.extend_from_slice(root.as_bytes()));
        bytes
    }

    /// Reads the stored form.
    ///
    /// Fails with [`MerkleError::BadFrontier`] unless there is exactly one hash for every one-bit of the size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, MerkleError> {
        let (size, hashes) = bytes
            .split_first_chunk::<SIZE_LEN>()
            .ok_or(MerkleError::BadFrontier)?;
        let size = u64::from_be_bytes(*size);
        let (hashes, rest) = hashes.as_chunks::<HASH_LEN>();
        let wanted = usize::try_from(size.count_ones()).map_err(|_| MerkleError::BadFrontier)?;
        if !rest.is_empty() || hashes.len() != wanted {
            return Err(MerkleError::BadFrontier);
        }
        Ok(Self {
            size,
            roots: hashes.iter().copied().map(Hash::new).collect(),
        })
    }
}
