//! The Merkle log of audit entries: leaves, checkpoints, proofs and the verifier.
