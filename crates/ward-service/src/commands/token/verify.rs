//! `ward token verify`.

use clap::Args;
use serde_json::json;

use super::TokenSource;
use crate::cli;
use crate::client::set;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::{Tone, scalar};

const AFTER: &str = "\
Exit code 0 when the token counts, 1 when it does not.

Example:
  ward token verify --require orders:read < token.txt";

/// Verify a token and print its claims
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Verify {
    #[command(flatten)]
    source: TokenSource,
    /// Who is asking: a token for somebody else does not count
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
    /// Permission that the token must hold; can be repeated
    #[arg(long = "require", value_name = "NAME")]
    required: Vec<String>,
    #[command(flatten)]
    json: cli::Json,
}

impl Verify {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let token = self.source.read()?;
        let mut request = json!({ "token": token.expose() });
        set(&mut request, "audience", self.audience);
        set(
            &mut request,
            "required_permissions",
            (!self.required.is_empty()).then_some(self.required),
        );
        let reply = context.session(async |client| client.call("jwt_verify", request).await)?;
        let response = reply.value()?;
        let active = response["active"] == true;
        let output = context.output;
        if output.is_json() {
            output.json(&response)?;
        } else if active {
            for (name, value) in response["claims"].as_object().into_iter().flatten() {
                output.line(&format!("{}: {}", crate::output::plain(name), scalar(value)))?;
            }
        } else {
            let reason = scalar(&response["reason"]);
            output.line(&format!(
                "{}: {reason}",
                output.tone(Tone::Bad, "the token does not count")
            ))?;
        }
        Ok(Outcome::yes_if(active))
    }
}
