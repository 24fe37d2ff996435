//! `ward apikey rotate`.

use clap::Args;
use serde_json::json;

use crate::cli;
use crate::client::set;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::{moment, scalar};

const AFTER: &str = "\
Prints the new key on standard output. The old one goes on counting for a while, so that callers can change over.

Example:
  ward apikey rotate k7Qd2mXw0aZ4 --overlap 60";

/// Replace an API key by a new one
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Rotate {
    /// Id of the key, as `ward apikey list` shows it
    id: String,
    /// How long the old key still counts, in minutes [default: 1440, a day]
    #[arg(long, value_name = "MINUTES")]
    overlap: Option<u32>,
    #[command(flatten)]
    json: cli::Json,
}

impl Rotate {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let mut request = json!({ "id": self.id });
        set(&mut request, "overlap_minutes", self.overlap);
        let reply = context.session(async |client| client.call("api_key_rotate", request).await)?;
        let response = reply.value()?;
        if context.output.is_json() {
            context.output.json(&response)?;
        } else {
            let until = moment(&response["previous_until"]);
            context.output.say(&format!(
                "api key {}; the old one counts until {until}:",
                scalar(&response["id"])
            ));
            context.output.line(&scalar(&response["api_key"]))?;
        }
        Ok(Outcome::Done)
    }
}
