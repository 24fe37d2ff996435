//! The commands, one file each: arguments become a request, the request goes through [`crate::client`], the response is
//! shown. With `--json` the response is printed as it came.

#![expect(
    clippy::indexing_slicing,
    reason = "a JSON value is indexed by name: reading gives null where there is nothing, and only objects made here are written"
)]
#![expect(
    clippy::unused_self,
    reason = "every command is run alike, with arguments or without"
)]

mod apikey;
mod audit;
mod backup;
mod call;
mod check;
mod completions;
mod config;
mod decrypt;
mod encrypt;
mod findings;
mod key;
mod man;
mod mcp;
mod ops;
mod package;
mod password;
mod reference;
mod restore;
mod serve;
mod tls;
mod token;

use clap::Subcommand;

use crate::context::{Context, Outcome};
use crate::error::CliError;

/// What `ward` can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Serve(serve::Serve),
    Mcp(mcp::Mcp),
    Call(call::Call),
    Ops(ops::Ops),
    #[command(subcommand)]
    Password(password::Password),
    #[command(subcommand)]
    Token(token::Token),
    #[command(subcommand)]
    Apikey(apikey::ApiKey),
    #[command(subcommand)]
    Key(key::Key),
    Encrypt(encrypt::Encrypt),
    Decrypt(decrypt::Decrypt),
    #[command(subcommand)]
    Tls(tls::Tls),
    #[command(subcommand)]
    Check(check::Check),
    #[command(subcommand)]
    Audit(audit::Audit),
    Backup(backup::Backup),
    Restore(restore::Restore),
    #[command(subcommand)]
    Config(config::ConfigCommand),
    Completions(completions::Completions),
    Man(man::Man),
    Reference(reference::Reference),
}

impl Command {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        match self {
            Self::Serve(command) => command.run(context),
            Self::Mcp(command) => command.run(context),
            Self::Call(command) => command.run(context),
            Self::Ops(command) => command.run(context),
            Self::Password(command) => command.run(context),
            Self::Token(command) => command.run(context),
            Self::Apikey(command) => command.run(context),
            Self::Key(command) => command.run(context),
            Self::Encrypt(command) => command.run(context),
            Self::Decrypt(command) => command.run(context),
            Self::Tls(command) => command.run(context),
            Self::Check(command) => command.run(context),
            Self::Audit(command) => command.run(context),
            Self::Backup(command) => command.run(context),
            Self::Restore(command) => command.run(context),
            Self::Config(command) => command.run(context),
            Self::Completions(command) => command.run(context),
            Self::Man(command) => command.run(context),
            Self::Reference(command) => command.run(context),
        }
    }
}
