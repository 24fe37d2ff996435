//! SHA-2 digests (FIPS 180-4).

use aws_lc_rs::digest;

/// SHA-256 of the parts, one after the other.
///
/// Parts are not delimited: callers that join parts of variable length must frame them.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut out = [0; 32];
    out.copy_from_slice(context.finish().as_ref());
    out
}
