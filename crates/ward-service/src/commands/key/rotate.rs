//! `ward key rotate`.

use clap::Args;
use serde_json::json;

use crate::cli;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::scalar;

const AFTER: &str = "\
Whatever older versions encrypted or signed still opens and verifies. Rotating `ward.tokens` replaces the key that signs \
tokens.

Example:
  ward key rotate orders";

/// Add a fresh version to a key and make it primary
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Rotate {
    /// Name of the key
    name: String,
    #[command(flatten)]
    json: cli::Json,
}

impl Rotate {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let request = json!({ "name": self.name });
        let reply = context.session(async |client| client.call("key_rotate", request).await)?;
        let response = reply.value()?;
        if context.output.is_json() {
            context.output.json(&response)?;
        } else {
            let key = scalar(&response["key"]);
            context.output.say(&format!(
                "rotated {key} from version {} to {}",
                response["previous"], response["version"]
            ));
        }
        Ok(Outcome::Done)
    }
}
