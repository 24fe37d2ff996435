//! `ward restore`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde_json::json;
use ward_audit::entry::Effect;
use ward_ops::ErrorKind;
use ward_store::{BackupReport, Location, checkpoint_file, restore};

use crate::cli;
use crate::client::Local;
use crate::config::Config;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::{files, wiring};

const AFTER: &str = "\
The service must be stopped. The backup is checked and opened with the root key before anything is touched; the former \
database is kept as NAME.before-restore, and the checkpoint file, which tells of a longer log, is set aside. The \
restoration is the first new entry of the log.

On a new machine, put the root key file in place first.

Example:
  ward restore /mnt/backup/ward-2026-11-21.db";

/// Put a backup in the place of the database
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Restore {
    /// Backup to restore
    file: PathBuf,
    #[command(flatten)]
    json: cli::Json,
}

impl Restore {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        if context.remote().is_some() {
            return Err(CliError::local_only("`ward restore`"));
        }
        let started = Instant::now();
        let config = context.config()?;
        context.block_on(async {
            let (report, set_aside) = self.put_back(&config).await?;
            let local = Local::open(&config).await?;
            let recorded = local.record("restore", Effect::Destroy, started).await;
            local.close().await;
            recorded?;
            if context.output.is_json() {
                context.output.json(&json!({
                    "bytes": report.bytes,
                    "audit_size": report.audit_size,
                    "checkpoint_set_aside": set_aside.map(|path| path.display().to_string()),
                }))?;
            } else {
                context
                    .output
                    .say(&format!("restored {} audit entries", report.audit_size));
                if let Some(path) = set_aside {
                    context
                        .output
                        .say(&format!("the former checkpoint is kept as {}", path.display()));
                }
            }
            Ok(Outcome::Done)
        })
    }

    async fn put_back(&self, config: &Config) -> Result<(BackupReport, Option<PathBuf>), CliError> {
        let Location::File(database) = wiring::location(config) else {
            return Err(CliError::usage("a store in memory cannot be restored"));
        };
        if !self.file.is_file() {
            return Err(CliError::file(&self.file, &std::io::ErrorKind::NotFound.into()));
        }
        files::make_private_folder(&config.storage.data_dir)?;
        let former = files::beside(&database, ".before-restore");
        if former.exists() {
            let detail = format!("{} is kept from an earlier restoration", former.display());
            return Err(
                CliError::new(ErrorKind::Conflict, "kept_database", detail).hint("move it away or delete it")
            );
        }
        let path = wiring::in_use_path(&database);
        let in_use = wiring::lock_file(&path)?;
        if in_use.try_lock().is_err() {
            return Err(CliError::new(
                ErrorKind::Conflict,
                "store_in_use",
                "another process has the store open",
            )
            .hint("stop `ward serve` first"));
        }
        let report = restore(&self.file, &database, &wiring::root_key_source(config, false)?).await?;
        let set_aside = checkpoint_file::set_aside(&config.audit.checkpoint_file)?;
        Ok((report, set_aside))
    }
}
