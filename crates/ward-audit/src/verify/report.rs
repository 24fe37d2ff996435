//! What a verification found, in words that stay.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::merkle::Hash;
use crate::note::NoteError;

/// The most findings of each sort that a report lists. It counts them all.
pub const MAX_LISTED: usize = 32;

/// What is wrong, with an entry or with the log as a whole.
///
/// The names of [`Fault::slug`] do not change; new ones may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// The line was changed: its stored leaf hash and tag belong together, and not to the line. Needs the tag key.
    LineAltered,
    /// The stored leaf hash was changed: line and tag belong together. Needs the tag key.
    LeafHashAltered,
    /// Line and stored leaf hash do not belong together, and no tag tells which was changed.
    LeafHashMismatch,
    /// Line and leaf hash agree, and the tag belongs to neither: altered and hashed anew, put in, moved, or replayed.
    TagMismatch,
    /// The line says another index than the place it stands at: moved, or others before it were removed.
    IndexDiffers,
    /// There is no entry with this index, and there is one after it.
    IndexGap,
    /// In this entry's place stands a second one with the index of the one before.
    IndexDuplicate,
    /// In this entry's place stands one with a smaller index.
    IndexOrder,
    /// The line is not an entry. Looked for only without the tag key: what a tag fits, Ward wrote.
    EntryMalformed,
    /// The log has more or fewer entries than it says itself.
    SizeDiffers {
        /// The number of entries it says.
        claimed: u64,
        /// The number of entries there are.
        found: u64,
    },
    /// At this size the entries have another root than the log's own state or checkpoint says.
    RootDiffers {
        /// The size.
        size: u64,
    },
    /// A checkpoint does not open: not signed by a known key, changed, or not a checkpoint at all.
    CheckpointSignature {
        /// Why it does not open.
        reason: NoteError,
    },
    /// A checkpoint is that of another log.
    CheckpointOrigin,
    /// A signed checkpoint covers more entries than there are: the tail was cut off, or the log rolled back.
    TailCut {
        /// The number of entries the checkpoint covers.
        claimed: u64,
        /// The number of entries there are.
        found: u64,
    },
    /// A checkpoint kept elsewhere has another root at its size: the log was rolled back and went on differently,
    /// was rewritten, or shows different entries to different people.
    SplitView {
        /// The size of that checkpoint.
        size: u64,
    },
    /// There are entries and no checkpoint at all.
    Unsigned,
    /// The export ends before its end line.
    ExportCut,
}

impl Fault {
    /// The fault as one stable word, for programs and metrics.
    #[must_use]
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::LineAltered => "line_altered",
            Self::LeafHashAltered => "leaf_hash_altered",
            Self::LeafHashMismatch => "leaf_hash_mismatch",
            Self::TagMismatch => "tag_mismatch",
            Self::IndexDiffers => "index_differs",
            Self::IndexGap => "index_gap",
            Self::IndexDuplicate => "index_duplicate",
            Self::IndexOrder => "index_order",
            Self::EntryMalformed => "entry_malformed",
            Self::SizeDiffers { .. } => "size_differs",
            Self::RootDiffers { .. } => "root_differs",
            Self::CheckpointSignature { .. } => "checkpoint_signature",
            Self::CheckpointOrigin => "checkpoint_origin",
            Self::TailCut { .. } => "tail_cut",
            Self::SplitView { .. } => "split_view",
            Self::Unsigned => "unsigned",
            Self::ExportCut => "export_cut",
        }
    }
}

/// A sentence for people, without a full stop.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LineAltered => f.write_str("the line was altered"),
            Self::LeafHashAltered => f.write_str("the stored leaf hash was altered"),
            Self::LeafHashMismatch => f.write_str("the line and its stored leaf hash do not belong together"),
            Self::TagMismatch => f.write_str("the tag does not belong to this entry at this place"),
            Self::IndexDiffers => f.write_str("the entry belongs at another place"),
            Self::IndexGap => f.write_str("the entry is missing"),
            Self::IndexDuplicate => f.write_str("in its place the entry before is repeated"),
            Self::IndexOrder => f.write_str("in its place stands an earlier entry"),
            Self::EntryMalformed => f.write_str("the line is not one that the log writes"),
            Self::SizeDiffers { claimed, found } => {
                write!(f, "the log says it has {claimed} entries and has {found}")
            }
            Self::RootDiffers { size } => {
                write!(f, "the first {size} entries are not those that the log signed")
            }
            Self::CheckpointSignature { reason } => write!(f, "a checkpoint was refused: {reason}"),
            Self::CheckpointOrigin => f.write_str("a checkpoint belongs to another log"),
            Self::TailCut { claimed, found } => {
                write!(f, "a checkpoint covers {claimed} entries and {found} are left")
            }
            Self::SplitView { size } => {
                write!(
                    f,
                    "the first {size} entries are not those of a checkpoint kept elsewhere"
                )
            }
            Self::Unsigned => f.write_str("no checkpoint vouches for the entries"),
            Self::ExportCut => f.write_str("the export ends before its last line"),
        }
    }
}

/// An entry and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct BadEntry {
    /// Its index; for a missing tail, the first index that is missing.
    pub index: u64,
    /// What is wrong.
    #[serde(flatten)]
    pub fault: Fault,
}

/// The result of a verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Nothing at all was found wrong.
    pub ok: bool,
    /// The number of entries there are.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// The largest number of entries for which a signed checkpoint vouches; later ones rest on their tags alone.
    pub signed_size: Option<u64>,
    /// The entry with the smallest index that is certainly bad or missing.
    pub first_bad: Option<BadEntry>,
    /// Where a root differs: the smallest run of entries known to hold a change, between the last checkpoint that
    /// holds and the first head that does not.
    pub suspects: Option<Range<u64>>,
    /// How many entries are bad. One removed entry can make others bad.
    pub bad_count: u64,
    /// The first [`MAX_LISTED`] of them, in the order met.
    pub bad_entries: Vec<BadEntry>,
    /// The first [`MAX_LISTED`] faults of the log as a whole.
    pub faults: Vec<Fault>,
    /// Checkpoints of sizes before the start or after the end of the pass, with which nothing could be compared.
    pub unchecked_checkpoints: u64,
}
