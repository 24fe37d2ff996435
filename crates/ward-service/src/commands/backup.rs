//! `ward backup`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde_json::json;
use ward_audit::entry::Effect;

use crate::cli;
use crate::context::{Context, Outcome};
use crate::error::CliError;

const AFTER: &str = "\
The copy is consistent and checked, also while a service uses the store. It is as sealed as the store itself: without the \
root key it opens nothing, so keep the root key elsewhere, or both are in one hand.

Example:
  ward backup /mnt/backup/ward-2026-11-21.db";

/// Write a consistent copy of the database
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Backup {
    /// File to write; must not exist
    out: PathBuf,
    #[command(flatten)]
    json: cli::Json,
}

impl Backup {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let started = Instant::now();
        context.session(async |client| {
            let local = client.local("`ward backup`")?;
            // Recorded first, so that the copy tells of itself.
            local.record("backup", Effect::Read, started).await?;
            if self.out.try_exists().unwrap_or(false) {
                return Err(CliError::file(
                    &self.out,
                    &std::io::ErrorKind::AlreadyExists.into(),
                ));
            }
            let report = local.engine().store().backup(&self.out).await?;
            if context.output.is_json() {
                context
                    .output
                    .json(&json!({ "bytes": report.bytes, "audit_size": report.audit_size }))?;
            } else {
                context.output.say(&format!(
                    "wrote {} bytes with {} audit entries",
                    report.bytes, report.audit_size
                ));
            }
            Ok(Outcome::Done)
        })
    }
}
