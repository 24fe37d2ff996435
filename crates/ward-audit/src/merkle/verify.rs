//! Checking proofs: the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2, which read RFC 6962's proofs.
//!
//! Both walk from the leaves up with two positions: that of the node at hand and that of the last node of its level.
//! Where the node is the last of its level and has no neighbour, it moves up unchanged.

use super::{Hash, MerkleError, node_hash};

/// Checks that the leaf with this hash is number `index` in the tree of `size` leaves with this root.
///
/// Fails with [`MerkleError::OutOfRange`] for an index beyond the size and [`MerkleError::BadProof`] otherwise.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), MerkleError> {
    if index >= size {
        return Err(MerkleError::OutOfRange);
    }
    let mut path = Path {
        node: index,
        last: size.saturating_sub(1),
    };
    let mut computed = *leaf;
    for hash in proof {
        computed = match path.climb()? {
            Side::Left => node_hash(hash, &computed),
            Side::Right => node_hash(&computed, hash),
        };
    }
    if path.last == 0 && computed == *root {
        Ok(())
    } else {
        Err(MerkleError::BadProof)
    }
}

/// Checks that the tree of `second` leaves continues the tree of `first` leaves: nothing was changed or removed.
///
/// The empty tree is continued by every tree. Fails with [`MerkleError::OutOfRange`] when `first` is the larger and
/// [`MerkleError::BadProof`] otherwise.
pub fn verify_consistency(
    first: u64,
    second: u64,
    proof: &[Hash],
    first_root: &Hash,
    second_root: &Hash,
) -> Result<(), MerkleError> {
    if first > second {
        return Err(MerkleError::OutOfRange);
    }
    let holds = if first == second {
        proof.is_empty() && first_root == second_root
    } else if first == 0 {
        proof.is_empty() && *first_root == Hash::EMPTY
    } else {
        continues(first, second, proof, first_root, second_root)?
    };
    if holds { Ok(()) } else { Err(MerkleError::BadProof) }
}

fn continues(
    first: u64,
    second: u64,
    proof: &[Hash],
    first_root: &Hash,
    second_root: &Hash,
) -> Result<bool, MerkleError> {
    // A first tree of 2^k leaves is a node of the second, so its root starts the proof without being repeated in it.
    let (start, rest) = if first.is_power_of_two() {
        (first_root, proof)
    } else {
        proof.split_first().ok_or(MerkleError::BadProof)?
    };
    let mut path = Path {
        node: first.saturating_sub(1),
        last: second.saturating_sub(1),
    };
    while path.node & 1 == 1 {
        path.up();
    }
    let (mut old, mut new) = (*start, *start);
    for hash in rest {
        match path.climb()? {
            Side::Left => {
                old = node_hash(hash, &old);
                new = node_hash(hash, &new);
            }
            Side::Right => new = node_hash(&new, hash),
        }
    }
    Ok(path.last == 0 && old == *first_root && new == *second_root)
}

/// On which side of the node at hand the next hash of a proof belongs.
enum Side {
    Left,
    Right,
}

struct Path {
    node: u64,
    last: u64,
}

impl Path {
    fn up(&mut self) {
        self.node >>= 1;
        self.last >>= 1;
    }

    /// Moves to the parent that the next hash leads to. A hash beyond the root is refused.
    fn climb(&mut self) -> Result<Side, MerkleError> {
        if self.last == 0 {
            return Err(MerkleError::BadProof);
        }
        let side = if self.node & 1 == 1 || self.node == self.last {
            while self.node & 1 == 0 && self.node != 0 {
                self.up();
            }
            Side::Left
        } else {
            Side::Right
        };
        self.up();
        Ok(side)
    }
}
