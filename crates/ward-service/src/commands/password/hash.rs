//! `ward password hash`.

use clap::Args;
use serde_json::json;

use crate::cli;
use crate::client::set;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::input::Secrets;
use crate::output::scalar;

const AFTER: &str = "\
The password is asked for twice on a terminal; otherwise it is the first line of standard input.

Examples:
  ward password hash
  ward password hash --scheme bcrypt --rounds 12 < password.txt";

/// Hash a password for storage
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Hash {
    /// Scheme; see `ward password schemes` [default: argon2id unless configured]
    #[arg(long, value_name = "NAME")]
    scheme: Option<String>,
    /// Cost of bcrypt, 4 to 16
    #[arg(long, value_name = "COST")]
    rounds: Option<u8>,
    /// Refuse a weak password
    #[arg(long)]
    reject_weak: bool,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    json: cli::Json,
}

impl Hash {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let password = Secrets::for_password(self.password_stdin).new_one("password")?;
        let mut request = json!({ "password": password.expose() });
        set(&mut request, "scheme", self.scheme);
        set(&mut request, "salt_rounds", self.rounds);
        set(&mut request, "reject_weak", self.reject_weak.then_some(true));
        let reply = context.session(async |client| client.call("password_hash", request).await)?;
        if context.output.is_json() {
            context.output.data(reply.bytes())?;
            context.output.data(b"\n")?;
            return Ok(Outcome::Done);
        }
        let response = reply.value()?;
        context.output.line(&scalar(&response["hashed_password"]))?;
        let level = scalar(&response["password_strength"]["level"]);
        if matches!(level.as_str(), "Very Weak" | "Weak") {
            context.output.say(&format!(
                "the password is {}; `ward password check` says why",
                level.to_lowercase()
            ));
        }
        Ok(Outcome::Done)
    }
}
