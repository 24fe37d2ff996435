//! Standard output is data, standard error is talk.
//!
//! Text from a store or a server is shown without its control characters, so that the name of a key cannot move the
//! cursor or retitle the terminal. Colour is decoration: whatever it says is also said in words.

mod table;

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};

use serde_json::Value;

use crate::error::{CliError, Failure};

pub(crate) use table::Table;

/// Where a command writes, and how.
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches that have nothing to do with each other"
)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    json: bool,
    quiet: bool,
    colour: bool,
    colour_errors: bool,
}

/// A meaning that colour underlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Warn,
    Bad,
    Strong,
}

impl Output {
    /// Colours go to terminals only, and not where `NO_COLOR` (<https://no-color.org>) or a dumb terminal forbids them.
    pub(crate) fn new(json: bool, quiet: bool, environment: &crate::context::Environment) -> Self {
        let forbidden = environment.get("NO_COLOR").is_some_and(|value| !value.is_empty())
            || environment.get("TERM").is_some_and(|term| term == "dumb");
        Self {
            json,
            quiet,
            colour: !forbidden && io::stdout().is_terminal(),
            colour_errors: !forbidden && io::stderr().is_terminal(),
        }
    }

    /// Whether the response is wanted as it is.
    pub(crate) const fn is_json(self) -> bool {
        self.json
    }

    /// Writes data.
    #[expect(clippy::unused_self, reason = "all output goes through one value")]
    pub(crate) fn data(self, bytes: &[u8]) -> Result<(), CliError> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes)?;
        stdout.flush()?;
        Ok(())
    }

    /// Writes one line of data.
    pub(crate) fn line(self, text: &str) -> Result<(), CliError> {
        self.data(format!("{text}\n").as_bytes())
    }

    /// Writes a JSON document in one line.
    pub(crate) fn json(self, value: &Value) -> Result<(), CliError> {
        self.line(&value.to_string())
    }

    /// Says something to the person in front, unless quiet.
    pub(crate) fn say(self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{text}");
        }
    }

    /// The text in the colour of a meaning, for standard output.
    pub(crate) fn tone(self, tone: Tone, text: &str) -> String {
        paint(self.colour, tone, text)
    }

    /// Tells of a failure on standard error: as text, or with `--json` as a problem object in one line.
    pub(crate) fn failure(self, failure: &Failure) {
        let mut stderr = io::stderr().lock();
        let text = if self.json {
            format!("{}\n", failure.problem())
        } else {
            self.failure_text(failure)
        };
        let _ = stderr.write_all(text.as_bytes());
    }

    fn failure_text(self, failure: &Failure) -> String {
        let label = |tone, word| paint(self.colour_errors, tone, word);
        let mut text = format!("{}: {}\n", label(Tone::Bad, "error"), plain(&failure.detail));
        if failure.fields.len() > 1 {
            for field in &failure.fields {
                let _ = writeln!(text, "  {} {}", plain(&field.pointer), plain(&field.rule));
            }
        }
        if let Some(hint) = &failure.hint {
            let _ = writeln!(text, "{}: {}", label(Tone::Strong, "hint"), plain(hint));
        }
        text
    }
}

fn paint(colour: bool, tone: Tone, text: &str) -> String {
    if !colour {
        return text.to_owned();
    }
    let code = match tone {
        Tone::Good => "32",
        Tone::Warn => "33",
        Tone::Bad => "31",
        Tone::Strong => "1",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

/// The text with everything escaped that is not to be seen: control characters, and marks that turn the direction.
pub(crate) fn plain(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, character| {
        let turns = matches!(character, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if character.is_control() || turns {
            let _ = write!(out, "{}", character.escape_unicode());
        } else {
            out.push(character);
        }
        out
    })
}

/// A time for people: the seconds are enough.
pub(crate) fn moment(value: &Value) -> String {
    match value.as_str() {
        None => "-".to_owned(),
        Some(text) => match text.split_once('.') {
            Some((seconds, _)) => plain(&format!("{seconds}Z")),
            None => plain(text),
        },
    }
}

/// A scalar for people.
pub(crate) fn scalar(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => plain(text),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(items) => items.iter().map(scalar).collect::<Vec<_>>().join(", "),
        other => plain(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(plain("a\u{1b}[2Jb\r\n"), "a\\u{1b}[2Jb\\u{d}\\u{a}");
        assert_eq!(plain("x\u{202e}fdp"), "x\\u{202e}fdp");
        assert_eq!(plain("grüße ✓"), "grüße ✓");
    }

    #[test]
    fn values_read_as_words() {
        assert_eq!(scalar(&json!(["a", 1, null, true])), "a, 1, -, yes");
        assert_eq!(
            moment(&json!("2026-11-21T08:00:00.000000Z")),
            "2026-11-21T08:00:00Z"
        );
        assert_eq!(moment(&Value::Null), "-");
    }
}
