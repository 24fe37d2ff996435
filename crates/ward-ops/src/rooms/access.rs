//! Credentials for callers of Ward, and who they are.

mod api_key_create;
mod api_key_list;
mod api_key_revoke;
mod api_key_rotate;
mod whoami;

pub use api_key_create::{ApiKeyCreate, ApiKeyCreateRequest, ApiKeyCreateResponse};
pub use api_key_list::{ApiKeyItem, ApiKeyList, ApiKeyListRequest, ApiKeyListResponse};
pub use api_key_revoke::{ApiKeyRevoke, ApiKeyRevokeRequest, ApiKeyRevokeResponse};
pub use api_key_rotate::{ApiKeyRotate, ApiKeyRotateRequest, ApiKeyRotateResponse};
pub use whoami::{Whoami, WhoamiRequest, WhoamiResponse};

use ward_access::{Grant, Principal, ScopeSet};
use ward_audit::entry::{OpaqueId, Resource};

use crate::{Entry, ErrorKind, OpError};

/// The operations of this room.
pub(crate) const OPERATIONS: &[Entry] = &[
    Entry::of::<ApiKeyCreate>(),
    Entry::of::<ApiKeyList>(),
    Entry::of::<ApiKeyRotate>(),
    Entry::of::<ApiKeyRevoke>(),
    Entry::of::<Whoami>(),
];

/// The audit log's name for an API key.
fn resource(id: &str) -> Resource {
    Resource::new("apikey", OpaqueId::new(id))
}

fn no_such_api_key() -> OpError {
    OpError::new(
        ErrorKind::NotFound,
        "no_such_api_key",
        "there is no api key of that id",
    )
    .hint("list the keys with api_key_list")
}

/// Whoever hands a key out could use it, so nobody hands out more than they hold.
fn may_hand_on(principal: &Principal, scopes: ScopeSet, grant: &Grant) -> Result<(), OpError> {
    if !scopes.is_subset(principal.scopes) {
        let error = OpError::new(
            ErrorKind::Forbidden,
            "more_than_own",
            "the key would hold scopes that the caller does not",
        );
        return Err(error.hint("whoami lists the caller's scopes"));
    }
    let covered = match (&principal.grant, grant) {
        (Grant::Any, _) => true,
        (Grant::Only(_), Grant::Any) => false,
        (Grant::Only(own), Grant::Only(wanted)) => wanted.iter().all(|pattern| own.contains(pattern)),
    };
    if covered {
        Ok(())
    } else {
        let detail = "the key could grant permissions that the caller cannot";
        Err(OpError::new(ErrorKind::Forbidden, "more_than_own", detail))
    }
}
