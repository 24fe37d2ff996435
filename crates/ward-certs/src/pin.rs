//! Pins of public keys, as RFC 7469 counts them.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// SHA-256 of a `SubjectPublicKeyInfo`. Shows as `sha256/` and base64.
///
/// A pin survives the renewal of a certificate when the key stays. It is public, so equality is plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pin([u8; 32]);

/// The text is not a pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a pin is \"sha256/\" and the base64 of 32 bytes")]
pub struct PinError;

impl Pin {
    /// A pin from the digest itself.
    #[must_use]
    pub const fn from_digest(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// The digest.
    #[must_use]
    pub const fn digest(&self) -> &[u8; 32] {
        &self.0
    }

    /// The digest in base64, without the prefix.
    #[must_use]
    pub fn base64(&self) -> String {
        STANDARD.encode(self.0)
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256/{}", self.base64())
    }
}

/// Reads `sha256/<base64>`, curl's `sha256//<base64>` and the bare base64.
impl FromStr for Pin {
    type Err = PinError;

    fn from_str(text: &str) -> Result<Self, PinError> {
        let encoded = text
            .strip_prefix("sha256//")
            .or_else(|| text.strip_prefix("sha256/"))
            .unwrap_or(text);
        // 32 bytes are 44 characters; checked first so that a long text costs nothing.
        if encoded.len() != 44 {
            return Err(PinError);
        }
        let bytes = STANDARD.decode(encoded).map_err(|_| PinError)?;
        bytes.try_into().map(Self).map_err(|_| PinError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of RFC 7469 section 2.1.5.
    const EXAMPLE: &str = "d6qzRu9zOECb90Uez27xWltNsj0e1Md7GkYYkVoZWmM=";

    #[test]
    fn the_three_spellings_are_one_pin() {
        let bare: Pin = EXAMPLE.parse().unwrap();
        assert_eq!(format!("sha256/{EXAMPLE}").parse(), Ok(bare));
        assert_eq!(format!("sha256//{EXAMPLE}").parse(), Ok(bare));
        assert_eq!(bare.to_string(), format!("sha256/{EXAMPLE}"));
    }

    #[test]
    fn another_digest_is_refused() {
        assert_eq!(format!("sha1/{EXAMPLE}").parse::<Pin>(), Err(PinError));
    }

    #[test]
    fn a_short_pin_is_refused() {
        assert_eq!("sha256/AAAA".parse::<Pin>(), Err(PinError));
    }

    #[test]
    fn a_pin_without_padding_is_refused() {
        assert_eq!(EXAMPLE.trim_end_matches('=').parse::<Pin>(), Err(PinError));
    }
}
