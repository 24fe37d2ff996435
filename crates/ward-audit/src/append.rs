//! Adding entries: the one place that turns an event into a line, a leaf, a tag and a longer tree.

use crate::checkpoint::{Checkpoint, Origin};
use crate::entry::Event;
use crate::merkle::{Frontier, Hash, MerkleError, TreeHead, leaf_hash};
use crate::tag::{Tag, TagKey};

/// The end of a log, ready to take entries. Keep it beside the store's writer.
///
/// It is the state in memory of what the store holds, so the store commits the [`Stored`] entry and the frontier in
/// the same transaction as the change that they record, and goes back to a clone taken before when it rolls back.
#[derive(Clone, Debug)]
pub struct Appender {
    frontier: Frontier,
    tag_key: TagKey,
}

/// An entry with its place, as a store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The place in the log, counted from 0.
    pub index: u64,
    /// The line, without a newline: the leaf data.
    pub line: String,
    /// `SHA-256(0x00 || line)`.
    pub leaf_hash: Hash,
    /// The keyed tag over index and leaf hash.
    pub tag: Tag,
}

impl Appender {
    /// Takes up a log where its stored frontier left it; [`Frontier::empty`] for a new one.
    #[must_use]
    pub const fn new(frontier: Frontier, tag_key: TagKey) -> Self {
        Self { frontier, tag_key }
    }

    /// Gives an event the next place.
    ///
    /// Fails with [`MerkleError::Full`] after 2^64 - 1 entries.
    pub fn append(&mut self, event: &Event) -> Result<Stored, MerkleError> {
        let index = self.frontier.size();
        let line = event.line(index);
        let leaf_hash = leaf_hash(line.as_bytes());
        self.frontier.push(leaf_hash)?;
        let tag = self.tag_key.tag(index, &leaf_hash);
        Ok(Stored {
            index,
            line,
            leaf_hash,
            tag,
        })
    }

    /// The state to store; see [`Frontier::to_bytes`].
    #[must_use]
    pub const fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// Size and root now.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        self.frontier.head()
    }

    /// What the log says about itself now, to be signed once it is durable.
    #[must_use]
    pub fn checkpoint(&self, origin: &Origin) -> Checkpoint {
        Checkpoint {
            origin: origin.clone(),
            head: self.head(),
        }
    }
}
