//! `ward key list`.

use clap::Args;
use serde_json::Value;

use crate::cli;
use crate::commands::key::pages;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::{Table, moment, scalar};

/// List named keys and their versions
#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    json: cli::Json,
}

impl List {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let list = context.session(async |client| pages(client, "key_list").await)?;
        if context.output.is_json() {
            context.output.json(&list)?;
            return Ok(Outcome::Done);
        }
        let mut table = Table::new(&["name", "kind", "primary", "versions", "created"]);
        for item in list["items"].as_array().into_iter().flatten() {
            table.row([
                scalar(&item["name"]),
                scalar(&item["kind"]),
                scalar(&item["primary"]),
                versions(&item["versions"]),
                moment(&item["created"]),
            ]);
        }
        context.output.data(table.render(context.output).as_bytes())?;
        Ok(Outcome::Done)
    }
}

/// `1 open-only, 2 enabled`.
fn versions(versions: &Value) -> String {
    let each = versions.as_array().into_iter().flatten();
    each.map(|version| format!("{} {}", version["number"], scalar(&version["state"])))
        .collect::<Vec<_>>()
        .join(", ")
}
