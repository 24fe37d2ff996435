//! The operations of Ward: each written once, listed in one registry, called through one pipeline from every face.
//!
//! A face builds an [`Engine`] over a store, hands in who calls as [`Incoming`], and calls by name with JSON
//! ([`Engine::call`]) or by type ([`Engine::call_typed`]). Both take the same way and leave the same audit entry.
//!
//! To add an operation: one file in `rooms/<room>/`, one line in that room's list, an example in its
//! [`Spec`]. Lists, documents, schemas, scopes, metrics and the command `ward call` follow from that.
//!
//! # What it refuses
//! Calls that come too often, per caller, per address and per thing that is guessed at ([`LimitSettings`]).
//! A call without its entry in the audit log: when the entry cannot be written, the caller gets an error and the change
//! is not made. Requests with unknown fields. Errors that quote what was sent.

mod api_key_record;
mod authenticate;
mod call;
mod engine;
mod error;
pub mod keyring;
mod limits;
mod operation;
mod page;
mod pool;
mod registry;
pub mod rooms;
mod settings;
mod spec;
mod start;

pub use call::{Call, Credential, Face, Incoming};
pub use engine::{Engine, UNKNOWN};
pub use error::{ErrorKind, FieldFault, OpError};
pub use limits::{Demand, LimitSettings, LimitStatus, Rate, Reply};
pub use operation::{Answer, Change, Operation};
pub use pool::PoolLimits;
pub use registry::{Entry, Registry};
pub use settings::Settings;
pub use spec::{Cost, Effect, Example, ExampleAnswer, Exposure, Parameter, Room, Spec, parameters};
