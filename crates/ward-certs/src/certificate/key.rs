//! Public keys and signature algorithms, named and graded.

use std::fmt;

use x509_parser::public_key::PublicKey as Parsed;
use x509_parser::x509::{AlgorithmIdentifier, SubjectPublicKeyInfo};

/// The kind of a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyAlgorithm {
    /// RSA (RFC 8017).
    Rsa,
    /// ECDSA on NIST P-192, too small today.
    P192,
    /// ECDSA on NIST P-224, too small today.
    P224,
    /// ECDSA on NIST P-256.
    P256,
    /// ECDSA on NIST P-384.
    P384,
    /// ECDSA on NIST P-521.
    P521,
    /// Ed25519 (RFC 8410).
    Ed25519,
    /// Ed448 (RFC 8410).
    Ed448,
    /// ML-DSA-44 (FIPS 204).
    MlDsa44,
    /// ML-DSA-65 (FIPS 204).
    MlDsa65,
    /// ML-DSA-87 (FIPS 204).
    MlDsa87,
    /// DSA, which no current TLS client accepts.
    Dsa,
    /// Anything else: another curve, a curve given by its equation, an unknown algorithm, an unreadable key.
    Unsupported,
}

impl KeyAlgorithm {
    /// The usual name, such as `RSA` or `ECDSA P-256`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::P192 => "ECDSA P-192",
            Self::P224 => "ECDSA P-224",
            Self::P256 => "ECDSA P-256",
            Self::P384 => "ECDSA P-384",
            Self::P521 => "ECDSA P-521",
            Self::Ed25519 => "Ed25519",
            Self::Ed448 => "Ed448",
            Self::MlDsa44 => "ML-DSA-44",
            Self::MlDsa65 => "ML-DSA-65",
            Self::MlDsa87 => "ML-DSA-87",
            Self::Dsa => "DSA",
            Self::Unsupported => "unsupported",
        }
    }
}

impl fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is known of a certificate's public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublicKey {
    /// The kind of key.
    pub algorithm: KeyAlgorithm,
    /// RSA: length of the modulus. Curves: size of the field. ML-DSA: size of the public key. 0 when unknown.
    pub bits: u32,
}

/// Smallest RSA modulus accepted, in bits (CA/Browser Forum Baseline Requirements 6.1.5; NIST SP 800-131A).
pub const MIN_RSA_BITS: u32 = 2048;

impl PublicKey {
    /// Too small to be relied on: RSA below [`MIN_RSA_BITS`], curves below 256 bits, DSA of any size.
    #[must_use]
    pub const fn is_weak(self) -> bool {
        match self.algorithm {
            KeyAlgorithm::Rsa => self.bits < MIN_RSA_BITS,
            KeyAlgorithm::P192 | KeyAlgorithm::P224 | KeyAlgorithm::Dsa => true,
            _ => false,
        }
    }

    pub(super) fn read(info: &SubjectPublicKeyInfo<'_>) -> Self {
        let key = |algorithm, bits| Self { algorithm, bits };
        let unsupported = key(KeyAlgorithm::Unsupported, 0);
        match info.algorithm.algorithm.to_id_string().as_str() {
            "1.2.840.113549.1.1.1" => match info.parsed() {
                Ok(Parsed::RSA(rsa)) => key(KeyAlgorithm::Rsa, bit_length(rsa.modulus)),
                _ => unsupported,
            },
            "1.2.840.10045.2.1" => named_curve(&info.algorithm),
            "1.3.101.112" => key(KeyAlgorithm::Ed25519, 256),
            "1.3.101.113" => key(KeyAlgorithm::Ed448, 456),
            "2.16.840.1.101.3.4.3.17" => key(KeyAlgorithm::MlDsa44, 1312 * 8),
            "2.16.840.1.101.3.4.3.18" => key(KeyAlgorithm::MlDsa65, 1952 * 8),
            "2.16.840.1.101.3.4.3.19" => key(KeyAlgorithm::MlDsa87, 2592 * 8),
            "1.2.840.10040.4.1" => key(KeyAlgorithm::Dsa, 0),
            _ => unsupported,
        }
    }
}

/// Only curves given by name count (RFC 5480 section 2.1.1): a curve given by its equation lets the sender
/// choose a generator under which a forged key verifies (CVE-2020-0601).
fn named_curve(algorithm: &AlgorithmIdentifier<'_>) -> PublicKey {
    let curve = algorithm
        .parameters
        .as_ref()
        .and_then(|parameters| parameters.as_oid().ok());
    let (algorithm, bits) = match curve.map(|oid| oid.to_id_string()).as_deref() {
        Some("1.2.840.10045.3.1.1") => (KeyAlgorithm::P192, 192),
        Some("1.3.132.0.33") => (KeyAlgorithm::P224, 224),
        Some("1.2.840.10045.3.1.7") => (KeyAlgorithm::P256, 256),
        Some("1.3.132.0.34") => (KeyAlgorithm::P384, 384),
        Some("1.3.132.0.35") => (KeyAlgorithm::P521, 521),
        _ => (KeyAlgorithm::Unsupported, 0),
    };
    PublicKey { algorithm, bits }
}

/// Bits of a big-endian unsigned integer without its leading zeros.
fn bit_length(integer: &[u8]) -> u32 {
    let mut octets = integer.iter().skip_while(|octet| **octet == 0);
    match octets.next() {
        None => 0,
        Some(first) => {
            let rest = u32::try_from(octets.count()).unwrap_or(u32::MAX);
            rest.saturating_mul(8)
                .saturating_add(8_u32.saturating_sub(first.leading_zeros()))
        }
    }
}

/// The algorithm of a signature over a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignatureAlgorithm {
    /// The object identifier, dotted.
    pub oid: String,
    /// The usual name, or `unknown`.
    pub name: &'static str,
    /// Made with MD2, MD5 or SHA-1, whose collisions have forged certificates (MD5 in 2008, by Sotirov et
    /// al.; SHA-1 fell in 2017).
    pub is_weak: bool,
}

impl SignatureAlgorithm {
    pub(super) fn read(algorithm: &AlgorithmIdentifier<'_>) -> Self {
        let oid = algorithm.algorithm.to_id_string();
        let (name, is_weak) = match oid.as_str() {
            "1.2.840.113549.1.1.2" => ("RSA with MD2", true),
            "1.2.840.113549.1.1.4" => ("RSA with MD5", true),
            "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => ("RSA with SHA-1", true),
            "1.2.840.10040.4.3" => ("DSA with SHA-1", true),
            "1.2.840.10045.4.1" => ("ECDSA with SHA-1", true),
            "1.2.840.113549.1.1.10" => ("RSA-PSS", false),
            "1.2.840.113549.1.1.11" => ("RSA with SHA-256", false),
            "1.2.840.113549.1.1.12" => ("RSA with SHA-384", false),
            "1.2.840.113549.1.1.13" => ("RSA with SHA-512", false),
            "1.2.840.10045.4.3.2" => ("ECDSA with SHA-256", false),
            "1.2.840.10045.4.3.3" => ("ECDSA with SHA-384", false),
            "1.2.840.10045.4.3.4" => ("ECDSA with SHA-512", false),
            "1.3.101.112" => ("Ed25519", false),
            "1.3.101.113" => ("Ed448", false),
            "2.16.840.1.101.3.4.3.17" => ("ML-DSA-44", false),
            "2.16.840.1.101.3.4.3.18" => ("ML-DSA-65", false),
            "2.16.840.1.101.3.4.3.19" => ("ML-DSA-87", false),
            _ => ("unknown", false),
        };
        Self { oid, name, is_weak }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_modulus_ignores_its_sign_octet() {
        assert_eq!(bit_length(&[0, 0x80, 0]), 16);
    }

    #[test]
    fn a_modulus_can_have_a_length_that_is_no_multiple_of_eight() {
        assert_eq!(bit_length(&[0x07, 0xff]), 11);
    }
}
