//! The page of settings.

use std::fmt::Write as _;

use super::{GENERATED, cell};
use crate::config::{Default, KEYS, Key, OTHER_VARIABLES, Place};

const HEAD: &str = "
# Configuration

A setting comes from `ward.toml`, from a variable or from a flag; the later wins over the earlier. A key in the file that does not
exist is an error. A dotted name is a key in a table: `tokens.issuer` is `issuer` under `[tokens]`. In a variable, the
parts of a list stand between commas.

The file is the one that `--config` or `WARD_CONFIG` names, else `ward/ward.toml` in the user's configuration folder (such as
`~/.config`), else `/etc/ward/ward.toml`. `ward config show` prints every value and where it came from, `ward config check` finds
mistakes.

With systemd credentials (`LoadCredential=`), `ward-root-key` and `ward-token-secret` are used where nothing else is set.
";

pub(super) fn page() -> String {
    let mut page =
        format!("{GENERATED}{HEAD}\n| setting | variable | value | default |\n|---|---|---|---|\n");
    for key in KEYS.iter().flat_map(|keys| keys.iter()) {
        let variables: Vec<String> = key.variables.iter().map(|name| format!("`{name}`")).collect();
        let (name, kind) = (key.name, key.kind.words());
        let _ = writeln!(
            page,
            "| [`{name}`](#{}) | {} | {kind} | {} |",
            anchor(name),
            variables.join(", "),
            default(key)
        );
    }
    for key in KEYS.iter().flat_map(|keys| keys.iter()) {
        let _ = write!(page, "\n## {}\n\n{}\n", key.name, cell(key.sentence));
        if let Place::NotInFile(instead) = key.place {
            let _ = write!(page, "\nNot in `ward.toml`: {}.\n", cell(instead));
        }
    }
    page.push_str("\n## Other variables\n\n| variable | what for |\n|---|---|\n");
    for (name, sentence) in OTHER_VARIABLES {
        let _ = writeln!(page, "| `{name}` | {} |", cell(sentence));
    }
    page
}

fn default(key: &Key) -> String {
    match key.default {
        Default::Is("") => "empty".to_owned(),
        Default::Is(value) => format!("`{value}`"),
        Default::Follows(words) => cell(words),
        Default::Absent => "none".to_owned(),
    }
}

/// The anchor that renderers make of a heading: dots go away.
fn anchor(name: &str) -> String {
    name.replace('.', "")
}
