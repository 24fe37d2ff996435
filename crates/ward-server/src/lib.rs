//! The HTTP face of the registry.

mod options;

use std::sync::Arc;

use tokio::net::TcpListener;
use ward_ops::Engine;

pub use options::{HttpLimits, ServerOptions};

/// The recorder of the process.
#[derive(Clone, Debug)]
pub struct Metrics;

/// Installs the recorder of the process and returns it. Every later call returns the same one.
#[must_use]
pub fn install_metrics() -> Metrics {
    Metrics
}

/// Serves `engine` on `listener` until `shutdown` completes.
pub async fn serve(
    listener: TcpListener,
    engine: Arc<Engine>,
    options: ServerOptions,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let _ = (listener, engine, options);
    shutdown.await;
    Ok(())
}
