//! Which secrets look weak.

use proptest::prelude::*;
use ward_tokens::jwt::{Weakness, weakness};

#[test]
fn each_weakness_has_its_secret() {
    for (secret, expected) in [
        ("correct horse battery staple", Weakness::Short),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Weakness::Repeated),
        ("tokentokentokentokentokentokentok", Weakness::Repeated),
        ("abcabdabcabeabcabfabcabdabcabcabab", Weakness::FewSymbols),
        ("abcdefghijklmnopqrstuvwxyz01234567", Weakness::Sequence),
        ("zyxwvutsrqponmlkjihgfedcba98765432", Weakness::Sequence),
        ("your-256-bit-secret-0123-4444-7890", Weakness::Phrase),
        ("Please_Change-Me_In_Production_42!", Weakness::Phrase),
    ] {
        assert_eq!(weakness(secret.as_bytes()), Some(expected), "{secret}");
    }
}

#[test]
fn random_secrets_in_common_forms_are_not_weak() {
    for secret in [
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "e8c1f04a2b5d4c6f9a7038d1e2b34c5f",
        "k3Jv9sQx-TzB1mN0pL_uW8yR5cF2gH7d",
    ] {
        assert_eq!(weakness(secret.as_bytes()), None, "{secret}");
    }
}

proptest! {
    #[test]
    fn random_bytes_are_not_weak(secret: [u8; 32]) {
        // Proptest draws small values too; a secret of few symbols would be one of those, not a random one.
        prop_assume!(secret.iter().collect::<std::collections::BTreeSet<_>>().len() > 20);
        prop_assert_eq!(weakness(&secret), None);
    }

    #[test]
    fn a_secret_over_and_over_is_weak(unit in proptest::collection::vec(any::<u8>(), 1..16), times in 32..40_usize) {
        prop_assert_eq!(weakness(&unit.repeat(times)), Some(Weakness::Repeated));
    }
}
