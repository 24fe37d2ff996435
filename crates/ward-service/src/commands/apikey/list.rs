//! `ward apikey list`.

use clap::Args;

use crate::cli;
use crate::commands::key::pages;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::{Table, moment, scalar};

/// List API keys
#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    json: cli::Json,
}

impl List {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let list = context.session(async |client| pages(client, "api_key_list").await)?;
        if context.output.is_json() {
            context.output.json(&list)?;
            return Ok(Outcome::Done);
        }
        let mut table = Table::new(&["id", "name", "status", "created", "ends", "last used", "scopes"]);
        for item in list["items"].as_array().into_iter().flatten() {
            table.row([
                scalar(&item["id"]),
                scalar(&item["name"]),
                scalar(&item["status"]),
                moment(&item["created"]),
                moment(&item["expires"]),
                moment(&item["last_used"]),
                scalar(&item["scopes"]),
            ]);
        }
        context.output.data(table.render(context.output).as_bytes())?;
        Ok(Outcome::Done)
    }
}
