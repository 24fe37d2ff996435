//! What a table of stored passwords consists of: schemes and costs, what is weak, what is shared, and how long
//! upgrading at login will take. Reads nothing and writes nothing: rows come in, a [`Report`] goes out.
//!
//! ```
//! use ward_passwords::PasswordContext;
//! use ward_passwords::estate::{Account, analyse};
//!
//! let context = PasswordContext::default();
//! let report = analyse(
//!     [
//!         Account::new("ann", "$P$B12345678L6Lpt4BxNotVIMILOa9u81").logins_per_week(2.0),
//!         Account::new("bob", "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=").logins_per_week(0.1),
//!         Account::new("eve", "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="),
//!     ],
//!     &context,
//! );
//! assert_eq!((report.accounts, report.current), (3, 0));
//! assert_eq!(report.shared[0].rows, [1, 2]);
//! assert!(report.upgraded_after(4.0) > 0.4);
//! ```

mod deny_check;
mod report;

use std::collections::HashMap;

use aws_lc_rs::digest;

pub use deny_check::{DenyCheck, DenyFinding};
pub use report::{Line, Report, SharedHash, Standing};

use crate::decrepit::{LegacyScheme, Needs};
use crate::{PasswordContext, StoredPassword, UpdateReason};

/// Groups of shared hashes that a report lists; further ones are only counted.
pub const SHARED_MOST: usize = 1_000;
/// Rows that are listed of one group.
pub const SHARED_ROWS_MOST: usize = 100;

/// One row of the table.
#[derive(Clone, Copy)]
pub struct Account<'a> {
    /// What the operator calls it.
    pub id: &'a str,
    /// The stored password.
    pub stored: &'a str,
    /// The name that old formats hash with the password, where that is not the id.
    pub user: Option<&'a str>,
    /// How often somebody logs in, where that is known.
    pub logins_per_week: Option<f64>,
}

impl<'a> Account<'a> {
    /// An account of which nothing else is known.
    #[must_use]
    pub const fn new(id: &'a str, stored: &'a str) -> Self {
        Self {
            id,
            stored,
            user: None,
            logins_per_week: None,
        }
    }

    /// The same with its frequency of logins.
    #[must_use]
    pub const fn logins_per_week(mut self, rate: f64) -> Self {
        self.logins_per_week = Some(rate);
        self
    }
}

impl std::fmt::Debug for Account<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Account(..)")
    }
}

/// Who has a hash: the first row, or the place in the list of groups.
enum Holder {
    One(u64),
    Group(usize),
    /// A group beyond [`SHARED_MOST`].
    Uncounted,
}

/// Analyses accounts against a policy. Hashes nothing; keeps 16 bytes and a row number per account to find those that
/// are shared.
pub fn analyse<'a>(accounts: impl IntoIterator<Item = Account<'a>>, context: &PasswordContext) -> Report {
    let mut report = Report::default();
    let mut holders: HashMap<[u8; 16], Holder> = HashMap::new();
    for (row, account) in (0_u64..).zip(accounts) {
        report.accounts = report.accounts.saturating_add(1);
        let standing = standing(&account, context, &mut report);
        if matches!(standing, Standing::Outdated(_)) {
            report.record_rate(account.logins_per_week);
        }
        if matches!(standing, Standing::Current | Standing::Outdated(_)) {
            note_holder(&mut holders, &mut report, row, account.stored);
        }
    }
    report.finish();
    report
}

fn standing(account: &Account<'_>, context: &PasswordContext, report: &mut Report) -> Standing {
    let Ok(stored) = StoredPassword::parse(account.stored, context.assumed()) else {
        report.unreadable = report.unreadable.saturating_add(1);
        report.count("unreadable", String::new(), Standing::Unreadable);
        return Standing::Unreadable;
    };
    let standing = if stored.is_disabled() {
        report.disabled = report.disabled.saturating_add(1);
        Standing::Disabled
    } else {
        match context.stored_reason(&stored) {
            None => {
                report.current = report.current.saturating_add(1);
                Standing::Current
            }
            Some(reason) => {
                report.outdated = report.outdated.saturating_add(1);
                Standing::Outdated(reason)
            }
        }
    };
    let unsalted = stored.legacy().is_some_and(|hash| {
        hash.salt_len() == 0 && hash.scheme().needs() == Needs::Password && !hash.is_disabled()
    });
    if unsalted && !stored.is_wrapped() {
        report.unsalted = report.unsalted.saturating_add(1);
    }
    if stored.is_wrapped() {
        report.wrapped = report.wrapped.saturating_add(1);
    } else if is_wrappable(&stored) {
        report.wrappable = report.wrappable.saturating_add(1);
    }
    if stored.admit(context.limits()).is_err() {
        report.too_costly = report.too_costly.saturating_add(1);
    }
    let name = if stored.is_wrapped() {
        "wrapped"
    } else {
        stored.scheme().name()
    };
    report.count(name, stored.cost(), standing);
    standing
}

fn is_wrappable(stored: &StoredPassword) -> bool {
    stored
        .legacy()
        .is_some_and(|hash| hash.wrappable_digest().is_some() || is_crypt_around_old(hash.scheme(), hash))
}

/// `{CRYPT}` around an old hash is wrapped as what is inside.
fn is_crypt_around_old(scheme: LegacyScheme, hash: &crate::decrepit::LegacyHash) -> bool {
    scheme.name() == "ldap-crypt" && hash.has_legacy_inside()
}

fn note_holder(holders: &mut HashMap<[u8; 16], Holder>, report: &mut Report, row: u64, stored: &str) {
    let digest = digest::digest(&digest::SHA256, stored.as_bytes());
    let Some(key) = digest.as_ref().first_chunk::<16>().copied() else {
        return;
    };
    match holders.get_mut(&key) {
        None => {
            holders.insert(key, Holder::One(row));
        }
        Some(holder) => {
            report.sharing = report.sharing.saturating_add(1);
            match holder {
                Holder::One(first) => {
                    report.sharing = report.sharing.saturating_add(1);
                    report.shared_groups = report.shared_groups.saturating_add(1);
                    let group = report.shared.len();
                    *holder = if group < SHARED_MOST {
                        report.shared.push(SharedHash {
                            rows: vec![*first, row],
                            accounts: 2,
                        });
                        Holder::Group(group)
                    } else {
                        Holder::Uncounted
                    };
                }
                Holder::Group(group) => {
                    if let Some(group) = report.shared.get_mut(*group) {
                        group.accounts = group.accounts.saturating_add(1);
                        if group.rows.len() < SHARED_ROWS_MOST {
                            group.rows.push(row);
                        }
                    }
                }
                Holder::Uncounted => {}
            }
        }
    }
}

/// The reason's code for reports.
#[must_use]
pub const fn reason_code(reason: UpdateReason) -> &'static str {
    match reason {
        UpdateReason::DeprecatedScheme => "deprecated_scheme",
        UpdateReason::WeakCost => "weak_cost",
        UpdateReason::OutdatedVariant => "outdated_variant",
        UpdateReason::LegacyFormat => "legacy_format",
        UpdateReason::Wrapped => "wrapped",
        UpdateReason::Pepper => "pepper",
        UpdateReason::ExcessiveCost => "excessive_cost",
        UpdateReason::UnicodeForm => "unicode_form",
    }
}
