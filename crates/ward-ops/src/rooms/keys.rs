//! Named keys: keysets with versions, of which one is primary.

mod create;
mod list;
mod rotate;

pub use create::{Create, CreateRequest, CreateResponse};
pub use list::{KeyItem, KeyVersionItem, List, ListRequest, ListResponse};
pub use rotate::{Rotate, RotateRequest, RotateResponse};

use ward_audit::entry::{OpaqueId, Resource};
use ward_keys::{KeyId, KeyName};

use crate::{Entry, OpError};

/// The operations of this room.
pub(crate) const OPERATIONS: &[Entry] = &[Entry::of::<Create>(), Entry::of::<List>(), Entry::of::<Rotate>()];

/// The audit log's name for a version of a key.
pub(crate) fn resource(id: KeyId, version: u32) -> Resource {
    Resource::new("key", OpaqueId::new(id.to_string())).version(version)
}

pub(crate) fn parse_name(pointer: &'static str, name: String) -> Result<KeyName, OpError> {
    KeyName::new(name).map_err(|error| OpError::invalid(pointer, error.to_string()))
}
