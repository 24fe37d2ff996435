//! The tree by its definition, its stored form, and proofs for every size up to 70.

use proptest::prelude::*;
use ward_audit::merkle::{
    Frontier, Hash, MerkleError, consistency_ranges, inclusion_ranges, leaf_hash, prove_consistency,
    prove_inclusion, verify_consistency, verify_inclusion,
};

use crate::support::root_by_definition;

const SIZES: usize = 70;

fn leaves(count: usize) -> Vec<Hash> {
    (0..count)
        .map(|number| leaf_hash(format!("leaf {number}").as_bytes()))
        .collect()
}

fn source(leaves: &[Hash]) -> impl FnMut(u64) -> Option<Hash> {
    |index| leaves.get(usize::try_from(index).unwrap()).copied()
}

fn grown(leaves: &[Hash]) -> Frontier {
    let mut frontier = Frontier::empty();
    for leaf in leaves {
        frontier.push(*leaf).unwrap();
    }
    frontier
}

fn long(number: usize) -> u64 {
    u64::try_from(number).unwrap()
}

#[test]
fn the_frontiers_root_is_the_root_by_definition() {
    let leaves = leaves(SIZES);
    for size in 0..=SIZES {
        let frontier = grown(&leaves[..size]);
        assert_eq!(frontier.size(), long(size));
        assert_eq!(frontier.root(), root_by_definition(&leaves[..size]));
    }
}

#[test]
fn a_leaf_and_a_node_over_the_same_bytes_hash_differently() {
    let (left, right) = (Hash::new([1; 32]), Hash::new([2; 32]));
    let joined = [*left.as_bytes(), *right.as_bytes()].concat();
    assert_ne!(leaf_hash(&joined), ward_audit::merkle::node_hash(&left, &right));
}

#[test]
fn every_leaf_is_proven_in_every_tree_and_at_no_other_place() {
    let leaves = leaves(SIZES);
    for size in 1..=SIZES {
        let root = root_by_definition(&leaves[..size]);
        for (index, leaf) in leaves[..size].iter().enumerate() {
            let (index, size) = (long(index), long(size));
            let proof = prove_inclusion(index, size, source(&leaves)).unwrap();
            assert_eq!(verify_inclusion(leaf, index, size, &proof, &root), Ok(()));
            for other in (0..size).filter(|other| *other != index) {
                assert!(verify_inclusion(leaf, other, size, &proof, &root).is_err());
            }
            assert_eq!(
                verify_inclusion(leaf, size, size, &proof, &root),
                Err(MerkleError::OutOfRange)
            );
        }
    }
}

#[test]
fn every_tree_is_proven_to_continue_every_smaller_one() {
    let leaves = leaves(SIZES);
    let roots: Vec<Hash> = (0..=SIZES)
        .map(|size| root_by_definition(&leaves[..size]))
        .collect();
    for second in 0..=SIZES {
        for first in 0..=second {
            let (a, b) = (long(first), long(second));
            let proof = prove_consistency(a, b, source(&leaves)).unwrap();
            assert_eq!(
                verify_consistency(a, b, &proof, &roots[first], &roots[second]),
                Ok(()),
                "{a} {b}"
            );
            let wrong = Hash::new([0; 32]);
            assert!(verify_consistency(a, b, &proof, &wrong, &roots[second]).is_err());
            if first > 0 {
                assert!(verify_consistency(a, b, &proof, &roots[first], &wrong).is_err());
            }
        }
    }
}

#[test]
fn a_proof_with_any_hash_changed_added_or_removed_is_refused() {
    let leaves = leaves(13);
    let root = root_by_definition(&leaves);
    let first_root = root_by_definition(&leaves[..6]);
    let inclusion = prove_inclusion(5, 13, source(&leaves)).unwrap();
    let consistency = prove_consistency(6, 13, source(&leaves)).unwrap();
    let included = |proof: &[Hash]| verify_inclusion(&leaves[5], 5, 13, proof, &root).is_ok();
    let consistent = |proof: &[Hash]| verify_consistency(6, 13, proof, &first_root, &root).is_ok();
    assert!(included(&inclusion) && consistent(&consistency));
    for (proof, accepts) in [
        (&inclusion, &included as &dyn Fn(&[Hash]) -> bool),
        (&consistency, &consistent as &dyn Fn(&[Hash]) -> bool),
    ] {
        for at in 0..proof.len() {
            let mut changed = proof.clone();
            changed[at] = Hash::new([0x55; 32]);
            assert!(!accepts(&changed));
            let mut shorter = proof.clone();
            shorter.remove(at);
            assert!(!accepts(&shorter));
        }
        for at in 0..=proof.len() {
            let mut longer = proof.clone();
            longer.insert(at, root);
            assert!(!accepts(&longer));
        }
    }
}

#[test]
fn proofs_outside_the_tree_are_not_made() {
    let none = |_| None;
    assert_eq!(prove_inclusion(0, 0, none), Err(MerkleError::OutOfRange));
    assert_eq!(prove_inclusion(3, 3, none), Err(MerkleError::OutOfRange));
    assert_eq!(prove_consistency(4, 3, none), Err(MerkleError::OutOfRange));
    assert_eq!(prove_inclusion(0, 2, none), Err(MerkleError::LeafMissing));
}

#[test]
fn the_largest_trees_are_planned_without_overflow() {
    assert_eq!(inclusion_ranges(u64::MAX - 1, u64::MAX).unwrap().len(), 63);
    assert_eq!(inclusion_ranges(0, u64::MAX).unwrap().len(), 64);
    assert!(consistency_ranges(u64::MAX - 1, u64::MAX).unwrap().len() <= 65);
    let proof = vec![Hash::EMPTY; 64];
    assert!(verify_inclusion(&Hash::EMPTY, 0, u64::MAX, &proof, &Hash::EMPTY).is_err());
    assert!(verify_consistency(1, u64::MAX, &proof, &Hash::EMPTY, &Hash::EMPTY).is_err());
}

#[test]
fn a_full_tree_takes_no_leaf_and_stays_as_it_is() {
    let stored = [u64::MAX.to_be_bytes().as_slice(), &[7; 64 * 32]].concat();
    let mut frontier = Frontier::from_bytes(&stored).unwrap();
    assert_eq!(frontier.push(Hash::EMPTY), Err(MerkleError::Full));
    assert_eq!(frontier.to_bytes(), stored);
}

#[test]
fn a_stored_frontier_with_too_few_or_too_many_bytes_is_refused() {
    let stored = grown(&leaves(7)).to_bytes();
    assert_eq!(stored.len(), 8 + 3 * 32);
    for length in 0..stored.len() {
        assert_eq!(
            Frontier::from_bytes(&stored[..length]),
            Err(MerkleError::BadFrontier)
        );
    }
    assert_eq!(
        Frontier::from_bytes(&[stored.as_slice(), &[0]].concat()),
        Err(MerkleError::BadFrontier)
    );
    assert_eq!(
        Frontier::from_bytes(&[stored, vec![0; 32]].concat()),
        Err(MerkleError::BadFrontier)
    );
}

#[test]
fn a_hash_reads_from_canonical_base64_only() {
    let text = Hash::EMPTY.to_string();
    assert_eq!(Hash::from_base64(&text), Some(Hash::EMPTY));
    assert_eq!(
        format!("{:x}", Hash::EMPTY),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    for bad in [
        "",
        "AAAA",
        text.trim_end_matches('='),
        &text.replace("U=", "V="),
        &format!("{text}\n"),
    ] {
        assert_eq!(Hash::from_base64(bad), None, "{bad:?}");
    }
}

proptest! {
    #[test]
    fn a_stored_frontier_goes_on_as_if_it_had_never_been_stored(count in 0_usize..300, more in 0_usize..40) {
        let all = leaves(count + more);
        let mut resumed = Frontier::from_bytes(&grown(&all[..count]).to_bytes()).unwrap();
        for leaf in &all[count..] {
            resumed.push(*leaf).unwrap();
        }
        prop_assert_eq!(resumed, grown(&all));
    }

    #[test]
    fn random_proofs_never_hold(
        index in any::<u64>(), size in any::<u64>(), hashes in proptest::collection::vec(any::<[u8; 32]>(), 0..70)
    ) {
        let proof: Vec<Hash> = hashes.into_iter().map(Hash::new).collect();
        prop_assert!(verify_inclusion(&Hash::EMPTY, index, size, &proof, &Hash::new([1; 32])).is_err());
        prop_assert!(verify_consistency(index, size, &proof, &Hash::EMPTY, &Hash::new([1; 32])).is_err() || index == 0);
    }
}
