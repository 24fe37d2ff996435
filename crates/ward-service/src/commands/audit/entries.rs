//! Audit entries, for people: one a line.

use serde_json::Value;

use crate::context::Context;
use crate::error::CliError;
use crate::output::{Tone, moment, scalar};

/// Prints one entry: as it is with `--json`, else index, time, who, what, how it ended, on what.
pub(super) fn show(context: &Context, entry: &Value) -> Result<(), CliError> {
    let output = context.output;
    if output.is_json() {
        return output.json(entry);
    }
    let refused = entry["decision"] == "refused";
    let word = if refused {
        "refused".to_owned()
    } else {
        scalar(&entry["outcome"])
    };
    let tone = match word.as_str() {
        "ok" => Tone::Good,
        "no" => Tone::Warn,
        _ => Tone::Bad,
    };
    let part = |name: &str| {
        entry
            .get(name)
            .map(|value| format!(" {}", scalar(value)))
            .unwrap_or_default()
    };
    output.line(&format!(
        "{:>6} {} {} {} {}{}{}",
        scalar(&entry["index"]),
        moment(&entry["time"]),
        scalar(&entry["principal"]),
        scalar(&entry["operation"]),
        output.tone(tone, &word),
        part("code"),
        part("resource"),
    ))
}
