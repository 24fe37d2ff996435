//! `ward token issue`.

use clap::Args;
use serde_json::json;

use crate::cli;
use crate::client::set;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::{moment, scalar};

const AFTER: &str = "\
Prints the token on standard output and when it ends on standard error.

Example:
  ward token issue alice --permission orders:read --minutes 60";

/// Issue a token for a user
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Issue {
    /// User that the token is about
    username: String,
    /// Something that its bearer may do; can be repeated
    #[arg(long = "permission", value_name = "NAME")]
    permissions: Vec<String>,
    /// Life in minutes [default: 30]
    #[arg(long)]
    minutes: Option<u32>,
    /// For whom the token is
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
    #[command(flatten)]
    json: cli::Json,
}

impl Issue {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let mut request = json!({ "username": self.username, "permissions": self.permissions });
        set(&mut request, "expire_minutes", self.minutes);
        set(&mut request, "audience", self.audience);
        let reply = context.session(async |client| client.call("jwt_token", request).await)?;
        let response = reply.value()?;
        if context.output.is_json() {
            context.output.json(&response)?;
        } else {
            context.output.line(&scalar(&response["access_token"]))?;
            context
                .output
                .say(&format!("ends {}", moment(&response["expires_at"])));
        }
        Ok(Outcome::Done)
    }
}
