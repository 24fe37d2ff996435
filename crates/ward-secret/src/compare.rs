//! Comparison whose duration does not tell where two values differ.

use subtle::ConstantTimeEq;

/// Whether two byte strings are equal, in time that depends only on their lengths.
///
/// Lengths are public: strings of unequal length return at once.
///
/// ```
/// assert!(ward_secret::equal(b"tag", b"tag"));
/// assert!(!ward_secret::equal(b"tag", b"tab"));
/// ```
#[must_use]
pub fn equal(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}
