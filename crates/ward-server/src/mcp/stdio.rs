//! The protocol on standard input and output: one process, one user.

use std::io;
use std::sync::Arc;

use rmcp::ServiceExt as _;
use rmcp::transport::async_rw::AsyncRwTransport;
use tokio::io::{AsyncRead, AsyncWrite};
use ward_access::Principal;
use ward_ops::{Credential, Engine};
use ward_secret::SecretString;

use super::McpOptions;
use super::handler::Handler;
use crate::HttpLimits;
use crate::calls::Calls;

/// Who uses a server on standard input and output.
#[derive(Debug)]
pub enum LocalIdentity {
    /// Whoever this API key or token stands for. It is checked for every request.
    Bearer(SecretString),
    /// A principal that the shell vouches for.
    Vouched(Principal),
}

impl LocalIdentity {
    /// What to show to the engine.
    #[must_use]
    pub fn credential(&self) -> Credential {
        match self {
            Self::Bearer(text) => Credential::Bearer(SecretString::from(text.expose().as_str())),
            Self::Vouched(principal) => Credential::Vouched(Box::new(principal.clone())),
        }
    }
}

/// Serves the protocol to the one who writes to `input` and reads from `output`, until `input` ends; then waits for
/// calls that have begun. A line longer than 1 MiB is dropped.
///
/// An error is one of the wire: the other end went away before it said hello.
pub async fn serve_stdio(
    input: impl AsyncRead + Send + Unpin + 'static,
    output: impl AsyncWrite + Send + Unpin + 'static,
    engine: Arc<Engine>,
    identity: LocalIdentity,
    options: &McpOptions,
) -> io::Result<()> {
    let limits = HttpLimits::default();
    let calls = Calls::new(limits.calls);
    let handler = Handler::new(engine, options, calls.clone()).used_by(identity);
    let transport = AsyncRwTransport::new(input, output).with_max_line_length(limits.body);
    let served = handler.serve(transport).await;
    let ended = match served {
        Ok(running) => running.waiting().await.map(|_| ()).map_err(io::Error::other),
        // What the library says may quote what was sent.
        Err(_) => Err(io::Error::other("the client did not begin as the protocol says")),
    };
    calls.are_done().await;
    ended
}
