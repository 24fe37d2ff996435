//! `ward decrypt`: a token or package in, text out.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use zeroize::Zeroizing;

use super::package::Package;
use crate::cli;
use crate::client::set;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::files;
use crate::input::{self, Secrets};

const AFTER: &str = "\
Reads what `ward encrypt` or the tool `encrypt` wrote: a token, a package, or a whole response. Exit code 1 when it does \
not open.

Examples:
  ward decrypt --associated-data 'row 7' < row.token
  ward decrypt notes.enc -o notes.txt
  ward decrypt --key-file fernet.key < old.token";

/// Decrypt what `ward encrypt` wrote
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Decrypt {
    /// File with the token or package; standard input when absent
    file: Option<PathBuf>,
    /// Named key, for a Fernet token that does not name it
    #[arg(long, value_name = "NAME", conflicts_with_all = ["passphrase", "key_file"])]
    key: Option<String>,
    /// File whose first line is a Fernet key or a wrapped data key
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase")]
    key_file: Option<PathBuf>,
    /// Decrypt with a passphrase, asked for on the terminal; packages ask by themselves
    #[arg(long)]
    passphrase: bool,
    /// Read the passphrase from the first line of standard input; the token follows it, or is in FILE
    #[arg(long)]
    password_stdin: bool,
    /// What the text belongs to, the same as for `ward encrypt`
    #[arg(long, value_name = "TEXT")]
    associated_data: Option<String>,
    /// Refuse Fernet tokens older than this many seconds
    #[arg(long, value_name = "SECONDS")]
    ttl: Option<u32>,
    /// Write to this file (mode 0600) instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    json: cli::Json,
}

impl Decrypt {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let secrets = Secrets::beside_data(self.password_stdin);
        // The first line comes before the data, so it is read before what it is needed for is known.
        let mut passphrase = if self.passphrase || self.password_stdin {
            Some(secrets.existing("passphrase")?)
        } else {
            None
        };
        let package = Package::read(input::document(self.file.as_deref())?.expose())?;
        if passphrase.is_none() && package.wants_password() {
            passphrase = Some(secrets.existing("passphrase")?);
        }
        let key = match &self.key_file {
            Some(path) => Some(input::secret_file(path)?.expose().trim().to_owned()),
            None => self.key,
        };
        let mut request = json!({ "encrypted_data": package.encrypted_data });
        set(
            &mut request,
            "password",
            passphrase.map(|passphrase| passphrase.expose().clone()),
        );
        set(
            &mut request,
            "key_info",
            package.key_info.filter(|_| key.is_none()),
        );
        set(&mut request, "key", key);
        set(&mut request, "associated_data", self.associated_data);
        set(&mut request, "ttl", self.ttl);
        let reply = context.session(async |client| client.call("decrypt", request).await)?;
        if context.output.is_json() {
            let line = Zeroizing::new([reply.bytes(), b"\n"].concat());
            files::write_out(self.output.as_deref(), &line)?;
            return Ok(Outcome::Done);
        }
        let mut response = reply.value()?;
        let text = match response["decrypted_data"].take() {
            serde_json::Value::String(text) => Zeroizing::new(text),
            _ => Zeroizing::default(),
        };
        files::write_out(self.output.as_deref(), text.as_bytes())?;
        Ok(Outcome::Done)
    }
}
