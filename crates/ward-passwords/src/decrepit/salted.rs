//! Digests with a salt in a column of their own, as thousands of systems invented them. Read by configuration
//! alone: [`SaltedDigest`] says what was hashed in which order.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::text::{base64_any_padding, hex};
use super::{DigestAlgorithm, Malformed, Parsed, Work};

/// Longest salt that is read, in bytes.
const SALT_MOST: usize = 256;

/// Where the salt stands in what is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SaltPlace {
    /// Salt, then password.
    Before,
    /// Password, then salt.
    After,
    /// Password, then the salt in braces, as Symfony and Spring merge them: `password{salt}`.
    AfterInBraces,
    /// The salt is the key of an HMAC over the password.
    HmacKey,
}

/// How the digest is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DigestEncoding {
    /// Hexadecimal of either case.
    Hex,
    /// Base64 (RFC 4648, section 4), padded or not.
    Base64,
}

/// How a system of one's own made its digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaltedDigest {
    /// The hash function.
    pub algorithm: DigestAlgorithm,
    /// Where the salt stands.
    pub place: SaltPlace,
    /// How the digest is written.
    pub encoding: DigestEncoding,
    /// How often the function is applied, at least 1. From the second time on it is applied to the digest
    /// followed by the salted password, as Symfony does.
    pub iterations: u32,
}

impl SaltedDigest {
    /// Symfony's `MessageDigestPasswordEncoder` with its defaults: SHA-512, 5,000 times, in base64.
    #[must_use]
    pub const fn symfony() -> Self {
        Self {
            algorithm: DigestAlgorithm::Sha512,
            place: SaltPlace::AfterInBraces,
            encoding: DigestEncoding::Base64,
            iterations: 5_000,
        }
    }
}

pub(super) fn read(form: SaltedDigest, digest: &str, salt: &[u8]) -> Result<Parsed, Malformed> {
    let algorithm = form.algorithm;
    let digest = match form.encoding {
        DigestEncoding::Hex => hex(digest),
        DigestEncoding::Base64 => base64_any_padding(digest)
            .filter(|bytes| STANDARD.encode(bytes).starts_with(digest.trim_end_matches('='))),
    }
    .filter(|digest| digest.len() == algorithm.len())
    .ok_or("digest")?;
    if salt.len() > SALT_MOST {
        return Err("salt");
    }
    let hmac_md4 = form.place == SaltPlace::HmacKey && algorithm == DigestAlgorithm::Md4;
    if form.iterations == 0 || hmac_md4 {
        return Err("list of parameters");
    }
    let salt = salt.to_vec();
    Ok(Parsed::digest(
        Work::Rounds(u64::from(form.iterations)),
        salt.len(),
        digest,
        move |input| {
            let parts: [&[u8]; 4] = match form.place {
                SaltPlace::Before => [&salt, input.password, &[], &[]],
                SaltPlace::AfterInBraces if !salt.is_empty() => [input.password, b"{", &salt, b"}"],
                SaltPlace::After | SaltPlace::AfterInBraces => [input.password, &salt, &[], &[]],
                SaltPlace::HmacKey => [input.password, &[], &[], &[]],
            };
            let [first, second, third, fourth] = parts;
            let apply = |before: &[u8]| {
                let parts = [before, first, second, third, fourth];
                match form.place {
                    SaltPlace::HmacKey => algorithm.hmac(&salt, &parts).unwrap_or_default(),
                    _ => algorithm.digest(&parts),
                }
            };
            let mut digest = apply(&[]);
            for _ in 1..form.iterations {
                digest = apply(&digest);
            }
            Ok(digest)
        },
    ))
}
