//! Findings, and the report that gathers them.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::rule::{Rule, Selection, Severity};

/// Most findings that one report holds.
pub const MAX_FINDINGS: usize = 1_000;

/// A place in the audited text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Location {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// One thing that was found. It names the rule and the place and never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence: what was found and why it matters.
    pub message: &'static str,
    /// Where, for code.
    pub location: Option<Location>,
}

/// The outcome of an audit.
///
/// `score` is 100 less the [weight](Severity::weight) of each rule that found something, counted once however
/// often it did, and never below 0. So 100 means that nothing above [`Severity::Info`] was found, one critical
/// finding leaves at most 40, and the score does not grow worse because a file is long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// 0 to 100; higher is better.
    pub score: u8,
    /// What was found: by place, then the gravest first.
    pub findings: Vec<Finding>,
    /// One sentence that counts the findings.
    pub summary: String,
}

impl Report {
    /// The gravest finding's severity, if anything was found.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }
}

/// Findings on the way to a report.
pub(crate) struct Gathering<'s> {
    selection: &'s Selection,
    findings: Vec<Finding>,
    truncated: bool,
}

impl<'s> Gathering<'s> {
    pub(crate) fn new(selection: &'s Selection) -> Self {
        Self {
            selection,
            findings: Vec::new(),
            truncated: false,
        }
    }

    /// Whether the report cannot take more.
    pub(crate) fn is_full(&self) -> bool {
        self.findings.len() >= MAX_FINDINGS
    }

    /// Adds a finding of the rule named `id`, unless the rule is not selected.
    pub(crate) fn add_by_id(&mut self, table: &[Rule], id: &str) {
        if let Some(rule) = table.iter().find(|rule| rule.id == id) {
            self.add(rule, None);
        }
    }

    pub(crate) fn add(&mut self, rule: &Rule, location: Option<Location>) {
        if !self.selection.contains(rule.id) {
            return;
        }
        if self.is_full() {
            self.truncated = true;
            return;
        }
        self.findings.push(Finding {
            rule: rule.id,
            severity: rule.severity,
            message: rule.message,
            location,
        });
    }

    pub(crate) fn finish(mut self) -> Report {
        self.findings
            .sort_by(|a, b| (a.location, b.severity, a.rule).cmp(&(b.location, a.severity, b.rule)));
        self.findings.dedup();
        let rules: BTreeSet<_> = self
            .findings
            .iter()
            .map(|finding| (finding.rule, finding.severity.weight()))
            .collect();
        let score = rules
            .iter()
            .fold(100_u8, |score, (_, weight)| score.saturating_sub(*weight));
        Report {
            score,
            summary: summary(&self.findings, self.truncated),
            findings: self.findings,
        }
    }
}

fn summary(findings: &[Finding], truncated: bool) -> String {
    if findings.is_empty() {
        return "nothing found".to_owned();
    }
    let counts: Vec<String> = [
        Severity::Critical,
        Severity::High,
        Severity::Medium,
        Severity::Low,
        Severity::Info,
    ]
    .iter()
    .map(|severity| {
        (
            severity,
            findings
                .iter()
                .filter(|finding| finding.severity == *severity)
                .count(),
        )
    })
    .filter(|(_, count)| *count > 0)
    .map(|(severity, count)| format!("{count} {}", severity.name()))
    .collect();
    let plural = if findings.len() == 1 { "" } else { "s" };
    let more = if truncated {
        "; there are more, which the report leaves out"
    } else {
        ""
    };
    format!("{} finding{plural}: {}{more}", findings.len(), counts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Target;

    const fn rule(id: &'static str, severity: Severity) -> Rule {
        Rule {
            id,
            target: Target::Code,
            severity,
            cwe: None,
            title: "",
            message: "",
            remediation: "",
        }
    }

    fn at(line: usize) -> Location {
        Location { line, column: 1 }
    }

    #[test]
    fn nothing_found_is_a_hundred() {
        let report = Gathering::new(&Selection::all()).finish();
        assert_eq!(
            (report.score, report.summary.as_str(), report.worst()),
            (100, "nothing found", None)
        );
    }

    #[test]
    fn each_rule_counts_once() {
        let selection = Selection::all();
        let mut gathering = Gathering::new(&selection);
        for line in 1..50 {
            gathering.add(&rule("a", Severity::Medium), Some(at(line)));
        }
        assert_eq!(gathering.finish().score, 88);
    }

    #[test]
    fn the_score_stops_at_zero() {
        let selection = Selection::all();
        let mut gathering = Gathering::new(&selection);
        for id in ["a", "b", "c"] {
            gathering.add(&rule(id, Severity::Critical), None);
        }
        assert_eq!(gathering.finish().score, 0);
    }

    #[test]
    fn findings_come_by_place_and_the_gravest_first() {
        let selection = Selection::all();
        let mut gathering = Gathering::new(&selection);
        gathering.add(&rule("late", Severity::Critical), Some(at(9)));
        gathering.add(&rule("low", Severity::Low), Some(at(2)));
        gathering.add(&rule("high", Severity::High), Some(at(2)));
        let ids: Vec<_> = gathering
            .finish()
            .findings
            .iter()
            .map(|finding| finding.rule)
            .collect();
        assert_eq!(ids, ["high", "low", "late"]);
    }

    #[test]
    fn more_findings_than_the_cap_are_counted_out_in_the_summary() {
        let selection = Selection::all();
        let mut gathering = Gathering::new(&selection);
        for line in 1..=MAX_FINDINGS + 1 {
            gathering.add(&rule("a", Severity::Low), Some(at(line)));
        }
        let report = gathering.finish();
        assert_eq!(report.findings.len(), MAX_FINDINGS);
        assert!(report.summary.contains("leaves out"));
    }
}
