//! `ward audit checkpoint`.

use clap::Args;

use crate::context::{Context, Outcome};
use crate::error::CliError;

const AFTER: &str = "\
A checkpoint is a signed note (C2SP tlog-checkpoint) over the whole log so far. Keep it where whoever can write to the store \
cannot: it is what shows later that the log was cut off or rolled back.

Examples:
  ward audit checkpoint > /mnt/elsewhere/checkpoint
  ward audit checkpoint --public-key";

/// Print the newest signed checkpoint, or the key that verifies it
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Checkpoint {
    /// Print the public key of the log instead
    #[arg(long)]
    public_key: bool,
}

impl Checkpoint {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        context.session(async |client| {
            let store = client.local("`ward audit checkpoint`")?.engine().store();
            if self.public_key {
                context.output.line(&store.audit_verifier().to_string())?;
            } else {
                context.output.data(store.audit_head().checkpoint.as_bytes())?;
            }
            Ok(Outcome::Done)
        })
    }
}
