//! Who is calling, what they hold, and the decision whether that is enough.
//!
//! Most callers want one call, [`decide`]: a [`Principal`] asks for an action that needs a [`Scope`], and
//! the answer carries its reason. The caller writes the reason to the audit log; the outside learns less.
//!
//! ```
//! use ward_access::{Decision, Principal, Refusal, Scope, ScopeSet, decide};
//! use ward_secret::Timestamp;
//!
//! let now = Timestamp::from_unix_seconds(1_795_248_000);
//! let shop = Principal::api_key("k7Qd2mXw0aZ4", ScopeSet::from_iter([Scope::PasswordVerify]));
//! assert_eq!(shop.label(), "apikey:k7Qd2mXw0aZ4");
//! assert_eq!(decide(&shop, Scope::PasswordVerify, now), Decision::Allowed);
//! assert_eq!(
//!     decide(&shop, Scope::KeyRotate, now),
//!     Decision::Refused(Refusal::MissingScope(Scope::KeyRotate))
//! );
//! ```
//!
//! # Scopes and permissions
//! A *scope* is one of Ward's own, from the closed list in [`Scope`]. A *permission* is an application's free
//! text in the tokens Ward mints for it. They share the claim `permissions`, because Ward accepts its own
//! tokens as credentials: the scopes of such a token are the Ward scopes among its permissions. So a permission
//! that reads as a Ward scope may only be granted by a principal that holds the scope; [`Principal::may_grant`]
//! is that rule, and the one thing that keeps `token:issue` from meaning "everything".
//!
//! # What it refuses
//! - Wildcards. A set is written as names, and "all" is expanded when a credential is made: a scope that a
//!   later version adds is not silently held by credentials made before.
//! - Default allow. A principal holds what it was given, [`Principal::anonymous`] holds nothing, and a credential
//!   past its end holds nothing either.
//! - Quoting. Errors say where a name is wrong, never what it was.

mod decision;
mod grant;
mod principal;
mod scope;
mod scope_set;

pub use decision::{Decision, Refusal, decide};
pub use grant::{Grant, GrantError, MAX_PERMISSION_LEN, PatternError, PermissionPattern};
pub use principal::{Principal, PrincipalKind};
pub use scope::{Scope, UnknownScope};
pub use scope_set::{ScopeSet, ScopeSetError};
