//! `ward encrypt`: text in, a token or package out.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::package::Package;
use crate::cli;
use crate::client::set;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::files;
use crate::input::{self, Secrets};

const AFTER: &str = "\
With --key the output is a token that names its key. With --passphrase, or with neither, it is a line of JSON that carries \
what `ward decrypt` needs; without both, only this Ward can open it. The text is at most about 1 MiB of UTF-8.

Examples:
  ward encrypt --key orders --associated-data 'row 7' < row.txt
  ward encrypt --passphrase notes.txt -o notes.enc
  echo -n 'attack at dawn' | ward encrypt";

/// Encrypt text under a named key, a passphrase or a fresh key
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Encrypt {
    /// File with the text; standard input when absent
    file: Option<PathBuf>,
    /// Named key of kind fernet, aes-256-gcm or xchacha20-poly1305
    #[arg(long, value_name = "NAME", conflicts_with = "passphrase")]
    key: Option<String>,
    /// Encrypt under a passphrase, asked for on the terminal
    #[arg(long)]
    passphrase: bool,
    /// Read the passphrase from the first line of standard input; the text follows it, or is in FILE
    #[arg(long, requires = "passphrase")]
    password_stdin: bool,
    /// How the passphrase becomes a key: pbkdf2, argon2id or scrypt [default: pbkdf2]
    #[arg(long, value_name = "NAME", requires = "passphrase")]
    kdf: Option<String>,
    /// What the text belongs to, such as the id of its row; needed again to decrypt
    #[arg(long, value_name = "TEXT", requires = "key")]
    associated_data: Option<String>,
    /// Write to this file (mode 0600) instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    json: cli::Json,
}

impl Encrypt {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let passphrase = if self.passphrase {
            Some(Secrets::beside_data(self.password_stdin).new_one("passphrase")?)
        } else {
            None
        };
        let text = input::document(self.file.as_deref())?;
        let mut request = json!({ "data": text.expose() });
        set(
            &mut request,
            "password",
            passphrase.map(|passphrase| passphrase.expose().clone()),
        );
        set(&mut request, "key", self.key);
        set(&mut request, "kdf", self.kdf);
        set(&mut request, "associated_data", self.associated_data);
        let reply = context.session(async |client| client.call("encrypt", request).await)?;
        let response = reply.value()?;
        let line = if context.output.is_json() {
            response.to_string()
        } else {
            Package::print(&response)
        };
        files::write_out(self.output.as_deref(), format!("{line}\n").as_bytes())?;
        Ok(Outcome::Done)
    }
}
