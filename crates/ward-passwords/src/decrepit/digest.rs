//! The digests that old formats are made of, chosen at run time.

use std::num::NonZeroU32;

use aws_lc_rs::{digest as lc, hmac, pbkdf2};
use md4::Md4;
use md5::{Digest as _, Md5};
use zeroize::Zeroizing;

/// A digest on the heap that is wiped.
pub(super) type Bytes = Zeroizing<Vec<u8>>;

/// A hash function. MD4, MD5 and SHA-1 are broken for signatures; here they only read what others wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// MD4 (RFC 1320), 16 bytes.
    Md4,
    /// MD5 (RFC 1321), 16 bytes.
    Md5,
    /// SHA-1 (FIPS 180-4), 20 bytes.
    Sha1,
    /// SHA-224, 28 bytes.
    Sha224,
    /// SHA-256, 32 bytes.
    Sha256,
    /// SHA-384, 48 bytes.
    Sha384,
    /// SHA-512, 64 bytes.
    Sha512,
}

impl Algorithm {
    /// Bytes of a digest.
    #[must_use]
    #[expect(
        clippy::len_without_is_empty,
        reason = "the length of a digest, not of a collection"
    )]
    pub const fn len(self) -> usize {
        match self {
            Self::Md4 | Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The algorithm by the names that frameworks use: `sha256`, `SHA-256`, `md5`.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name: String = name
            .chars()
            .filter(|character| *character != '-')
            .map(|character| character.to_ascii_lowercase())
            .collect();
        Some(match name.as_str() {
            "md4" => Self::Md4,
            "md5" => Self::Md5,
            "sha1" | "sha" => Self::Sha1,
            "sha224" => Self::Sha224,
            "sha256" => Self::Sha256,
            "sha384" => Self::Sha384,
            "sha512" => Self::Sha512,
            _ => return None,
        })
    }

    /// The digest of the parts, one after the other.
    pub(super) fn digest(self, parts: &[&[u8]]) -> Bytes {
        let lc = |algorithm| {
            let mut context = lc::Context::new(algorithm);
            for part in parts {
                context.update(part);
            }
            Zeroizing::new(context.finish().as_ref().to_vec())
        };
        match self {
            Self::Md4 => {
                let mut state = Md4::new();
                for part in parts {
                    state.update(part);
                }
                Zeroizing::new(state.finalize().to_vec())
            }
            Self::Md5 => md5(parts),
            Self::Sha1 => lc(&lc::SHA1_FOR_LEGACY_USE_ONLY),
            Self::Sha224 => lc(&lc::SHA224),
            Self::Sha256 => lc(&lc::SHA256),
            Self::Sha384 => lc(&lc::SHA384),
            Self::Sha512 => lc(&lc::SHA512),
        }
    }

    /// HMAC (RFC 2104); `None` for MD4, which nobody used so.
    pub(super) fn hmac(self, key: &[u8], parts: &[&[u8]]) -> Option<Bytes> {
        let algorithm = match self {
            Self::Md4 => return None,
            Self::Md5 => return Some(hmac_md5(key, parts)),
            Self::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha224 => hmac::HMAC_SHA224,
            Self::Sha256 => hmac::HMAC_SHA256,
            Self::Sha384 => hmac::HMAC_SHA384,
            Self::Sha512 => hmac::HMAC_SHA512,
        };
        let mut context = hmac::Context::with_key(&hmac::Key::new(algorithm, key));
        for part in parts {
            context.update(part);
        }
        Some(Zeroizing::new(context.sign().as_ref().to_vec()))
    }

    /// PBKDF2's algorithm, where the backend has it.
    pub(super) const fn pbkdf2(self) -> Option<pbkdf2::Algorithm> {
        match self {
            Self::Sha1 => Some(pbkdf2::PBKDF2_HMAC_SHA1),
            Self::Sha256 => Some(pbkdf2::PBKDF2_HMAC_SHA256),
            Self::Sha384 => Some(pbkdf2::PBKDF2_HMAC_SHA384),
            Self::Sha512 => Some(pbkdf2::PBKDF2_HMAC_SHA512),
            _ => None,
        }
    }
}

/// MD5 of the parts, one after the other.
pub(super) fn md5(parts: &[&[u8]]) -> Bytes {
    let mut state = Md5::new();
    for part in parts {
        state.update(part);
    }
    Zeroizing::new(state.finalize().to_vec())
}

fn hmac_md5(key: &[u8], parts: &[&[u8]]) -> Bytes {
    let mut block = Zeroizing::new([0_u8; 64]);
    let shortened;
    let key = if key.len() > block.len() {
        shortened = md5(&[key]);
        &shortened
    } else {
        key
    };
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    let padded = |pad: u8| Zeroizing::new(block.map(|byte| byte ^ pad));
    let mut inner = Md5::new();
    inner.update(*padded(0x36));
    for part in parts {
        inner.update(part);
    }
    md5(&[&*padded(0x5c), &Zeroizing::new(inner.finalize().to_vec())])
}

/// PBKDF2 (RFC 8018) into `len` bytes.
pub(super) fn derive_pbkdf2(
    algorithm: pbkdf2::Algorithm,
    rounds: NonZeroU32,
    salt: &[u8],
    password: &[u8],
    len: usize,
) -> Bytes {
    let mut out = Zeroizing::new(vec![0; len]);
    pbkdf2::derive(algorithm, rounds, salt, password, &mut out);
    out
}

/// scrypt (RFC 7914) into `len` bytes at a cost that was admitted; `None` where the memory is not to be had.
pub(super) fn derive_scrypt(
    cost: crate::ScryptCost,
    salt: &[u8],
    password: &[u8],
    len: usize,
) -> Option<Bytes> {
    let params = scrypt::Params::new(cost.log_n(), cost.block_size(), cost.parallelism()).ok()?;
    let mut out = Zeroizing::new(vec![0; len]);
    scrypt::scrypt(password, salt, &params, &mut out).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 2202, section 2, cases 2 and 6.
    #[test]
    fn hmac_md5_agrees_with_rfc_2202() {
        let short = hmac_md5(b"Jefe", &[b"what do ya want ", b"for nothing?"]);
        assert_eq!(hex::encode(&*short), "750c783e6ab0b503eaa86e310a5db738");
        let long = hmac_md5(
            &[0xaa; 80],
            &[b"Test Using Larger Than Block-Size Key - Hash Key First"],
        );
        assert_eq!(hex::encode(&*long), "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd");
    }

    /// RFC 1320, appendix A.5.
    #[test]
    fn md4_agrees_with_rfc_1320() {
        assert_eq!(
            hex::encode(&*Algorithm::Md4.digest(&[b"abc"])),
            "a448017aaf21d8525fc10ae87aa6729d"
        );
    }
}
