//! A log as a file of JSON lines that anybody can read, search and verify without Ward's store.
//!
//! ```text
//! {"ward_audit_export":1,"origin":"ward.example.com/audit","start":"AAAAAAAAAAA="}
//! {"v":1,"index":0,"time":"…", …}
//! {"leaf":"…","tag":"…"}
//! …
//! {"checkpoint":"ward.example.com/audit\n200\n…"}
//! {"end":{"size":200,"root":"…"}}
//! ```
//!
//! An entry's line stands as it is, byte for byte the leaf data, so searching and hashing need no unpacking; the
//! line after it is its seal. A checkpoint covers everything above it. The file does not hold the public key: one
//! taken from the file would be the forger's.

mod read;

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use thiserror::Error;

use crate::checkpoint::Origin;
use crate::entry::MAX_LINE_LEN;
use crate::merkle::{Frontier, TreeHead};
use crate::verify::Record;

pub use read::verify_export;

/// The version of the file format, in its first line.
pub const EXPORT_VERSION: u32 = 1;

/// Why an export could not be written or read. Changes to a well-formed export are not errors: they are in the report.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The file could not be read or written.
    #[error("the export could not be read or written")]
    Io(#[from] io::Error),
    /// A line is longer than [`MAX_LINE_LEN`], newline included.
    #[error("line {line} of the export is too long")]
    LineTooLong {
        /// The line, counted from 1.
        line: u64,
    },
    /// A line is not what may stand at its place.
    #[error("line {line} of the export is malformed")]
    Malformed {
        /// The line, counted from 1.
        line: u64,
    },
    /// The first line is that of another format or version.
    #[error("not an audit export of a known version")]
    Header,
    /// The export is that of another log.
    #[error("the export belongs to another log")]
    Origin,
    /// A stored entry cannot stand on a line: it is too long or has line breaks, so Ward did not write it.
    #[error("entry {index} cannot be exported, and ward did not write it")]
    Entry {
        /// The entry's index.
        index: u64,
    },
}

#[derive(Serialize)]
struct Header<'a> {
    ward_audit_export: u32,
    origin: &'a str,
    start: String,
}

#[derive(Serialize)]
struct Seal {
    leaf: String,
    tag: String,
}

#[derive(Serialize)]
struct CheckpointLine<'a> {
    checkpoint: &'a str,
}

#[derive(Serialize)]
struct EndLine {
    end: TreeHead,
}

/// Writes an export, record by record. Give it a buffered writer.
#[derive(Debug)]
pub struct ExportWriter<W: Write> {
    out: W,
}

impl<W: Write> ExportWriter<W> {
    /// Begins an export with the entry number `start.size()`; [`Frontier::empty`] for a whole log.
    pub fn new(out: W, origin: &Origin, start: &Frontier) -> Result<Self, ExportError> {
        let mut writer = Self { out };
        writer.json(&Header {
            ward_audit_export: EXPORT_VERSION,
            origin: origin.as_str(),
            start: STANDARD.encode(start.to_bytes()),
        })?;
        Ok(writer)
    }

    /// The next record, as it is stored: whether it is right is for whoever verifies the export.
    ///
    /// Fails with [`ExportError::Entry`] where the line could not be told from others.
    pub fn record(&mut self, record: &Record<'_>) -> Result<(), ExportError> {
        if record.line.len() >= MAX_LINE_LEN || record.line.contains(&b'\n') {
            return Err(ExportError::Entry { index: record.index });
        }
        self.out.write_all(record.line)?;
        self.out.write_all(b"\n")?;
        self.json(&Seal {
            leaf: STANDARD.encode(record.leaf_hash),
            tag: STANDARD.encode(record.tag),
        })
    }

    /// A signed checkpoint whose size is the number of entries so far.
    pub fn checkpoint(&mut self, note: &str) -> Result<(), ExportError> {
        self.json(&CheckpointLine { checkpoint: note })
    }

    /// The last line, with the log's head after the last record, and the writer back, flushed.
    pub fn finish(mut self, head: TreeHead) -> Result<W, ExportError> {
        self.json(&EndLine { end: head })?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn json(&mut self, value: &impl Serialize) -> Result<(), ExportError> {
        serde_json::to_writer(&mut self.out, value).map_err(io::Error::from)?;
        self.out.write_all(b"\n")?;
        Ok(())
    }
}
