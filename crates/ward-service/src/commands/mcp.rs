//! `ward mcp`: the server for agents on standard input and output.

use std::time::Duration;

use clap::Args;
use ward_access::{Principal, PrincipalKind};
use ward_secret::SecretString;
use ward_server::{LocalIdentity, serve_stdio};

use crate::config::Config;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::wiring::{self, Opened, Way};
use crate::{input, logging, platform};

const AFTER: &str = "\
An agent starts this command and speaks the Model Context Protocol with it; the log goes to
standard error. With WARD_TOKEN or --token-file the agent may do what that API key or token may
do: give it one of its own with few scopes. Without, it may do whatever the user of this machine
may. Its outbound connections are restricted like those of `ward serve`.

Example:
  WARD_TOKEN=ward_live_… ward mcp";

/// How often to look whether another process has changed the store.
const LOOK: Duration = Duration::from_millis(500);

/// Run the server for agents on standard input and output
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Mcp {}

impl Mcp {
    #[expect(clippy::unused_self, reason = "every command reads alike")]
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        if context.remote().is_some() {
            return Err(CliError::local_only("`ward mcp`").hint("agents reach a server at its address /mcp"));
        }
        let config = context.config()?;
        logging::for_server(&config.log, context.global.verbose);
        let identity = identity(context)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let result = runtime.block_on(serve(&config, identity));
        // The thread that reads standard input may still wait for a line.
        runtime.shutdown_background();
        result.map(|()| Outcome::Done)
    }
}

/// Who the agent is: its own credential where it has one.
fn identity(context: &Context) -> Result<LocalIdentity, CliError> {
    let text = match (&context.global.token_file, context.environment.get("WARD_TOKEN")) {
        (Some(path), _) => input::secret_file(path)?,
        (None, Some(token)) => token.as_str().into(),
        (None, None) => return Ok(LocalIdentity::Vouched(Principal::local(&platform::user()))),
    };
    Ok(LocalIdentity::Bearer(SecretString::from(text.expose().trim())))
}

async fn serve(config: &Config, identity: LocalIdentity) -> Result<(), CliError> {
    let opened = wiring::open(config, Way::Agent).await?;
    let result = run(config, &opened, identity).await;
    opened.close().await;
    result
}

async fn run(config: &Config, opened: &Opened, identity: LocalIdentity) -> Result<(), CliError> {
    // A credential that does not count is said here, where a person sees it, and not only to the agent.
    let principal = opened.engine.authenticate(&identity.credential()).await?;
    if principal.kind == PrincipalKind::Local {
        tracing::warn!(
            "the agent may do whatever this user may; set WARD_TOKEN to an api key with few scopes"
        );
    }
    let engine = opened.engine.clone();
    let following = tokio::spawn(async move { engine.follow_changes(LOOK).await });
    let (input, output) = (tokio::io::stdin(), tokio::io::stdout());
    let served = serve_stdio(input, output, opened.engine.clone(), identity, &config.mcp).await;
    following.abort();
    served.map_err(CliError::from)
}
