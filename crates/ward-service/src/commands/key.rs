//! `ward key`: named keys.

mod create;
mod list;
mod rotate;

use clap::Subcommand;
use serde_json::{Value, json};

use crate::client::{Client, set};
use crate::context::{Context, Outcome};
use crate::error::CliError;

/// Create, list and rotate named keys
#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    Create(create::Create),
    List(list::List),
    Rotate(rotate::Rotate),
}

impl Key {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        match self {
            Self::Create(command) => command.run(context),
            Self::List(command) => command.run(context),
            Self::Rotate(command) => command.run(context),
        }
    }
}

/// Every item of a list that comes in pages, as one page.
pub(super) async fn pages(client: &Client, operation: &str) -> Result<Value, CliError> {
    let mut items = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let mut request = json!({ "limit": 200 });
        set(&mut request, "cursor", cursor.take());
        let mut page = client.call(operation, request).await?.value()?;
        if let Some(more) = page["items"].as_array_mut() {
            items.append(more);
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => return Ok(json!({ "items": items, "next_cursor": null })),
        }
    }
}
