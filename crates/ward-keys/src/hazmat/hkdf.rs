//! HKDF (RFC 5869) with SHA-256.

use super::hmac::{Hash, Key};

/// Derives 32 bytes from uniformly random key material: extract with `salt`, expand with `info`.
///
/// `info` names the purpose; two purposes get independent keys. Not for passwords: they need a slow function.
#[must_use]
pub fn sha256(key_material: &[u8], salt: &[u8], info: &[u8]) -> [u8; 32] {
    let extracted = zeroize::Zeroizing::new(Key::new(Hash::Sha256, salt).tag(&[key_material]));
    let expanded = zeroize::Zeroizing::new(Key::new(Hash::Sha256, &extracted).tag(&[info, &[1]]));
    let mut out = [0; 32];
    out.copy_from_slice(&expanded);
    out
}
