//! `ward check`: what is weak about a URL, an e-mail address, a password or code.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use ward_secret::SecretString;

use super::findings::{self, Severity};
use crate::cli;
use crate::client::set;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::input::{self, Secrets};
use crate::output::scalar;

/// Find what is weak about a URL, an e-mail address, a password or code
#[derive(Debug, Subcommand)]
pub(crate) enum Check {
    Url(Url),
    Email(Email),
    Password(Password),
    Code(Code),
}

/// What every check takes.
#[derive(Args, Debug)]
struct Common {
    /// Exit with code 1 when a finding is at least this grave
    #[arg(long, value_name = "SEVERITY", default_value = "low")]
    fail_on: Severity,
    /// Look for this rule only, by id or the beginning of an id; can be repeated
    #[arg(long = "rule", value_name = "ID")]
    rules: Vec<String>,
    #[command(flatten)]
    json: cli::Json,
}

/// Check a URL
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  ward check url https://example.org/login?next=//evil.example")]
pub(crate) struct Url {
    /// The URL; the first line of standard input when absent
    #[arg(value_name = "URL")]
    value: Option<String>,
    #[command(flatten)]
    common: Common,
}

/// Check an e-mail address
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  ward check email ada@example.org")]
pub(crate) struct Email {
    /// The address; the first line of standard input when absent
    address: Option<String>,
    #[command(flatten)]
    common: Common,
}

/// Check a password
#[derive(Args, Debug)]
#[command(
    after_help = "The password is asked for on a terminal; otherwise it is the first line of standard input."
)]
pub(crate) struct Password {
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    common: Common,
}

/// Check code
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  ward check code app.py --fail-on high")]
pub(crate) struct Code {
    /// File with the code; standard input when absent
    file: Option<PathBuf>,
    /// Language, by name or file extension [default: by the file's name, else by its content]
    #[arg(long, value_name = "NAME")]
    language: Option<String>,
    #[command(flatten)]
    common: Common,
}

impl Check {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        match self {
            Self::Url(Url { value, common }) => {
                audit(context, "url", &argument_or_line(value, "url")?, None, common)
            }
            Self::Email(Email { address, common }) => audit(
                context,
                "email",
                &argument_or_line(address, "address")?,
                None,
                common,
            ),
            Self::Password(Password {
                password_stdin,
                common,
            }) => {
                let password = Secrets::for_password(password_stdin).existing("password")?;
                audit(context, "password", &password, None, common)
            }
            Self::Code(Code {
                file,
                language,
                common,
            }) => {
                let code = input::document(file.as_deref())?;
                let language = language.or_else(|| extension(file.as_deref()?));
                audit(context, "code", &code, language, common)
            }
        }
    }
}

fn argument_or_line(argument: Option<String>, name: &str) -> Result<SecretString, CliError> {
    match argument {
        Some(text) => Ok(text.into()),
        None => Secrets::Stdin.visible(name),
    }
}

/// The file's extension, where it is that of a language that is checked; another one would be refused.
fn extension(path: &std::path::Path) -> Option<String> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    let known = ["py", "js", "mjs", "cjs", "jsx", "ts", "tsx", "rs", "go", "java"];
    known.contains(&extension.as_str()).then_some(extension)
}

fn audit(
    context: &Context,
    target: &str,
    value: &SecretString,
    language: Option<String>,
    common: Common,
) -> Result<Outcome, CliError> {
    let mut request = json!({ "target_type": target, "target_value": value.expose() });
    set(
        &mut request,
        "rules",
        (!common.rules.is_empty()).then_some(common.rules),
    );
    set(&mut request, "language", language);
    let reply = context.session(async |client| client.call("security_audit", request).await)?;
    let response = reply.value()?;
    if context.output.is_json() {
        context.output.json(&response)?;
    } else {
        show(context, &response)?;
    }
    Ok(Outcome::yes_if(!findings::any_from(
        &response["findings"],
        common.fail_on,
    )))
}

fn show(context: &Context, response: &Value) -> Result<(), CliError> {
    context.output.line(&format!(
        "score {} of 100: {}",
        response["score"],
        scalar(&response["summary"])
    ))?;
    findings::show(context, &response["findings"])
}
