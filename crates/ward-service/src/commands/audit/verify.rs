//! `ward audit verify`: is the log the one that was written?

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};
use ward_audit::checkpoint::Origin;
use ward_audit::export::verify_export;
use ward_audit::note::NoteVerifier;
use ward_audit::{Claims, Report};
use ward_ops::ErrorKind;
use ward_store::{Store, checkpoint_file};

use crate::cli;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::{Tone, scalar};
use crate::wiring;

const AFTER: &str = "\
On the local store it reads the database directly, however damaged, beside a running service or without one, and compares \
with the configured checkpoint file and with every --checkpoint. Only a checkpoint that was kept elsewhere shows that \
the end of the log was cut off or that the whole store was put back to an older state.

With --export it verifies a file that `ward audit export` wrote, offline and without the store's keys; the public key is \
that of `ward audit checkpoint --public-key`.

Exit code 0 when nothing is wrong, 1 when something is.

Examples:
  ward audit verify --checkpoint /mnt/elsewhere/checkpoint
  ward audit verify --export log.jsonl --public-key 'ward.invalid/log/…+…+…'";

/// Verify that the audit log is the one that was written
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Verify {
    /// File with a checkpoint that was kept elsewhere; can be repeated
    #[arg(long = "checkpoint", value_name = "FILE")]
    checkpoints: Vec<PathBuf>,
    /// Verify this export instead of a store
    #[arg(long, value_name = "FILE", requires = "public_key")]
    export: Option<PathBuf>,
    /// Public key of the log, for --export
    #[arg(long, value_name = "VKEY", requires = "export")]
    public_key: Option<String>,
    #[command(flatten)]
    json: cli::Json,
}

impl Verify {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let mut notes = Vec::new();
        for path in &self.checkpoints {
            notes
                .push(note(path)?.ok_or_else(|| CliError::file(path, &std::io::ErrorKind::NotFound.into()))?);
        }
        let response = match (&self.export, &self.public_key) {
            (Some(path), Some(key)) => response(&verify_file(path, key, &notes)?),
            _ if context.remote().is_some() => {
                let request = json!({ "checkpoints": notes });
                context.session(async |client| client.call("audit_verify", request).await?.value())?
            }
            _ => response(&context.block_on(verify_store(context, notes))?),
        };
        if context.output.is_json() {
            context.output.json(&response)?;
        } else {
            show(context, &response)?;
        }
        Ok(Outcome::yes_if(response["ok"] == true))
    }
}

fn note(path: &Path) -> Result<Option<String>, CliError> {
    checkpoint_file::read(path).map_err(|error| CliError::usage(format!("{}: {error}", path.display())))
}

/// Reads only, and so leaves no entry: a log that may be damaged is not written to.
async fn verify_store(context: &Context, mut notes: Vec<String>) -> Result<Report, CliError> {
    let config = context.config()?;
    notes.extend(note(&config.audit.checkpoint_file)?);
    let log = Store::open_for_verification(
        &wiring::location(&config),
        &wiring::root_key_source(&config, false)?,
    )
    .await?;
    let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
    let report = log.verify(&notes).await;
    log.close().await;
    Ok(report?)
}

fn verify_file(path: &Path, key: &str, notes: &[String]) -> Result<Report, CliError> {
    let bad_key = || {
        CliError::usage("the public key is not valid")
            .hint("`ward audit checkpoint --public-key` prints it: name+id+key")
    };
    let verifier: NoteVerifier = key.trim().parse().map_err(|_| bad_key())?;
    let origin = Origin::new(verifier.name().as_str()).map_err(|_| bad_key())?;
    let file = File::open(path).map_err(|error| CliError::file(path, &error))?;
    let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
    let claims = Claims {
        origin: &origin,
        keys: &[verifier],
        state: None,
        latest: None,
        outside: &notes,
    };
    verify_export(BufReader::new(file), claims, None).map_err(|error| {
        CliError::new(
            ErrorKind::Invalid,
            "not_an_export",
            format!("{}: {error}", path.display()),
        )
    })
}

/// The report in the form of the operation `audit_verify`.
fn response(report: &Report) -> Value {
    let first_bad = report.first_bad.as_ref().or_else(|| report.bad_entries.first());
    json!({
        "ok": report.ok,
        "size": report.size,
        "root": report.root.to_string(),
        "first_bad": first_bad.map(|bad| json!({ "index": bad.index, "fault": bad.fault.slug() })),
        "faults": report.faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn show(context: &Context, response: &Value) -> Result<(), CliError> {
    let output = context.output;
    if response["ok"] == true {
        output.line(&format!(
            "{}: {} entries, root {}",
            output.tone(Tone::Good, "ok"),
            response["size"],
            scalar(&response["root"])
        ))?;
        return Ok(());
    }
    output.line(&format!(
        "{}: {} entries",
        output.tone(Tone::Bad, "NOT the log that was written"),
        response["size"]
    ))?;
    if let Some(bad) = response["first_bad"].as_object() {
        let part = |name: &str| bad.get(name).map(scalar).unwrap_or_default();
        output.line(&format!(
            "  first bad entry: {} ({})",
            part("index"),
            part("fault").replace('_', " ")
        ))?;
    }
    for fault in response["faults"].as_array().into_iter().flatten() {
        output.line(&format!("  {}", scalar(fault)))?;
    }
    Ok(())
}
