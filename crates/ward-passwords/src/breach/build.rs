//! From a list to a filter file.

use std::io::{self, BufRead, Write};

use aws_lc_rs::digest;

use super::bits::Writer;
use super::sort::{Sorter, Spill};
use super::{BUCKET_MOST, Key, LOAD_BITS, Layout};

/// Begins and ends every filter file.
pub(super) const MAGIC: &[u8; 8] = b"ward-bf1";
/// Bytes of the trailer: magic, hash, two logarithms, five zeros, digests, length of the buckets, SHA-256.
pub(super) const TRAILER_LEN: usize = 64;
/// The one list hash there is: SHA-1 of the password's bytes.
pub(super) const SHA1: u8 = 1;
/// Longest line that is read, in bytes.
const LINE_MOST: u64 = 1_024;
/// Lines between two reports of progress.
const REPORT_EVERY: u64 = 1 << 16;

/// How a filter is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildOptions {
    /// One false positive in 2^this look-ups, 8 to 24. Each step costs a bit per digest.
    pub rate_bits: u8,
    /// About how many digests the list has. A guess that is off by a few times costs size or accuracy, never
    /// correctness; the filter states the rate that came out.
    pub expected: u64,
}

impl BuildOptions {
    /// Bytes of a line in the published list: 40 digits, a colon, a count, a line end.
    const LINE_BYTES: u64 = 44;

    /// The default rate for a list of so many bytes.
    #[must_use]
    pub fn for_list_of(bytes: u64) -> Self {
        Self {
            expected: bytes.checked_div(Self::LINE_BYTES).unwrap_or_default(),
            ..Self::default()
        }
    }
}

/// One in 65,536, and a list of a million digests. The published list of 2024 has about a billion.
impl Default for BuildOptions {
    fn default() -> Self {
        Self {
            rate_bits: 16,
            expected: 1_000_000,
        }
    }
}

/// Where a build is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes of the list that were read.
    pub bytes_read: u64,
    /// Digests that were taken from it.
    pub digests: u64,
}

/// What was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Built {
    /// Different digests in the filter, as far as its keys tell them apart.
    pub digests: u64,
    /// Lines that were not a digest, and were left out.
    pub bad_lines: u64,
    /// The first of them, counted from 1.
    pub first_bad_line: Option<u64>,
    /// Bytes of the filter.
    pub bytes: u64,
}

/// Why no filter was built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// `rate_bits` is not between 8 and 24.
    #[error("the rate of false positives must be between 2^-8 and 2^-24")]
    Rate,
    /// A line's digest is before the one above. Usually the list in the order of its counts.
    #[error("line {line} is not in the order of the digests")]
    Unsorted {
        /// Counted from 1.
        line: u64,
    },
    /// The list has far more digests than [`BuildOptions::expected`], so that look-ups would be slow.
    #[error("the list has many times more digests than were expected")]
    MoreThanExpected,
    /// Reading, writing or spilling failed.
    #[error("the list could not be read or the filter written")]
    Io(#[from] io::Error),
}

/// Builds a filter from a list in the order of its digests. Takes memory for the index alone, eight bytes for 256
/// digests.
///
/// `progress` is called about every 65,000 lines.
pub fn build(
    list: impl BufRead,
    out: impl Write,
    options: &BuildOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Built, BuildError> {
    let mut file = FilterWriter::new(out, options)?;
    let mut before = None;
    let read = read_keys(list, progress, &mut |key, line| {
        if before.is_some_and(|before| key < before) {
            return Err(BuildError::Unsorted { line });
        }
        before = Some(key);
        file.push(key)
    })?;
    file.finish(read)
}

/// Builds a filter from a list in any order, sorting runs of at most `memory` bytes (at least 64 KiB) that `spill`
/// stores until they are merged.
pub fn build_unsorted<S: Spill>(
    list: impl BufRead,
    out: impl Write,
    options: &BuildOptions,
    memory: usize,
    spill: &mut dyn FnMut() -> io::Result<S>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Built, BuildError> {
    let mut sorter = Sorter::new(memory, spill);
    let read = read_keys(list, progress, &mut |key, _| Ok(sorter.push(key)?))?;
    let mut file = FilterWriter::new(out, options)?;
    sorter.drain(&mut |key| file.push(key))?;
    file.finish(read)
}

/// Lines that did not hold a digest.
#[derive(Clone, Copy, Default)]
struct BadLines {
    count: u64,
    first: Option<u64>,
}

/// Hands the key of every line to `take`, with the line's number.
fn read_keys(
    mut list: impl BufRead,
    progress: &mut dyn FnMut(Progress),
    take: &mut dyn FnMut(Key, u64) -> Result<(), BuildError>,
) -> Result<BadLines, BuildError> {
    let (mut number, mut bytes_read, mut digests) = (0_u64, 0_u64, 0_u64);
    let mut bad = BadLines::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = io::Read::take(&mut list, LINE_MOST).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        number = number.saturating_add(1);
        bytes_read = bytes_read.saturating_add(u64::try_from(read).unwrap_or_default());
        match parse(line.trim_ascii()) {
            Some(key) => {
                digests = digests.saturating_add(1);
                take(key, number)?;
            }
            None if line.trim_ascii().is_empty() => {}
            None => {
                bad.count = bad.count.saturating_add(1);
                bad.first = bad.first.or(Some(number));
            }
        }
        if number.is_multiple_of(REPORT_EVERY) {
            progress(Progress { bytes_read, digests });
        }
    }
    progress(Progress { bytes_read, digests });
    Ok(bad)
}

/// 40 hexadecimal digits, alone or before a colon and a count.
fn parse(line: &[u8]) -> Option<Key> {
    let (digest, count) = line.split_at_checked(40)?;
    let count_is_right = match count.split_first() {
        None => true,
        Some((b':', digits)) => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        Some(_) => false,
    };
    if !count_is_right || !digest.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let head = std::str::from_utf8(digest.get(..16)?).ok()?;
    Key::from_str_radix(head, 16).ok()
}

/// Writes buckets as ascending keys arrive, then the index and the trailer.
struct FilterWriter<W> {
    out: W,
    hash: digest::Context,
    layout: Layout,
    bits: Writer,
    bucket: u64,
    last_value: Option<u64>,
    offsets: Vec<u64>,
    written: u64,
    digests: u64,
    in_bucket: usize,
}

impl<W: Write> FilterWriter<W> {
    fn new(out: W, options: &BuildOptions) -> Result<Self, BuildError> {
        let log = options
            .expected
            .max(1)
            .checked_next_power_of_two()
            .unwrap_or(1 << 63)
            .ilog2();
        let bucket_bits = u8::try_from(log)
            .unwrap_or(u8::MAX)
            .saturating_sub(LOAD_BITS)
            .min(32);
        let layout = Layout {
            bucket_bits,
            rate_bits: options.rate_bits,
        };
        if !layout.is_valid() {
            return Err(BuildError::Rate);
        }
        let mut writer = Self {
            out,
            hash: digest::Context::new(&digest::SHA256),
            layout,
            bits: Writer::default(),
            bucket: 0,
            last_value: None,
            offsets: vec![0],
            written: 0,
            digests: 0,
            in_bucket: 0,
        };
        writer.emit(MAGIC)?;
        writer.written = 0;
        Ok(writer)
    }

    fn emit(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.written = self
            .written
            .saturating_add(u64::try_from(bytes.len()).unwrap_or_default());
        self.out.write_all(bytes)
    }

    fn push(&mut self, key: Key) -> Result<(), BuildError> {
        let (bucket, value) = self.layout.split(key);
        self.close_buckets_before(bucket)?;
        let difference = match self.last_value {
            None => value,
            // Two digests that the key does not tell apart.
            Some(last) if last == value => return Ok(()),
            Some(last) => value.saturating_sub(last).saturating_sub(1),
        };
        self.bits.rice(difference, self.layout.rate_bits);
        self.last_value = Some(value);
        self.in_bucket = self.in_bucket.saturating_add(1);
        if self.in_bucket > BUCKET_MOST {
            return Err(BuildError::MoreThanExpected);
        }
        self.digests = self.digests.saturating_add(1);
        Ok(())
    }

    fn close_buckets_before(&mut self, bucket: u64) -> io::Result<()> {
        while self.bucket < bucket {
            let bytes = self.close();
            self.emit(&bytes)?;
            self.offsets.push(self.written);
            self.bucket = self.bucket.saturating_add(1);
        }
        Ok(())
    }

    /// The open bucket. What is left in its last byte is zeros, fewer than the bits of any number.
    fn close(&mut self) -> Vec<u8> {
        self.last_value = None;
        self.in_bucket = 0;
        self.bits.finish()
    }

    fn finish(mut self, bad: BadLines) -> Result<Built, BuildError> {
        self.close_buckets_before(self.layout.buckets())?;
        let data_len = self.written;
        let offsets = std::mem::take(&mut self.offsets);
        for offset in &offsets {
            self.emit(&offset.to_le_bytes())?;
        }
        let mut trailer = Vec::with_capacity(TRAILER_LEN);
        trailer.extend_from_slice(MAGIC);
        trailer.extend_from_slice(&[
            SHA1,
            self.layout.rate_bits,
            self.layout.bucket_bits,
            0,
            0,
            0,
            0,
            0,
        ]);
        trailer.extend_from_slice(&self.digests.to_le_bytes());
        trailer.extend_from_slice(&data_len.to_le_bytes());
        self.emit(&trailer)?;
        let digest = self.hash.clone().finish();
        self.out.write_all(digest.as_ref())?;
        self.out.flush()?;
        let digest_and_magic = 40;
        Ok(Built {
            digests: self.digests,
            bad_lines: bad.count,
            first_bad_line: bad.first,
            bytes: self.written.saturating_add(digest_and_magic),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_digest_with_or_without_a_count() {
        let digest = b"5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8";
        let key = Some(0x5BAA_61E4_C9B9_3F3F);
        assert_eq!(parse(digest), key);
        assert_eq!(parse(&[digest.as_slice(), b":1"].concat()), key);
        assert_eq!(parse(&digest.to_ascii_lowercase()), key);
        for rest in [&b":"[..], b":x", b"1", b" :1"] {
            assert_eq!(parse(&[digest.as_slice(), rest].concat()), None);
        }
        assert_eq!(parse(&digest[..39]), None);
        assert_eq!(parse(b"+BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8"), None);
    }
}
