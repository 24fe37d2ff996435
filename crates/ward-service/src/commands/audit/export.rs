//! `ward audit export`.

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use ward_audit::entry::Effect;

use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::files;

const AFTER: &str = "\
The file holds every entry with its leaf hash and tag, and the signed checkpoints; docs/formats/audit-log.md describes it. It \
can be verified offline with `ward audit verify --export`.

Example:
  ward audit export -o log.jsonl";

/// Write the whole log as lines of JSON
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Export {
    /// Write to this file (mode 0600) instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let started = Instant::now();
        context.session(async |client| {
            let local = client.local("`ward audit export`")?;
            // Recorded first, so that the export holds its own entry.
            local.record("audit_export", Effect::Read, started).await?;
            let mut bytes = Vec::new();
            let size = match &self.output {
                Some(path) if path.as_os_str() != "-" => {
                    let partial = files::PrivateFile::create(path)?;
                    let size = local
                        .engine()
                        .store()
                        .export_audit(BufWriter::new(partial.file()))
                        .await?;
                    partial.finish()?;
                    size
                }
                _ => {
                    let size = local.engine().store().export_audit(&mut bytes).await?;
                    let mut stdout = std::io::stdout().lock();
                    stdout.write_all(&bytes)?;
                    stdout.flush()?;
                    size
                }
            };
            context.output.say(&format!("exported {size} entries"));
            Ok(Outcome::Done)
        })
    }
}
