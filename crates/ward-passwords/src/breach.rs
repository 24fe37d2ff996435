//! Leaked passwords without a network: a compact filter of a published list of digests, made once and looked up by
//! memory map.
//!
//! The published list (SHA-1 in hexadecimal and a count per line, tens of gigabytes) becomes about 18 bits for each
//! digest at the default rate of one false positive in 65,536 look-ups; there are no false negatives. Building streams:
//! a list in the order of its digests needs next to no memory, any other is sorted in runs that the caller stores.
//! The bytes are described in `docs/formats/breach-filter.md`.
//!
//! ```
//! use ward_passwords::breach::{BreachFilter, BuildOptions, build};
//!
//! let list = b"5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:9659365\n\
//!     7C4A8D09CA3762AF61E59520943DC26494F8941B:37359195\n";
//! let mut file = Vec::new();
//! let built = build(&list[..], &mut file, &BuildOptions::default(), &mut |_| {})?;
//! assert_eq!(built.digests, 2);
//!
//! let filter = BreachFilter::open(&file)?;
//! assert!(filter.contains_password(b"password")?);
//! assert!(!filter.contains_password(b"correct horse battery staple")?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it refuses
//! - To answer from a damaged file: every look-up that meets nonsense is an error, and whether a password then passes
//!   is the caller's explicit choice.
//! - A list that is not in the order it claims.

mod bits;
mod build;
mod filter;
mod sort;

use aws_lc_rs::digest;

pub use build::{BuildError as BreachBuildError, BuildOptions, Built, Progress, build, build_unsorted};
pub use filter::{BreachFilter, FilterError};
pub use sort::Spill;

/// Most keys in a bucket on average, as a logarithm: 256, so that a look-up decodes 128 numbers or fewer.
const LOAD_BITS: u8 = 8;

/// Most numbers that one bucket may hold: far above its average, so that a damaged file cannot make a look-up long.
const BUCKET_MOST: usize = 1 << 16;

/// The first eight bytes of a digest, which order keys as the digests are ordered.
type Key = u64;

fn key_of(password: &[u8]) -> Key {
    let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, password);
    digest
        .as_ref()
        .first_chunk::<8>()
        .map_or(0, |bytes| Key::from_be_bytes(*bytes))
}

/// How a key is split: bucket, then value within the bucket. The rest is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Layout {
    /// Logarithm of the number of buckets, 0 to 32.
    bucket_bits: u8,
    /// Logarithm of one over the rate of false positives, 8 to 24.
    rate_bits: u8,
}

impl Layout {
    const fn is_valid(self) -> bool {
        self.bucket_bits <= 32 && self.rate_bits >= 8 && self.rate_bits <= 24
    }

    fn buckets(self) -> u64 {
        1_u64.checked_shl(self.bucket_bits.into()).unwrap_or_default()
    }

    /// Bits of a value within a bucket, at most 32.
    const fn value_bits(self) -> u8 {
        self.rate_bits.saturating_add(LOAD_BITS)
    }

    fn split(self, key: Key) -> (u64, u64) {
        let bucket = key
            .checked_shr(64_u32.saturating_sub(self.bucket_bits.into()))
            .unwrap_or_default();
        let rest = key.checked_shl(self.bucket_bits.into()).unwrap_or_default();
        let value = rest
            .checked_shr(64_u32.saturating_sub(self.value_bits().into()))
            .unwrap_or_default();
        (bucket, value)
    }
}
