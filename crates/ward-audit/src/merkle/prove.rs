//! Making proofs (RFC 6962, sections 2.1.1 and 2.1.2).
//!
//! Every hash of a proof is the root over a run of leaves. The `*_ranges` functions say which runs, so that a store
//! can answer each from wherever it is quickest: a cache of nodes, or one pass over leaf hashes through a
//! [`Frontier`]. The `prove_*` functions do the latter from a closure.

use std::ops::Range;

use super::{Frontier, Hash, MerkleError};

/// The runs of leaves whose roots prove that leaf `index` is in the tree of `size` leaves, in the order of the proof:
/// from the leaf's neighbour upwards.
///
/// Fails with [`MerkleError::OutOfRange`] when there is no such leaf.
pub fn inclusion_ranges(index: u64, size: u64) -> Result<Vec<Range<u64>>, MerkleError> {
    if index >= size {
        return Err(MerkleError::OutOfRange);
    }
    let mut ranges = Vec::new();
    let (mut low, mut high) = (0, size);
    while let Some(middle) = split(low, high) {
        if index < middle {
            ranges.push(middle..high);
            high = middle;
        } else {
            ranges.push(low..middle);
            low = middle;
        }
    }
    ranges.reverse();
    Ok(ranges)
}

/// The runs of leaves whose roots prove that the tree of `second` leaves continues the tree of `first` leaves.
///
/// Empty when the sizes are equal or `first` is 0. Fails with [`MerkleError::OutOfRange`] when `first` is the larger.
pub fn consistency_ranges(first: u64, second: u64) -> Result<Vec<Range<u64>>, MerkleError> {
    if first > second {
        return Err(MerkleError::OutOfRange);
    }
    if first == 0 {
        return Ok(Vec::new());
    }
    let mut ranges = Vec::new();
    let (mut low, mut high) = (0, second);
    while first < high {
        let Some(middle) = split(low, high) else { break };
        if first <= middle {
            ranges.push(middle..high);
            high = middle;
        } else {
            ranges.push(low..middle);
            low = middle;
        }
    }
    // A complete left subtree is the first tree itself, whose root the verifier already holds.
    if low > 0 {
        ranges.push(low..high);
    }
    ranges.reverse();
    Ok(ranges)
}

/// The proof that leaf `index` is in the tree of `size` leaves; at most 64 hashes.
///
/// `leaf` gives the hash of a leaf by its index, in rising order within each run; all but one of `size` are asked for.
/// Fails with [`MerkleError::OutOfRange`] or, when `leaf` has no answer, [`MerkleError::LeafMissing`].
pub fn prove_inclusion(
    index: u64,
    size: u64,
    leaf: impl FnMut(u64) -> Option<Hash>,
) -> Result<Vec<Hash>, MerkleError> {
    roots(inclusion_ranges(index, size)?, leaf)
}

/// The proof that the tree of `second` leaves continues the tree of `first` leaves; at most 65 hashes.
///
/// Arguments and errors as in [`prove_inclusion`].
pub fn prove_consistency(
    first: u64,
    second: u64,
    leaf: impl FnMut(u64) -> Option<Hash>,
) -> Result<Vec<Hash>, MerkleError> {
    roots(consistency_ranges(first, second)?, leaf)
}

fn roots(
    ranges: Vec<Range<u64>>,
    mut leaf: impl FnMut(u64) -> Option<Hash>,
) -> Result<Vec<Hash>, MerkleError> {
    ranges
        .into_iter()
        .map(|range| {
            let mut run = Frontier::empty();
            for index in range {
                run.push(leaf(index).ok_or(MerkleError::LeafMissing)?)?;
            }
            Ok(run.root())
        })
        .collect()
}

/// Where the run `low..high` splits: after the largest power of two smaller than its length. `None` below two leaves.
fn split(low: u64, high: u64) -> Option<u64> {
    let last = high.checked_sub(low)?.checked_sub(1)?;
    low.checked_add(1_u64.checked_shl(last.checked_ilog2()?)?)
}
