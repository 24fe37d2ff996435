//! The page of tools.

use std::fmt::Write as _;

use serde_json::Value;
use ward_ops::{Effect, Entry, ExampleAnswer, Registry, parameters};

use super::{GENERATED, cell};

const HEAD: &str = "
# Tools

Every operation, by name. Over HTTP it is `POST /tools/<name>` with the request as JSON; on the command line
`ward call <name> --json '…'`. Requests with unknown fields are refused. In the examples, `…` stands for any value.
";

pub(super) fn page() -> String {
    let registry = Registry::new();
    let mut page = format!("{GENERATED}{HEAD}\n| tool | what it does |\n|---|---|\n");
    for entry in &registry {
        let spec = entry.spec();
        let _ = writeln!(page, "| [`{0}`](#{0}) | {1} |", spec.name, cell(spec.summary));
    }
    registry.iter().for_each(|entry| section(&mut page, entry));
    page
}

fn section(page: &mut String, entry: &Entry) {
    let spec = entry.spec();
    let effect = match spec.effect {
        Effect::Read => "changes nothing but the audit log",
        Effect::Write => "writes",
        Effect::Destroy => "destroys",
    };
    let _ = write!(
        page,
        "\n## {}\n\n{}\n\nScope `{}`; {effect}.\n",
        spec.name,
        cell(spec.description),
        spec.scope.name()
    );
    let request = entry.request_schema();
    let rows = parameters(&request);
    if !rows.is_empty() {
        page.push_str("\n| field | required | what it is |\n|---|---|---|\n");
        for parameter in rows {
            let required = if parameter.required { "yes" } else { "" };
            let _ = writeln!(
                page,
                "| `{}` | {required} | {} |",
                parameter.name,
                cell(&parameter.sentence)
            );
        }
    }
    let answers = parameters(&entry.response_schema());
    if !answers.is_empty() {
        page.push_str("\n| response | what it is |\n|---|---|\n");
        for parameter in answers {
            let _ = writeln!(page, "| `{}` | {} |", parameter.name, cell(&parameter.sentence));
        }
    }
    for example in spec.examples {
        let (label, answer) = match example.answer {
            ExampleAnswer::Response(json) => ("", one_line(json)),
            ExampleAnswer::Error(code) => ("error ", code.to_owned()),
        };
        let request = one_line(example.request);
        let _ = write!(
            page,
            "\n{}:\n\n```text\n{request}\n→ {label}{answer}\n```\n",
            example.title
        );
    }
}

/// A JSON text in one line, as it is where it does not parse.
fn one_line(json: &str) -> String {
    serde_json::from_str::<Value>(json).map_or_else(|_| cell(json), |value| value.to_string())
}
