//! `ward serve`: the HTTP service.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use tokio::net::TcpListener;
use ward_ops::ErrorKind;
use ward_server::ServerOptions;

use crate::config::{Config, LogFormat};
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::platform::StopSignals;
use crate::wiring::{self, Opened, Way};
use crate::{files, logging};

const AFTER: &str = "\
The first start makes the data directory (0700), the database, the root key file (0600) and one administrator \
API key, which is printed on standard output and never again.

Examples:
  ward serve --dev
  ward serve --listen 127.0.0.1:7008 --data-dir /var/lib/ward";

/// How often to look whether another process has changed the store.
const LOOK: Duration = Duration::from_millis(500);

/// Run the HTTP service
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Serve {
    /// Keep everything in memory and ask for no credentials; on loopback only
    #[arg(long)]
    dev: bool,
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:7008]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// Write the address that is listened on to this file once the service is ready
    #[arg(long, value_name = "FILE")]
    address_file: Option<PathBuf>,
}

impl Serve {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let mut flags = Vec::new();
        if self.dev {
            flags.push(("dev", "true".to_owned()));
        }
        if let Some(listen) = self.listen {
            flags.push(("listen", listen));
        }
        let config = context.config_with(&flags)?;
        logging::for_server(&config.log, context.global.verbose);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let result = runtime.block_on(serve(context, &config, self.address_file));
        // What still computes in the hashing pool is not worth waiting for.
        runtime.shutdown_background();
        result.map(|()| Outcome::Done)
    }
}

async fn serve(context: &Context, config: &Config, address_file: Option<PathBuf>) -> Result<(), CliError> {
    warn_of(config);
    // Bound first: a port that is taken must not cost the administrator key that is shown only once.
    let listener = TcpListener::bind(config.server.listen).await.map_err(|error| {
        CliError::file(
            format!("cannot listen on {}", config.server.listen).as_ref(),
            &error,
        )
        .hint("another ward may be running; choose another address with --listen")
    })?;
    let address = listener.local_addr()?;
    let metrics = ward_server::install_metrics();
    let opened = wiring::open(config, Way::Service(address)).await?;
    let result = run(context, config, &opened, listener, metrics, address_file).await;
    opened.close().await;
    tracing::info!("stopped");
    result
}

async fn run(
    context: &Context,
    config: &Config,
    opened: &Opened,
    listener: TcpListener,
    metrics: ward_server::Metrics,
    address_file: Option<PathBuf>,
) -> Result<(), CliError> {
    if !config.server.dev
        && let Some(key) = opened.engine.first_administrator().await?
    {
        tracing::info!("first start: the administrator api key is on standard output, and shown only now");
        context.output.line(key.expose()).map_err(|_| {
            CliError::new(
                ErrorKind::Unavailable,
                "key_not_shown",
                "the administrator key could not be shown",
            )
            .hint("it is lost; revoke it and make another one with `ward apikey`, on this machine")
        })?;
    }
    let address = listener.local_addr()?;
    let stop = stop_signal()?;
    ready(config, address, address_file)?;
    let engine = opened.engine.clone();
    let following = tokio::spawn(async move { engine.follow_changes(LOOK).await });
    let options = ServerOptions {
        port: address.port(),
        metrics: Some(metrics),
        mcp: config.mcp.clone(),
        ..ServerOptions::default()
    };
    let served = ward_server::serve(listener, opened.engine.clone(), options, stop).await;
    following.abort();
    served.map_err(CliError::from)
}

/// What an operator should know before anybody connects.
fn warn_of(config: &Config) {
    for (name, similar) in &config.unknown_variables {
        if let Some(similar) = similar {
            tracing::warn!("the variable {name} means nothing to ward; did you mean {similar}?");
        } else {
            tracing::debug!("the variable {name} means nothing to ward");
        }
    }
    if config.server.dev {
        tracing::warn!(
            "DEVELOPMENT SERVER: everything is in memory and gone when it stops, and whoever reaches this port may use \
             every key without a credential"
        );
    }
    if !config.server.listen.ip().to_canonical().is_loopback() {
        tracing::warn!("listening beyond this machine in plain http: put a tls proxy in front");
    }
    if !config.limits.enabled {
        tracing::warn!("rate limits are switched off");
    }
}

/// Says where the service listens.
fn ready(config: &Config, address: SocketAddr, address_file: Option<PathBuf>) -> Result<(), CliError> {
    if let Some(path) = address_file {
        files::write_private(&path, format!("{address}\n").as_bytes())?;
    }
    tracing::info!("listening on http://{address}");
    // Whoever turned the log down still wants to know that it runs.
    if config.log.level < crate::config::LogLevel::INFO && config.log.format != LogFormat::Json {
        let _ = writeln!(std::io::stderr(), "listening on http://{address}");
    }
    Ok(())
}

/// Completes at the first signal to stop. A second one ends the process where it stands.
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, CliError> {
    let mut signals = StopSignals::new()?;
    Ok(async move {
        signals.next().await;
        tracing::info!("stopping; once more to stop at once");
        tokio::spawn(async move {
            signals.next().await;
            std::process::exit(130);
        });
    })
}
