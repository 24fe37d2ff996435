//! `ward key create`.

use clap::Args;
use serde_json::json;

use crate::cli;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::scalar;

const AFTER: &str = "\
Example:
  ward key create orders --kind aes-256-gcm";

/// Create a named key, whose material never leaves Ward
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Create {
    /// Name: 1 to 64 of a-z, 0-9, `.`, `_` and `-`
    name: String,
    /// Kind: fernet, aes-256-gcm, xchacha20-poly1305, ed25519 or hmac-sha256
    #[arg(long, default_value = "aes-256-gcm")]
    kind: String,
    #[command(flatten)]
    json: cli::Json,
}

impl Create {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let request = json!({ "name": self.name, "kind": self.kind });
        let reply = context.session(async |client| client.call("key_create", request).await)?;
        let response = reply.value()?;
        if context.output.is_json() {
            context.output.json(&response)?;
        } else {
            let (key, kind) = (scalar(&response["key"]), scalar(&response["kind"]));
            context.output.say(&format!(
                "created {key} ({kind}), version {}",
                response["version"]
            ));
        }
        Ok(Outcome::Done)
    }
}
