//! The operations, a folder for each room, a file for each operation.

pub mod access;
pub mod audit;
pub mod encryption;
pub mod inspect;
pub mod keys;
pub mod passwords;
pub mod tls;
pub mod tokens;

use crate::Entry;

/// Every room's list.
pub(crate) const ALL: &[&[Entry]] = &[
    access::OPERATIONS,
    audit::OPERATIONS,
    encryption::OPERATIONS,
    inspect::OPERATIONS,
    keys::OPERATIONS,
    passwords::OPERATIONS,
    tls::OPERATIONS,
    tokens::OPERATIONS,
];
