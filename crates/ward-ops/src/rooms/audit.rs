//! The audit log: reading and proving it.

mod head;
mod search;
mod verify;

pub use head::{Head, HeadRequest, HeadResponse};
pub use search::{Search, SearchRequest, SearchResponse};
pub use verify::{FirstBad, Verify, VerifyRequest, VerifyResponse};

use crate::Entry;

/// The operations of this room.
pub(crate) const OPERATIONS: &[Entry] = &[Entry::of::<Head>(), Entry::of::<Search>(), Entry::of::<Verify>()];
