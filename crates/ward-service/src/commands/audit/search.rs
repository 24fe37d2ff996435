//! `ward audit search`.

use clap::Args;
use serde_json::{Value, json};

use super::entries;
use crate::cli;
use crate::client::set;
use crate::context::{Context, Outcome};
use crate::error::CliError;

const AFTER: &str = "\
Newest first. With --json, the response of the last page that was asked for is printed as it came; follow `next_cursor` for \
more.

Examples:
  ward audit search --decision refused --since 2026-11-01T00:00:00Z
  ward audit search --principal apikey:k7Qd2mXw0aZ4 --operation decrypt";

/// Search the audit log
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Search {
    /// Who called, whole: `kind:id`
    #[arg(long)]
    principal: Option<String>,
    /// Name of the operation
    #[arg(long)]
    operation: Option<String>,
    /// ok, no or failed
    #[arg(long)]
    outcome: Option<String>,
    /// allowed or refused
    #[arg(long)]
    decision: Option<String>,
    /// Code of the error
    #[arg(long)]
    code: Option<String>,
    /// Id of the request, as the header X-Request-Id gave it
    #[arg(long)]
    request: Option<String>,
    /// Thing acted on, such as `key:key_…`
    #[arg(long)]
    resource: Option<String>,
    /// Not before this time (RFC 3339)
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Before this time (RFC 3339)
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// How many at most
    #[arg(short = 'n', long, default_value_t = 50)]
    limit: u32,
    /// Where to go on: `next_cursor` of the page before
    #[arg(long)]
    cursor: Option<String>,
    #[command(flatten)]
    json: cli::Json,
}

impl Search {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let mut request = json!({ "limit": self.limit.clamp(1, 200) });
        let filters = [
            ("principal", self.principal),
            ("operation", self.operation),
            ("outcome", self.outcome),
            ("decision", self.decision),
            ("code", self.code),
            ("request", self.request),
            ("resource", self.resource),
            ("since", self.since),
            ("until", self.until),
            ("cursor", self.cursor),
        ];
        for (name, value) in filters {
            set(&mut request, name, value);
        }
        context.session(async |client| {
            let mut left = limit;
            loop {
                let page = client.call("audit_search", request.clone()).await?.value()?;
                if context.output.is_json() {
                    context.output.json(&page)?;
                    return Ok(Outcome::Done);
                }
                let items = page["items"].as_array().map(Vec::as_slice).unwrap_or_default();
                for entry in items.iter().take(left) {
                    entries::show(context, entry)?;
                }
                left = left.saturating_sub(items.len());
                // A page looks at a bounded part of the log, so it can be empty and still have a next one.
                match &page["next_cursor"] {
                    Value::String(cursor) if left > 0 => request["cursor"] = cursor.as_str().into(),
                    _ => return Ok(Outcome::Done),
                }
            }
        })
    }
}
