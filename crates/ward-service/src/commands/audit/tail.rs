//! `ward audit tail`.

use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use super::entries;
use crate::cli;
use crate::client::Client;
use crate::context::{Context, Outcome};
use crate::error::CliError;

const AFTER: &str = "\
Looking is in the log, too. While following, entries of looking itself (`audit_search`) are left out, or each look would \
show the one before.

Example:
  ward audit tail -n 50 -f";

/// Between two looks.
const LOOK: Duration = Duration::from_secs(1);

/// Print the newest entries, oldest first
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Tail {
    /// How many, 1 to 200
    #[arg(short = 'n', long = "lines", value_name = "COUNT", default_value_t = 10)]
    lines: u32,
    /// Go on printing entries as they come
    #[arg(short, long)]
    follow: bool,
    #[command(flatten)]
    json: cli::Json,
}

impl Tail {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        context.session(async |client| {
            let mut after = None;
            for entry in newest(client, self.lines, None).await? {
                after = entry["index"].as_u64();
                entries::show(context, &entry)?;
            }
            if !self.follow {
                return Ok(Outcome::Done);
            }
            loop {
                tokio::time::sleep(LOOK).await;
                for entry in newest(client, 200, after).await? {
                    after = entry["index"].as_u64();
                    if entry["operation"] != "audit_search" {
                        entries::show(context, &entry)?;
                    }
                }
            }
        })
    }
}

/// The newest entries behind index `after`, oldest first: one page, or as many as it takes to reach `after`.
async fn newest(client: &Client, limit: u32, after: Option<u64>) -> Result<Vec<Value>, CliError> {
    let mut found: Vec<Value> = Vec::new();
    let mut request = json!({ "limit": limit });
    loop {
        let page = client.call("audit_search", request).await?.value()?;
        let items = page["items"].as_array().cloned().unwrap_or_default();
        let is_new = |entry: &Value| {
            after.is_none_or(|after| entry["index"].as_u64().is_some_and(|index| index > after))
        };
        let all_new = items.iter().all(is_new);
        found.extend(items.into_iter().filter(is_new));
        match page["next_cursor"].as_str() {
            Some(cursor) if after.is_some() && all_new => {
                request = json!({ "limit": limit, "cursor": cursor });
            }
            _ => break,
        }
    }
    found.reverse();
    Ok(found)
}
