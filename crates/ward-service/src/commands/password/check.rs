//! `ward password check`.

use clap::Args;
use serde_json::{Value, json};

use crate::cli;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::input::Secrets;
use crate::output::{Tone, scalar};

const AFTER: &str = "\
Exit code 0 when the password is acceptable, 1 when it is not. The password is asked for on a terminal; otherwise it is \
the first line of standard input.

Example:
  ward password check --about alice --about alice@example.org";

/// Judge the strength of a password
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Check {
    /// What an attacker knows of the user: name, e-mail address, company; can be repeated
    #[arg(long, value_name = "TEXT")]
    about: Vec<String>,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    json: cli::Json,
}

impl Check {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let password = Secrets::for_password(self.password_stdin).existing("password")?;
        let request = json!({ "password": password.expose(), "user_inputs": self.about });
        let reply = context.session(async |client| client.call("password_check", request).await)?;
        let response = reply.value()?;
        let acceptable = response["acceptable"] == true;
        if context.output.is_json() {
            context.output.json(&response)?;
        } else {
            show(context, &response, acceptable)?;
        }
        Ok(Outcome::yes_if(acceptable))
    }
}

fn show(context: &Context, response: &Value, acceptable: bool) -> Result<(), CliError> {
    let output = context.output;
    let strength = &response["password_strength"];
    let (tone, word) = if acceptable {
        (Tone::Good, "acceptable")
    } else {
        (Tone::Bad, "not acceptable")
    };
    let level = scalar(&strength["level"]).to_lowercase();
    output.line(&format!(
        "{}: {level}, score {} of 4",
        output.tone(tone, word),
        strength["score"]
    ))?;
    for finding in response["findings"].as_array().into_iter().flatten() {
        output.line(&format!("  {}", scalar(&finding["message"])))?;
    }
    Ok(())
}
