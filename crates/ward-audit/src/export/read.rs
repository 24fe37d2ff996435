//! Verifying an export as it is read.

use std::borrow::Cow;
use std::io::{BufRead, Read as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::{EXPORT_VERSION, ExportError};
use crate::entry::{Entry, MAX_LINE_LEN};
use crate::merkle::{Frontier, Hash, TreeHead, leaf_hash};
use crate::tag::TagKey;
use crate::verify::{Claims, Record, Report, Verifier};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header<'a> {
    ward_audit_export: u32,
    #[serde(borrow)]
    origin: Cow<'a, str>,
    #[serde(borrow)]
    start: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seal<'a> {
    leaf: &'a str,
    tag: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckpointLine<'a> {
    #[serde(borrow)]
    checkpoint: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndLine<'a> {
    #[serde(borrow)]
    end: EndHead<'a>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndHead<'a> {
    size: u64,
    root: &'a str,
}

/// Reads an export and verifies it against `claims`, with the tag key where it is at hand.
///
/// Checkpoints and the end line in the file are checked as well; `claims.state` and `claims.latest` are usually
/// `None`, and `claims.outside` holds what was kept elsewhere. Memory stays flat. What was done to the entries is
/// in the report; an error means that the file is not an export, or not of this log.
pub fn verify_export(
    input: impl BufRead,
    claims: Claims<'_>,
    tag_key: Option<&TagKey>,
) -> Result<Report, ExportError> {
    let mut lines = Lines { input, number: 0 };
    let mut line = Vec::new();
    let mut seal_line = Vec::new();

    lines.next(&mut line)?;
    let mut verifier = Verifier::starting_at(header(&line, &claims)?, claims, tag_key);
    loop {
        if !lines.next(&mut line)? {
            verifier.cut();
            break;
        }
        if line.starts_with(br#"{"checkpoint":"#) {
            let CheckpointLine { checkpoint } = lines.parse(&line)?;
            verifier.checkpoint(&checkpoint);
        } else if line.starts_with(br#"{"end":"#) {
            let EndLine { end } = lines.parse(&line)?;
            let root = Hash::from_base64(end.root).ok_or(ExportError::Malformed { line: lines.number })?;
            verifier.state(TreeHead { size: end.size, root });
            if lines.next(&mut line)? {
                return Err(ExportError::Malformed { line: lines.number });
            }
            break;
        } else {
            lines.next(&mut seal_line)?;
            // A seal that cannot be read is a fault of its entry, which the empty hash and tag bring about.
            let (leaf_hash, tag) = seal(&seal_line).unwrap_or_default();
            let index = index(&line, &leaf_hash, verifier.next_index());
            verifier.record(&Record {
                index,
                line: &line,
                leaf_hash: &leaf_hash,
                tag: &tag,
            });
        }
    }
    Ok(verifier.finish())
}

fn header(line: &[u8], claims: &Claims<'_>) -> Result<Frontier, ExportError> {
    let header: Header<'_> = serde_json::from_slice(line).map_err(|_| ExportError::Header)?;
    if header.ward_audit_export != EXPORT_VERSION {
        return Err(ExportError::Header);
    }
    if header.origin != claims.origin.as_str() {
        return Err(ExportError::Origin);
    }
    let start = STANDARD
        .decode(header.start.as_bytes())
        .map_err(|_| ExportError::Header)?;
    Frontier::from_bytes(&start).map_err(|_| ExportError::Header)
}

fn seal(line: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let seal: Seal<'_> = serde_json::from_slice(line).ok()?;
    Some((STANDARD.decode(seal.leaf).ok()?, STANDARD.decode(seal.tag).ok()?))
}

/// The file has no index beside the line, so the line's own counts where its seal fits it: a removed entry is then one
/// gap and not a fault of all that follow. Any other line is judged at its turn.
fn index(line: &[u8], sealed: &[u8], turn: u64) -> u64 {
    match Entry::index_of(line) {
        Some(index) if index == turn || leaf_hash(line).as_bytes() == sealed => index,
        _ => turn,
    }
}

/// Lines of bounded length.
struct Lines<R> {
    input: R,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// Reads the next line into `line`, without its newline; `false` at the end of the file.
    fn next(&mut self, line: &mut Vec<u8>) -> Result<bool, ExportError> {
        line.clear();
        self.number = self.number.saturating_add(1);
        let limit = MAX_LINE_LEN as u64;
        self.input.by_ref().take(limit).read_until(b'\n', line)?;
        if line.pop_if(|last| *last == b'\n').is_none() && line.len() == MAX_LINE_LEN {
            return Err(ExportError::LineTooLong { line: self.number });
        }
        Ok(!line.is_empty())
    }

    fn parse<'l, T: Deserialize<'l>>(&self, line: &'l [u8]) -> Result<T, ExportError> {
        serde_json::from_slice(line).map_err(|_| ExportError::Malformed { line: self.number })
    }
}
