//! How often is too often: rate-limit arithmetic as pure state transitions, a table of states that cannot be flooded,
//! and the values of the header fields that tell a client where it stands.
//!
//! The algorithm is the generic cell rate algorithm (GCRA; ITU-T I.371, annex A): a whole bucket in one number, the
//! *theoretical arrival time*. Most callers want two calls: [`Quota::new`] when configuration is read, and
//! [`Table::take`] for every event.
//!
//! ```
//! use std::time::Duration;
//! use ward_limits::{Moment, Quota, Table, Verdict};
//!
//! let five_a_minute = Quota::new(5, Duration::from_mins(1))?;
//! let attempts: Table<&str> = Table::new(10_000);
//! let now = Moment::from_start(Duration::from_secs(7));
//!
//! for _ in 0..5 {
//!     assert!(attempts.take("alice", &five_a_minute, now, 1).is_allowed());
//! }
//! let Verdict::Refused { retry_after, .. } = attempts.take("alice", &five_a_minute, now, 1) else { panic!() };
//! assert_eq!(retry_after, Duration::from_secs(12));
//! assert!(attempts.take("bob", &five_a_minute, now, 1).is_allowed());
//! # Ok::<(), ward_limits::QuotaError>(())
//! ```
//!
//! # What it promises
//! In any stretch of time `t`, [`decide`] lets through at most `burst + t / interval` units, where the interval is the
//! quota's period divided by its count. *Five a minute* is therefore five at once and one more every twelve seconds,
//! not five that come back together on the minute, so there is no edge of a window at which twice the quota passes.
//!
//! # What it refuses
//! - **The wall clock.** Time is a [`Moment`]: time since some start, from a clock that is never set. An hour's
//!   correction, a jump to 1970 or to 2038 then changes nothing. Should a moment go backwards all the same (a state
//!   kept by another node, say), the debt is cut to one full bucket: nobody is locked out for longer than a full
//!   bucket takes to refill, and nobody gets a fresh one.
//! - **Growth.** A [`Table`] holds a fixed number of keys whatever is thrown at it. When it is full of debtors, the one
//!   that owes least gives way, so a flood of new keys does not wash away the state of a key that is limited.
//! - **Hash tricks.** Keys are hashed under a key of the process.
//!
//! How refusals themselves are kept from flooding a log is [`Tally`]'s; the header fields are in [`fields`].

pub mod fields;
mod gcra;
mod moment;
mod quota;
mod table;
mod tally;

pub use gcra::{Standing, State, Verdict, decide};
pub use moment::{Moment, SteadyClock};
pub use quota::{Quota, QuotaError};
pub use table::{Slot, Table};
pub use tally::{Sampling, Tally};
