//! The verifier: reads a log once, in order, and says whether it is the one that was written.
//!
//! What it can tell depends on what it is given, because each thing is out of reach of another attacker:
//!
//! - The **lines** alone show nothing: whoever can write the store can hash everything anew.
//! - The **tag key** names the first entry that Ward did not write at its place.
//! - **Checkpoints of the log** (with the public key) show that what they cover is unchanged; between the last that
//!   holds and the first that does not lies the change.
//! - **Checkpoints kept elsewhere** show a cut tail and a roll-back, which nothing inside the store can.
//!
//! The work is linear in the entries and the memory is flat: a frontier, the heads to compare, and a bounded list of
//! findings.

mod report;

use std::cmp::Reverse;
use std::ops::Range;

use crate::checkpoint::{Checkpoint, Origin};
use crate::entry::Entry;
use crate::merkle::{Frontier, Hash, TreeHead, leaf_hash};
use crate::note::NoteVerifier;
use crate::tag::TagKey;

pub use report::{BadEntry, Fault, MAX_LISTED, Report};

/// One stored entry, as it is stored: nothing in it is believed.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// The place it is stored under.
    pub index: u64,
    /// The line.
    pub line: &'a [u8],
    /// The stored leaf hash; anything but 32 bytes is a fault.
    pub leaf_hash: &'a [u8],
    /// The stored tag; looked at only with the key.
    pub tag: &'a [u8],
}

/// What the log is held to. Given before the entries, because the roots to compare are formed while they pass.
#[derive(Clone, Copy, Debug)]
pub struct Claims<'a> {
    /// The log's name. A checkpoint of another log is a fault, however well it is signed.
    pub origin: &'a Origin,
    /// The public keys of the log. They must come from elsewhere than the log itself.
    pub keys: &'a [NoteVerifier],
    /// The size and root that the log's own state says.
    pub state: Option<TreeHead>,
    /// The log's latest signed checkpoint.
    pub latest: Option<&'a str>,
    /// Checkpoints kept elsewhere: by an auditor, a witness, another machine.
    pub outside: &'a [&'a str],
}

/// Who says that the tree has a certain head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    State,
    Own,
    Outside,
}

#[derive(Clone, Copy, Debug)]
struct Head {
    source: Source,
    head: TreeHead,
}

/// A pass over a log. Feed every record to [`Verifier::record`], then ask for the [`Report`].
#[derive(Debug)]
pub struct Verifier<'a> {
    claims: Claims<'a>,
    tag_key: Option<&'a TagKey>,
    frontier: Frontier,
    next_index: u64,
    /// Heads still to come, the next one last.
    ahead: Vec<Head>,
    /// The largest size at which a signed head held.
    held: Option<u64>,
    /// The smallest size at which the log's own unsigned state did not.
    state_broken: Option<u64>,
    suspects: Option<Range<u64>>,
    any_checkpoint: bool,
    unchecked: u64,
    bad_count: u64,
    bad_entries: Vec<BadEntry>,
    first_bad: Option<BadEntry>,
    faults: Vec<Fault>,
}

impl<'a> Verifier<'a> {
    /// A pass from the first entry on. Without the tag key, only checkpoints can show what was hashed anew.
    #[must_use]
    pub fn new(claims: Claims<'a>, tag_key: Option<&'a TagKey>) -> Self {
        Self::starting_at(Frontier::empty(), claims, tag_key)
    }

    /// A pass from the entry number `frontier.size()` on, for the newer part of a log.
    ///
    /// A wrong frontier leads to a wrong root, so it need not be trusted where a checkpoint beyond it is checked.
    /// Checkpoints of smaller sizes cannot be checked; the report counts them.
    #[must_use]
    pub fn starting_at(frontier: Frontier, claims: Claims<'a>, tag_key: Option<&'a TagKey>) -> Self {
        let mut verifier = Self {
            claims,
            tag_key,
            next_index: frontier.size(),
            frontier,
            ahead: Vec::new(),
            held: None,
            state_broken: None,
            suspects: None,
            any_checkpoint: false,
            unchecked: 0,
            bad_count: 0,
            bad_entries: Vec::new(),
            first_bad: None,
            faults: Vec::new(),
        };
        if let Some(head) = claims.state {
            verifier.ahead.push(Head {
                source: Source::State,
                head,
            });
        }
        if let Some(note) = claims.latest {
            verifier.expect_note(note, Source::Own);
        }
        for note in claims.outside {
            verifier.expect_note(note, Source::Outside);
        }
        verifier.ahead.sort_by_key(|head| Reverse(head.head.size));
        while let Some(head) = verifier
            .ahead
            .pop_if(|head| head.head.size < verifier.frontier.size())
        {
            if head.source != Source::State {
                verifier.unchecked = verifier.unchecked.saturating_add(1);
            }
        }
        verifier.compare_heads();
        verifier
    }

    /// The next record, in the order of the log.
    pub fn record(&mut self, record: &Record<'_>) {
        let place = self.place(record.index);
        let leaf = leaf_hash(record.line);
        if let Some(fault) = self.judge(record, &leaf) {
            self.bad(place, fault);
        }
        // The lines are what the log says, so the tree is formed over them and not over the stored hashes. 2^64
        // records do not come.
        let _full = self.frontier.push(leaf);
        self.compare_heads();
    }

    /// A checkpoint of the log that stands between its records, as in an export: it covers all records so far.
    pub fn checkpoint(&mut self, note: &str) {
        let Some(head) = self.open(note) else { return };
        self.expect_here(Head {
            source: Source::Own,
            head,
        });
    }

    /// A size and root that the log itself says at this point.
    pub fn state(&mut self, head: TreeHead) {
        self.expect_here(Head {
            source: Source::State,
            head,
        });
    }

    /// Notes that the input ended before it said it would.
    pub fn cut(&mut self) {
        self.fault(Fault::ExportCut);
        self.note_first_bad(self.next_index, Fault::ExportCut);
    }

    /// The number of entries before and in this pass.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The index that the next record should have.
    #[must_use]
    pub const fn next_index(&self) -> u64 {
        self.next_index
    }

    /// What was found, for a pass that stops before the end of the log on purpose.
    ///
    /// Heads beyond the last record are not held against the log; checkpoints among them are counted as unchecked.
    #[must_use]
    pub fn stop(mut self) -> Report {
        let beyond = self
            .ahead
            .drain(..)
            .filter(|head| head.source != Source::State)
            .count();
        self.unchecked = self
            .unchecked
            .saturating_add(u64::try_from(beyond).unwrap_or(u64::MAX));
        self.finish()
    }

    /// What was found, after the last record of the log.
    #[must_use]
    pub fn finish(mut self) -> Report {
        let found = self.frontier.size();
        while let Some(Head { source, head }) = self.ahead.pop() {
            let claimed = head.size;
            let fault = match source {
                Source::State => Fault::SizeDiffers { claimed, found },
                Source::Own | Source::Outside => Fault::TailCut { claimed, found },
            };
            self.fault(fault);
            self.note_first_bad(found, fault);
            self.note_broken(source, claimed);
        }
        if let Some(TreeHead { size: claimed, .. }) = self.claims.state
            && claimed < found
        {
            let fault = Fault::SizeDiffers { claimed, found };
            self.fault(fault);
            self.note_first_bad(claimed, fault);
        }
        if !self.any_checkpoint && found > 0 {
            self.fault(Fault::Unsigned);
        }
        // A state row is the easiest thing to change: it casts no suspicion on entries that a signed head covers.
        if let Some(size) = self.state_broken {
            self.suspect(size);
        }
        Report {
            ok: self.faults.is_empty() && self.bad_count == 0,
            size: found,
            root: self.frontier.root(),
            signed_size: self.held,
            first_bad: self.first_bad,
            suspects: self.suspects,
            bad_count: self.bad_count,
            bad_entries: self.bad_entries,
            faults: self.faults,
            unchecked_checkpoints: self.unchecked,
        }
    }

    /// Checks that the record comes at its turn, and returns the index under which to name its own faults: that of the
    /// entry in whose place it stands.
    fn place(&mut self, index: u64) -> u64 {
        let expected = self.next_index;
        if index > expected {
            self.bad(expected, Fault::IndexGap);
        } else if index.checked_add(1) == Some(expected) {
            self.bad(expected, Fault::IndexDuplicate);
        } else if index < expected {
            self.bad(expected, Fault::IndexOrder);
        }
        self.next_index = expected.max(index.saturating_add(1));
        expected.max(index)
    }

    /// What is wrong with the record itself. The most telling fault comes first.
    fn judge(&self, record: &Record<'_>, leaf: &Hash) -> Option<Fault> {
        let vouches = |leaf: &Hash| {
            self.tag_key
                .is_some_and(|key| key.vouches(record.index, leaf, record.tag))
        };
        if record.leaf_hash != leaf.as_bytes() {
            return Some(
                if Hash::from_slice(record.leaf_hash).is_some_and(|stored| vouches(&stored)) {
                    Fault::LineAltered
                } else if vouches(leaf) {
                    Fault::LeafHashAltered
                } else {
                    Fault::LeafHashMismatch
                },
            );
        }
        // A tag that fits says that Ward wrote this line at this place. Reading it would tell nothing more, and would
        // take longer than all the hashing.
        if vouches(leaf) {
            return None;
        }
        if Entry::index_of(record.line).is_some_and(|index| index != record.index) {
            return Some(Fault::IndexDiffers);
        }
        if self.tag_key.is_some() {
            return Some(Fault::TagMismatch);
        }
        Entry::read(record.line).is_err().then_some(Fault::EntryMalformed)
    }

    fn expect_note(&mut self, note: &str, source: Source) {
        if let Some(head) = self.open(note) {
            self.ahead.push(Head { source, head });
        }
    }

    fn open(&mut self, note: &str) -> Option<TreeHead> {
        self.any_checkpoint = true;
        match Checkpoint::open(note, self.claims.keys) {
            Ok(checkpoint) if checkpoint.origin == *self.claims.origin => Some(checkpoint.head),
            Ok(_) => {
                self.fault(Fault::CheckpointOrigin);
                None
            }
            Err(reason) => {
                self.fault(Fault::CheckpointSignature { reason });
                None
            }
        }
    }

    /// Compares the heads whose size is reached now.
    fn compare_heads(&mut self) {
        let size = self.frontier.size();
        while let Some(head) = self.ahead.pop_if(|head| head.head.size == size) {
            self.compare(head);
        }
    }

    fn expect_here(&mut self, head: Head) {
        let found = self.frontier.size();
        if head.head.size == found {
            self.compare(head);
        } else {
            let claimed = head.head.size;
            let fault = Fault::SizeDiffers { claimed, found };
            self.fault(fault);
            self.note_first_bad(claimed.min(found), fault);
            self.note_broken(head.source, claimed.max(found));
        }
    }

    fn compare(&mut self, Head { source, head }: Head) {
        let size = head.size;
        if self.frontier.root() == head.root {
            if source != Source::State {
                self.held = self.held.max(Some(size));
            }
            return;
        }
        self.note_broken(source, size);
        self.fault(match source {
            Source::State | Source::Own => Fault::RootDiffers { size },
            Source::Outside => Fault::SplitView { size },
        });
    }

    fn note_broken(&mut self, source: Source, size: u64) {
        if source == Source::State {
            self.state_broken = self.state_broken.or(Some(size));
        } else {
            self.suspect(size);
        }
    }

    /// Heads come in rising order, so what has held so far is the last sound head before this one. A later one that
    /// holds takes nothing back: two signed heads that contradict each other are a split view.
    fn suspect(&mut self, size: u64) {
        let sound = self.held.unwrap_or(0);
        if self.suspects.is_none() && sound < size {
            self.suspects = Some(sound..size);
        }
    }

    fn bad(&mut self, index: u64, fault: Fault) {
        self.bad_count = self.bad_count.saturating_add(1);
        if self.bad_entries.len() < MAX_LISTED {
            self.bad_entries.push(BadEntry { index, fault });
        }
        self.note_first_bad(index, fault);
    }

    fn note_first_bad(&mut self, index: u64, fault: Fault) {
        if self.first_bad.is_none_or(|first| index < first.index) {
            self.first_bad = Some(BadEntry { index, fault });
        }
    }

    fn fault(&mut self, fault: Fault) {
        if self.faults.len() < MAX_LISTED {
            self.faults.push(fault);
        }
    }
}
