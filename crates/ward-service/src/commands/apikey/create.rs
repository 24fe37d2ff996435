//! `ward apikey create`.

use clap::Args;
use serde_json::json;

use crate::cli;
use crate::client::set;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::{moment, scalar};

const AFTER: &str = "\
Prints the key on standard output. It is shown only now; Ward keeps a hash of it.

Example:
  ward apikey create 'login service' --scope password:hash --scope password:verify --days 90";

/// Create an API key
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Create {
    /// Name for people
    name: String,
    /// Scope that the key holds; can be repeated; docs/reference/scopes.md lists them
    #[arg(long = "scope", value_name = "NAME", required = true)]
    scopes: Vec<String>,
    /// Application permission that the key may put into tokens, or `prefix:*`; can be repeated
    #[arg(long = "grant", value_name = "PERMISSION")]
    grants: Vec<String>,
    /// Life in days, 1 to 3650 [default: without an end]
    #[arg(long)]
    days: Option<u32>,
    #[command(flatten)]
    json: cli::Json,
}

impl Create {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let mut request = json!({ "name": self.name, "scopes": self.scopes });
        set(
            &mut request,
            "grantable_permissions",
            (!self.grants.is_empty()).then_some(self.grants),
        );
        set(&mut request, "expire_days", self.days);
        let reply = context.session(async |client| client.call("api_key_create", request).await)?;
        let response = reply.value()?;
        if context.output.is_json() {
            context.output.json(&response)?;
        } else {
            let ends = match &response["expires"] {
                serde_json::Value::Null => "it does not end by itself".to_owned(),
                expires => format!("it ends {}", moment(expires)),
            };
            context.output.say(&format!(
                "api key {}, shown only now; {ends}:",
                scalar(&response["id"])
            ));
            context.output.line(&scalar(&response["api_key"]))?;
        }
        Ok(Outcome::Done)
    }
}
