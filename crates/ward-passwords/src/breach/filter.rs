//! Look-ups in a filter file.

use aws_lc_rs::digest;
use ward_secret::equal;

use super::bits::Reader;
use super::build::{MAGIC, SHA1, TRAILER_LEN};
use super::{BUCKET_MOST, Key, Layout, key_of};

/// A filter over bytes that somebody else holds, usually a memory map.
#[derive(Clone, Copy)]
pub struct BreachFilter<'a> {
    layout: Layout,
    digests: u64,
    data: &'a [u8],
    index: &'a [u8],
    /// Everything that the checksum covers.
    covered: &'a [u8],
    checksum: &'a [u8],
}

/// Why bytes are not a filter, or a look-up has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FilterError {
    /// The bytes do not begin and end as a filter does. Usually the list itself in the place of the filter.
    #[error("the file is not a breach filter")]
    NotAFilter,
    /// A version, list hash or size that this version does not read.
    #[error("the breach filter is of a kind that is not read")]
    Unsupported,
    /// Lengths, offsets or codes that contradict each other. Usually a copy that was cut off.
    #[error("the breach filter is damaged")]
    Damaged,
}

fn word(bytes: &[u8], at: usize) -> Option<u64> {
    bytes
        .get(at..)
        .and_then(|rest| rest.first_chunk::<8>())
        .map(|word| u64::from_le_bytes(*word))
}

impl<'a> BreachFilter<'a> {
    /// Opens a filter. Looks at the trailer alone; [`BreachFilter::check`] reads everything.
    pub fn open(bytes: &'a [u8]) -> Result<Self, FilterError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(FilterError::NotAFilter)?;
        let at = rest
            .len()
            .checked_sub(TRAILER_LEN)
            .ok_or(FilterError::NotAFilter)?;
        let (body, trailer) = rest.split_at_checked(at).ok_or(FilterError::NotAFilter)?;
        let fields = trailer.strip_prefix(MAGIC).ok_or(FilterError::NotAFilter)?;
        let [list_hash, rate_bits, bucket_bits, 0, 0, 0, 0, 0, ..] = *fields else {
            return Err(FilterError::Unsupported);
        };
        let layout = Layout {
            bucket_bits,
            rate_bits,
        };
        if list_hash != SHA1 || !layout.is_valid() {
            return Err(FilterError::Unsupported);
        }
        let digests = word(fields, 8).ok_or(FilterError::Damaged)?;
        let data_len = word(fields, 16)
            .and_then(|len| usize::try_from(len).ok())
            .ok_or(FilterError::Damaged)?;
        let (data, index) = body.split_at_checked(data_len).ok_or(FilterError::Damaged)?;
        let wanted = layout
            .buckets()
            .checked_add(1)
            .and_then(|offsets| offsets.checked_mul(8))
            .and_then(|len| usize::try_from(len).ok());
        if wanted != Some(index.len()) {
            return Err(FilterError::Damaged);
        }
        let (covered, checksum) = bytes
            .len()
            .checked_sub(32)
            .and_then(|at| bytes.split_at_checked(at))
            .ok_or(FilterError::Damaged)?;
        Ok(Self {
            layout,
            digests,
            data,
            index,
            covered,
            checksum,
        })
    }

    /// Reads the whole file and compares its checksum: against bad disks, not against an attacker.
    pub fn check(&self) -> Result<(), FilterError> {
        let digest = digest::digest(&digest::SHA256, self.covered);
        if equal(digest.as_ref(), self.checksum) {
            Ok(())
        } else {
            Err(FilterError::Damaged)
        }
    }

    /// Whether the password is in the list; wrong for one password in `1 / false_positive_rate()` that is not.
    pub fn contains_password(&self, password: &[u8]) -> Result<bool, FilterError> {
        self.contains_key(key_of(password))
    }

    /// Whether the SHA-1 digest is in the list.
    pub fn contains_digest(&self, digest: &[u8; 20]) -> Result<bool, FilterError> {
        let key = digest
            .first_chunk::<8>()
            .map_or(0, |head| Key::from_be_bytes(*head));
        self.contains_key(key)
    }

    fn contains_key(&self, key: Key) -> Result<bool, FilterError> {
        let (bucket, wanted) = self.layout.split(key);
        let at = usize::try_from(bucket)
            .ok()
            .and_then(|bucket| bucket.checked_mul(8))
            .ok_or(FilterError::Damaged)?;
        let offset = |at: usize| {
            word(self.index, at)
                .and_then(|offset| usize::try_from(offset).ok())
                .ok_or(FilterError::Damaged)
        };
        let (from, to) = (offset(at)?, offset(at.saturating_add(8))?);
        let bytes = self
            .data
            .get(from..to)
            .filter(|bytes| bytes.len() <= BUCKET_MOST.saturating_mul(8))
            .ok_or(FilterError::Damaged)?;
        let mut reader = Reader::new(bytes);
        let mut value = None;
        for _ in 0..BUCKET_MOST {
            // Fewer than eight bits of padding are left at the end, which is less than any number takes.
            let Some(difference) = reader.rice(self.layout.rate_bits) else {
                return Ok(false);
            };
            let next = match value {
                None => difference,
                Some(last) => difference.saturating_add(last).saturating_add(1),
            };
            if next >= wanted {
                return Ok(next == wanted);
            }
            value = Some(next);
        }
        Err(FilterError::Damaged)
    }

    /// Different digests in the filter.
    #[must_use]
    pub const fn digests(&self) -> u64 {
        self.digests
    }

    /// The share of passwords outside the list for which the answer is yes: the values that are taken in a bucket
    /// over all that there are.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a rate, of which two digits matter")]
    pub fn false_positive_rate(&self) -> f64 {
        let bits = i32::from(self.layout.bucket_bits).saturating_add(i32::from(self.layout.value_bits()));
        self.digests as f64 / 2_f64.powi(bits)
    }
}

impl std::fmt::Debug for BreachFilter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BreachFilter({} digests)", self.digests)
    }
}
