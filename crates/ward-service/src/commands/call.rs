//! `ward call`: any operation, JSON in, the response verbatim out.

use std::path::Path;

use clap::Args;
use ward_secret::SecretString;

use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::input;

const AFTER: &str = "\
The request is the argument of --json, or a file with --json @FILE, or else standard input. Arguments can be read by every \
user of this machine: a request that holds a secret belongs in a file or on standard input. Errors are problem objects \
on standard error.

Examples:
  ward call whoami --json '{}'
  ward call key_create --json '{\"name\": \"orders\", \"kind\": \"fernet\"}'
  ward call password_hash < request.json";

/// Call any operation with JSON
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Call {
    /// Name of the operation, as `ward ops` lists it
    name: String,
    /// The request, or @FILE; standard input when absent
    #[arg(long = "json", value_name = "JSON")]
    request: Option<String>,
}

impl Call {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let request = match self.request {
            None => input::document(None)?,
            Some(text) => match text.strip_prefix('@') {
                Some(path) => input::document(Some(Path::new(path)))?,
                None => SecretString::from(text),
            },
        };
        let reply =
            context.session(async |client| client.call_raw(&self.name, request.expose_bytes()).await)?;
        context.output.data(reply.bytes())?;
        context.output.data(b"\n")?;
        Ok(Outcome::Done)
    }
}
