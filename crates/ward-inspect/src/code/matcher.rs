//! Applies the table of rules to one source.

use std::collections::HashSet;
use std::sync::{LazyLock, OnceLock};

use regex::bytes::{Regex, RegexBuilder};

use super::Language;
use super::lexer::{Lexed, lex};
use super::rules::{Check, CodeRule, Scope, Unless, all};
use super::secrets::{is_placeholder, looks_random};
use crate::report::{Gathering, Location, Report};
use crate::rule::Selection;

/// A row with its expressions, compiled when first needed.
struct Compiled {
    row: &'static CodeRule,
    patterns: OnceLock<Option<Regex>>,
    unless: OnceLock<Option<Regex>>,
}

/// The constant table in compiled form; it holds nothing but what the table says.
static TABLE: LazyLock<Vec<Compiled>> = LazyLock::new(|| {
    all()
        .map(|row| Compiled {
            row,
            patterns: OnceLock::new(),
            unless: OnceLock::new(),
        })
        .collect()
});

impl Compiled {
    /// The patterns of the row as one expression. A test compiles every row, so `None` does not happen.
    fn patterns(&self) -> Option<&Regex> {
        self.patterns
            .get_or_init(|| compile(&alternatives(self.row.patterns)))
            .as_ref()
    }

    fn unless(&self) -> Option<&Regex> {
        let pattern = match self.row.unless {
            Unless::Never => return None,
            Unless::Near(pattern) | Unless::InFile(pattern) | Unless::NotInFile(pattern) => pattern,
        };
        self.unless.get_or_init(|| compile(pattern)).as_ref()
    }
}

fn alternatives(patterns: &[&str]) -> String {
    patterns
        .iter()
        .map(|pattern| format!("(?:{pattern})"))
        .collect::<Vec<_>>()
        .join("|")
}

/// Bytes instead of characters: `\w` is ASCII, offsets are those of the lexer, and automata are small.
pub(super) fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern)
        .unicode(false)
        .multi_line(true)
        .build()
        .ok()
}

/// Audits `source` with every rule that applies to `language`, or with every rule.
pub(super) fn run(source: &str, language: Option<Language>, selection: &Selection) -> Report {
    let lexed = lex(source, language);
    let lines = Lines::of(source);
    let mut gathering = Gathering::new(selection);
    // In an unknown language the same weakness is found by the rows of several languages: one of them is enough.
    let mut weaknesses = HashSet::new();
    for compiled in TABLE.iter() {
        let row = compiled.row;
        let applies = language.is_none_or(|language| row.languages.contains(&language));
        if !applies || !selection.contains(row.rule.id) {
            continue;
        }
        let mut seen = HashSet::new();
        for offset in offsets(source, &lexed, compiled) {
            let line = lines.line(offset);
            let first_on_line = seen.insert(line);
            let new_weakness = language.is_some() || weaknesses.insert((line, row.rule.cwe));
            if first_on_line && new_weakness {
                gathering.add(
                    &row.rule,
                    Some(Location {
                        line,
                        column: lines.column(line, offset),
                    }),
                );
            }
        }
    }
    gathering.finish()
}

/// Where the row's patterns match, and its conditions hold.
fn offsets(source: &str, lexed: &Lexed, compiled: &Compiled) -> Vec<usize> {
    let row = compiled.row;
    let haystack = match row.scope {
        Scope::Code | Scope::Literals => lexed.code.as_slice(),
        Scope::Everywhere => source.as_bytes(),
    };
    let in_file = |regex: Option<&Regex>| regex.is_some_and(|regex| regex.is_match(haystack));
    let ruled_out = match row.unless {
        Unless::InFile(_) => in_file(compiled.unless()),
        Unless::NotInFile(_) => !in_file(compiled.unless()),
        Unless::Never | Unless::Near(_) => false,
    };
    let Some(regex) = compiled.patterns().filter(|_| !ruled_out) else {
        return Vec::new();
    };

    let mut found = Vec::new();
    let mut from = 0_usize;
    // The end of the earliest match first, then its start by a search that stops there: both look at each byte
    // once, where asking for the longest match at every start could be quadratic. One byte more is shown, for
    // `\b` at the end.
    while let Some(end) = regex.shortest_match_at(haystack, from) {
        let shown = haystack.get(..end.saturating_add(1)).unwrap_or(haystack);
        if let Some(captures) = regex.captures_at(shown, from)
            && let Some(whole) = captures.get(0)
        {
            let value = captures
                .iter()
                .skip(1)
                .flatten()
                .next()
                .map_or(whole.as_bytes(), |group| group.as_bytes());
            let start = skip_blank(haystack, whole.start());
            if in_scope(row.scope, lexed, start)
                && passes(row.check, value)
                && !excused(compiled, haystack, start, end)
            {
                found.push(start);
                if found.len() > crate::report::MAX_FINDINGS {
                    break;
                }
            }
        }
        from = end.max(from.saturating_add(1));
        if from > haystack.len() {
            break;
        }
    }
    found
}

/// Patterns may begin with the blank or line feed before a statement; the finding points at the statement.
fn skip_blank(haystack: &[u8], start: usize) -> usize {
    let blank = haystack
        .iter()
        .skip(start)
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    start.saturating_add(blank)
}

fn in_scope(scope: Scope, lexed: &Lexed, start: usize) -> bool {
    match scope {
        Scope::Code => !lexed.in_string(start),
        Scope::Literals => lexed.in_string(start),
        Scope::Everywhere => true,
    }
}

fn passes(check: Check, value: &[u8]) -> bool {
    let value = String::from_utf8_lossy(value);
    match check {
        Check::Always => true,
        Check::NotPlaceholder => !is_placeholder(&value),
        Check::Random => !is_placeholder(&value) && looks_random(&value),
    }
}

/// How far after a match the exception of a row may stand, in bytes.
const NEAR_BYTES: usize = 200;

fn excused(compiled: &Compiled, haystack: &[u8], start: usize, end: usize) -> bool {
    let Unless::Near(_) = compiled.row.unless else {
        return false;
    };
    let rest = haystack.get(end..).unwrap_or_default();
    let line = rest
        .iter()
        .take(NEAR_BYTES)
        .take_while(|byte| **byte != b'\n')
        .count();
    let near = haystack.get(start..end.saturating_add(line)).unwrap_or_default();
    compiled.unless().is_some_and(|regex| regex.is_match(near))
}

/// The starts of the lines of a source.
struct Lines<'s> {
    source: &'s str,
    starts: Vec<usize>,
}

impl<'s> Lines<'s> {
    fn of(source: &'s str) -> Self {
        let after_feeds = source
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at.saturating_add(1));
        Self {
            source,
            starts: std::iter::once(0).chain(after_feeds).collect(),
        }
    }

    /// The line of `offset`, from 1.
    fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The column of `offset` in its line, in characters from 1.
    fn column(&self, line: usize, offset: usize) -> usize {
        let start = line
            .checked_sub(1)
            .and_then(|index| self.starts.get(index))
            .copied()
            .unwrap_or(0);
        let before = self.source.get(start..offset).unwrap_or_default();
        before.chars().count().saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        for compiled in TABLE.iter() {
            assert!(compiled.patterns().is_some(), "{}", compiled.row.rule.id);
            let has_exception = !matches!(compiled.row.unless, Unless::Never);
            assert_eq!(
                compiled.unless().is_some(),
                has_exception,
                "{}",
                compiled.row.rule.id
            );
        }
    }
}
