//! `ward password schemes`.

use clap::Args;
use serde_json::{Value, json};

use crate::cli;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::{Table, scalar};

/// List the schemes that verify here, and the cost that new hashes have
#[derive(Args, Debug)]
pub(crate) struct Schemes {
    #[command(flatten)]
    json: cli::Json,
}

impl Schemes {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        if context.remote().is_some() {
            return Err(CliError::local_only("`ward password schemes`"));
        }
        let passwords = context.config()?.passwords.context;
        let default = passwords.default_cost().scheme();
        let items: Vec<Value> = passwords
            .schemes()
            .map(|(cost, deprecated)| {
                json!({
                    "scheme": cost.scheme().name(),
                    "cost": cost.to_string(),
                    "default": cost.scheme() == default,
                    "deprecated": deprecated,
                    "meets_floor": cost.meets_floor(),
                })
            })
            .collect();
        if context.output.is_json() {
            context.output.json(&json!({ "items": items }))?;
            return Ok(Outcome::Done);
        }
        let mut table = Table::new(&[
            "scheme",
            "cost",
            "new hashes",
            "old hashes are replaced",
            "meets owasp's floor",
        ]);
        for item in &items {
            let cells = ["scheme", "cost", "default", "deprecated", "meets_floor"];
            table.row(cells.map(|name| scalar(&item[name])));
        }
        context.output.data(table.render(context.output).as_bytes())?;
        Ok(Outcome::Done)
    }
}
