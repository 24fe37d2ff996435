//! Base64 in its two alphabets, strict: canonical padding, unused bits zero, nothing skipped.
//!
//! The vectorised engine matters: with AES and SHA in hardware, scalar base64 is the slowest part of a token. It
//! also has no tables that an index derived from a key could be read from.

use std::sync::LazyLock;

use base64::alphabet;
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use base64::engine::Simd as Fast;
use base64::engine::{
    DecodePaddingMode::{RequireCanonical, RequireNone},
    GeneralPurpose, GeneralPurposeConfig,
};

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
use GeneralPurpose as Fast;

const PADDED_CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_encode_padding(true)
    .with_decode_padding_mode(RequireCanonical);
const BARE_CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_encode_padding(false)
    .with_decode_padding_mode(RequireNone);

/// URL-safe alphabet, padded: Fernet tokens and keys.
pub(crate) static PADDED: LazyLock<Fast> = LazyLock::new(|| fast(PADDED_CONFIG));

/// URL-safe alphabet without padding: envelopes.
pub(crate) static BARE: LazyLock<Fast> = LazyLock::new(|| fast(BARE_CONFIG));

/// Standard alphabet without padding: the salt in a PHC string.
pub(crate) static PHC: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, BARE_CONFIG);

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
fn fast(config: GeneralPurposeConfig) -> Fast {
    Fast::url_safe(config)
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn fast(config: GeneralPurposeConfig) -> Fast {
    Fast::new(&alphabet::URL_SAFE, config)
}
