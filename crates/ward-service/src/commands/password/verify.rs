//! `ward password verify`.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::cli;
use crate::client::set;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::input::{self, Secrets};
use crate::output::{Tone, scalar};

const AFTER: &str = "\
Exit code 0 when the password is right, 1 when it is wrong. Both are asked for on a terminal; otherwise the password is the \
first line of standard input and the hash the second, unless --hash-file names it. Neither is ever an argument.

Examples:
  ward password verify
  ward password verify --hash-file alice.hash < password.txt";

/// Verify a password against a stored hash
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Verify {
    /// File whose first line is the stored hash
    #[arg(long, value_name = "FILE")]
    hash_file: Option<PathBuf>,
    /// Print a new hash when the stored one is out of date and the password is right
    #[arg(long)]
    rehash: bool,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    json: cli::Json,
}

impl Verify {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let secrets = Secrets::for_password(self.password_stdin);
        let password = secrets.existing("password")?;
        let hash = match &self.hash_file {
            Some(path) => input::secret_file(path)?,
            None => secrets.visible("stored hash")?,
        };
        let mut request = json!({ "password": password.expose(), "hashed_password": hash.expose().trim() });
        set(&mut request, "rehash", self.rehash.then_some(true));
        let reply = context.session(async |client| client.call("password_verify", request).await)?;
        let response = reply.value()?;
        let valid = response["is_valid"] == true;
        if context.output.is_json() {
            context.output.json(&response)?;
        } else {
            show(context, &response, valid)?;
        }
        Ok(Outcome::yes_if(valid))
    }
}

fn show(context: &Context, response: &Value, valid: bool) -> Result<(), CliError> {
    let output = context.output;
    if !valid {
        return output.line(&output.tone(Tone::Bad, "wrong password"));
    }
    output.line(&output.tone(Tone::Good, "right password"))?;
    if response["needs_rehash"] == true {
        output.say("the stored hash is out of date");
    }
    match response.get("new_hash").filter(|hash| !hash.is_null()) {
        Some(hash) => output.line(&scalar(hash)),
        None => Ok(()),
    }
}
