//! `ward token inspect`: what a token says of itself.

use clap::Args;
use serde_json::{Value, json};
use ward_tokens::jwt;

use super::TokenSource;
use crate::cli;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::{Tone, plain};

const AFTER: &str = "\
Nothing is verified: anybody can have written what is shown. It needs no store and no server.

Example:
  ward token inspect < token.txt";

/// Show what a token says, UNVERIFIED
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Inspect {
    #[command(flatten)]
    source: TokenSource,
    #[command(flatten)]
    json: cli::Json,
}

impl Inspect {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let token = self.source.read()?;
        let unverified = jwt::inspect(token.expose()).map_err(|_| CliError::usage("this is not a token"))?;
        let (header, payload) = (
            Value::Object(unverified.header),
            Value::Object(unverified.payload),
        );
        let output = context.output;
        if output.is_json() {
            output.json(&json!({ "verified": false, "header": header, "payload": payload }))?;
            return Ok(Outcome::Done);
        }
        output.line(&output.tone(Tone::Warn, "UNVERIFIED: anybody can have written this"))?;
        for (name, part) in [("header", header), ("payload", payload)] {
            output.line(&format!("{name}:"))?;
            for (field, value) in part.as_object().into_iter().flatten() {
                output.line(&format!("  {}: {}", plain(field), plain(&value.to_string())))?;
            }
        }
        Ok(Outcome::Done)
    }
}
