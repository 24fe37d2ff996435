//! An audit log that nobody can quietly edit.
//!
//! Every entry is one line of JSON and the leaf of a Merkle tree (RFC 6962); beside it stands a tag under a key that
//! the store does not show; now and then the root is signed as a checkpoint (C2SP tlog-checkpoint) and carried
//! elsewhere. A verifier then names the first entry that was altered, removed, put in, moved or replayed, and tells a
//! log that was cut short from one that is merely younger.
//!
//! Most callers append with [`Appender::append`] and check with [`Verifier`]:
//!
//! ```
//! use ward_audit::checkpoint::Origin;
//! use ward_audit::entry::{Decision, Effect, Event, Face, OpaqueId, Outcome, Principal};
//! use ward_audit::merkle::Frontier;
//! use ward_audit::note::{KeyName, NoteSigner};
//! use ward_audit::{Appender, Claims, Record, TagKey, Verifier};
//! use ward_keys::hazmat::ed25519::SigningKey;
//! use ward_secret::Timestamp;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let tag_key = TagKey::new(&[1; 32]);
//! let mut log = Appender::new(Frontier::empty(), tag_key.clone());
//! let stored = log.append(&Event {
//!     time: Timestamp::from_unix_seconds(1_795_248_000),
//!     request: OpaqueId::new("r_1"),
//!     face: Face::Http,
//!     principal: Principal::new("apikey", "k_7"),
//!     address: Some("192.0.2.7".parse()?),
//!     operation: "password_verify",
//!     effect: Effect::Read,
//!     decision: Decision::Allowed,
//!     outcome: Outcome::No,
//!     code: None,
//!     resource: None,
//!     count: None,
//!     latency_us: 41_200,
//! })?;
//!
//! let origin = Origin::new("ward.example.com/audit")?;
//! let signer = NoteSigner::new(KeyName::new("ward.example.com/audit")?, SigningKey::from_seed(&[2; 32])?);
//! let checkpoint = log.checkpoint(&origin).sign(&signer);
//!
//! let claims = Claims {
//!     origin: &origin,
//!     keys: &[signer.verifier()],
//!     state: Some(log.head()),
//!     latest: Some(&checkpoint),
//!     outside: &[],
//! };
//! let altered = stored.line.replace(r#""outcome":"no""#, r#""outcome":"ok""#);
//! let mut verifier = Verifier::new(claims, Some(&tag_key));
//! verifier.record(&Record {
//!     index: stored.index,
//!     line: altered.as_bytes(),
//!     leaf_hash: stored.leaf_hash.as_bytes(),
//!     tag: stored.tag.as_bytes(),
//! });
//! let report = verifier.finish();
//! assert!(!report.ok);
//! assert_eq!(report.first_bad.ok_or("nothing found")?.fault.slug(), "line_altered");
//! # Ok(())
//! # }
//! ```
//!
//! # What it refuses
//! - An entry has no field for arguments, names are written in the source, and ids must look like ids: see [`entry`].
//! - A hash chain without a key and without a checkpoint kept elsewhere would be theatre: whoever writes the store
//!   hashes it anew, or cuts the end off. A log without any checkpoint is therefore reported as `unsigned`.
//! - Reading back is strict: a line that the log would not have written byte for byte is not an entry.
//!
//! # Formats
//! Tree and proofs: RFC 6962, section 2.1 (verification as in RFC 9162, section 2.1). Checkpoints: C2SP
//! tlog-checkpoint on C2SP signed-note, Ed25519 (RFC 8032). Tags: HMAC-SHA256 (RFC 2104). Lines: JSON (RFC 8259) in
//! printable ASCII, times in RFC 3339. Every byte is laid out in `docs/formats/audit-log.md`.

mod append;
pub mod checkpoint;
pub mod entry;
pub mod export;
pub mod merkle;
pub mod note;
pub mod tag;
pub mod verify;

pub use append::{Appender, Stored};
pub use tag::TagKey;
pub use verify::{Claims, Fault, Record, Report, Verifier};
