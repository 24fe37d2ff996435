//! `ward apikey revoke`.

use clap::Args;
use serde_json::json;

use crate::cli;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::moment;

/// Revoke an API key, for good and at once
#[derive(Args, Debug)]
pub(crate) struct Revoke {
    /// Id of the key, as `ward apikey list` shows it
    id: String,
    #[command(flatten)]
    json: cli::Json,
}

impl Revoke {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let request = json!({ "id": self.id });
        let reply = context.session(async |client| client.call("api_key_revoke", request).await)?;
        let response = reply.value()?;
        if context.output.is_json() {
            context.output.json(&response)?;
        } else {
            context
                .output
                .say(&format!("revoked {}", moment(&response["revoked_at"])));
        }
        Ok(Outcome::Done)
    }
}
