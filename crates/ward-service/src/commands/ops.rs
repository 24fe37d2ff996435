//! `ward ops`: the operations.

use clap::Args;
use serde_json::{Map, Value, json};
use ward_ops::{Effect, Entry, Registry, parameters};

use crate::cli;
use crate::client::Client;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::{Table, scalar};

/// List the operations
#[derive(Args, Debug)]
pub(crate) struct Ops {
    #[command(flatten)]
    json: cli::Json,
}

impl Ops {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        // The list needs no store: what this build can do is in the binary.
        let list = match context.remote() {
            None => list(),
            Some(_) => context.session(async |client| match client {
                Client::Remote(remote) => remote.list().await?.value(),
                Client::Local(_) => Ok(list()),
            })?,
        };
        if context.output.is_json() {
            context.output.json(&list)?;
            return Ok(Outcome::Done);
        }
        let mut table = Table::new(&["name", "scope", "what it does"]);
        for tool in list["tools"].as_array().into_iter().flatten() {
            let summary = tool.get("title").unwrap_or(&Value::Null);
            table.row([scalar(&tool["name"]), scalar(&tool["scope"]), scalar(summary)]);
        }
        context.output.data(table.render(context.output).as_bytes())?;
        Ok(Outcome::Done)
    }
}

/// The operations of this build, in the form of `GET /tools/list`.
fn list() -> Value {
    json!({ "tools": Registry::new().iter().map(tool).collect::<Vec<_>>() })
}

fn tool(entry: &Entry) -> Value {
    let spec = entry.spec();
    let schema = entry.request_schema();
    let parameters: Map<String, Value> = parameters(&schema)
        .into_iter()
        .map(|parameter| (parameter.name, parameter.sentence.into()))
        .collect();
    json!({
        "name": spec.name,
        "title": spec.summary,
        "description": spec.description,
        "parameters": parameters,
        "inputSchema": schema,
        "outputSchema": entry.response_schema(),
        "scope": spec.scope,
        "room": spec.room.name(),
        "effect": match spec.effect {
            Effect::Read => "read",
            Effect::Write => "write",
            Effect::Destroy => "destroy",
        },
        "idempotent": spec.idempotent,
        "openWorld": spec.is_open_world(),
    })
}
