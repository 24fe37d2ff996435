//! What an analysis found.

use std::collections::BTreeMap;

use crate::UpdateReason;

/// Lines of a report. A table where every row has its own cost says nothing by listing them.
const LINES_MOST: usize = 1_000;

/// How an account's hash stands to the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// As the policy wants it.
    Current,
    /// To be replaced at the next login.
    Outdated(UpdateReason),
    /// Nobody may log in.
    Disabled,
    /// Not a hash that is read.
    Unreadable,
}

/// The accounts of one scheme at one cost.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// The scheme's name; `wrapped` for old hashes in Argon2id, `unreadable` for what is none.
    pub scheme: String,
    /// The cost in words, empty where there is none.
    pub cost: String,
    /// How these hashes stand to the policy.
    pub standing: Standing,
    /// How many accounts.
    pub accounts: u64,
}

/// Accounts with the same stored text: the same unsalted password, or a hash that was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SharedHash {
    /// Rows of the table, counted from 0; at most [`SHARED_ROWS_MOST`](super::SHARED_ROWS_MOST).
    pub rows: Vec<u64>,
    /// How many there are.
    pub accounts: u64,
}

/// An analysed estate. Holds row numbers and counts, never a hash.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// All rows.
    pub accounts: u64,
    /// Rows as the policy wants them.
    pub current: u64,
    /// Rows to be replaced at the next login.
    pub outdated: u64,
    /// Rows of disabled accounts.
    pub disabled: u64,
    /// Rows that are no hash.
    pub unreadable: u64,
    /// Outdated rows that [`wrap`](crate::wrap) would make safe at once.
    pub wrappable: u64,
    /// Rows that are wrapped.
    pub wrapped: u64,
    /// Rows whose hash has no salt.
    pub unsalted: u64,
    /// Rows that ask for more than verification may spend.
    pub too_costly: u64,
    /// Rows that share their hash with another.
    pub sharing: u64,
    /// Groups of such rows.
    pub shared_groups: u64,
    /// The largest groups first, at most [`SHARED_MOST`](super::SHARED_MOST) of those met first.
    pub shared: Vec<SharedHash>,
    /// Schemes and costs, most accounts first.
    pub lines: Vec<Line>,
    /// Outdated rows whose frequency of logins is not known.
    pub rate_unknown: u64,
    /// Outdated rows by frequency, in thousandths of a login per week.
    rates: BTreeMap<u32, u64>,
}

impl Report {
    pub(super) fn count(&mut self, scheme: &str, cost: String, standing: Standing) {
        let full = self.lines.len() >= LINES_MOST;
        let same = |line: &&mut Line| line.scheme == scheme && line.cost == cost && line.standing == standing;
        match self.lines.iter_mut().find(same) {
            Some(line) => line.accounts = line.accounts.saturating_add(1),
            None if full => {}
            None => self.lines.push(Line {
                scheme: scheme.to_owned(),
                cost,
                standing,
                accounts: 1,
            }),
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the range of the type before the cast"
    )]
    pub(super) fn record_rate(&mut self, rate: Option<f64>) {
        match rate.filter(|rate| rate.is_finite() && *rate >= 0.0) {
            None => self.rate_unknown = self.rate_unknown.saturating_add(1),
            Some(rate) => {
                let thousandths = (rate * 1_000.0).clamp(0.0, 1_000_000.0) as u32;
                let count = self.rates.entry(thousandths).or_default();
                *count = count.saturating_add(1);
            }
        }
    }

    pub(super) fn finish(&mut self) {
        self.lines.sort_by_key(|line| std::cmp::Reverse(line.accounts));
        self.shared.sort_by_key(|group| std::cmp::Reverse(group.accounts));
    }

    /// The share of the outdated rows that logins will have upgraded after so many weeks, 0 to 1.
    ///
    /// Logins are taken to come at random with each account's own frequency (a Poisson process); an account whose
    /// frequency is not known never logs in. 1 where nothing is outdated.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "an estimate, of which two digits matter"
    )]
    pub fn upgraded_after(&self, weeks: f64) -> f64 {
        if self.outdated == 0 {
            return 1.0;
        }
        let upgraded: f64 = self
            .rates
            .iter()
            .map(|(thousandths, count)| {
                let logins = f64::from(*thousandths) / 1_000.0 * weeks.max(0.0);
                *count as f64 * (1.0 - (-logins).exp())
            })
            .sum();
        (upgraded / self.outdated as f64).clamp(0.0, 1.0)
    }

    /// After how many weeks this share of the outdated rows will be upgraded; `None` where it takes over twenty
    /// years, as it does when accounts never log in. Wrap those.
    #[must_use]
    pub fn weeks_until(&self, share: f64) -> Option<f64> {
        const MOST: f64 = 1_040.0;
        if self.upgraded_after(MOST) < share {
            return None;
        }
        let (mut early, mut late) = (0.0, MOST);
        for _ in 0..60 {
            let middle = f64::midpoint(early, late);
            if self.upgraded_after(middle) < share {
                early = middle;
            } else {
                late = middle;
            }
        }
        Some(late)
    }
}
