//! The Model Context Protocol: the operations that agents are offered, over HTTP at `/mcp` and over standard input and
//! output.
//!
//! The protocol changes faster than Ward, so everything that knows of it is in here. It is a thin face like the others:
//! who may do what, what is valid and what is recorded is the engine's. Here is decided what the protocol brings: which
//! hosts and origins count, which operations agents see, how an answer and a refusal look.
//!
//! Served is revision 2026-07-28, and its predecessors from 2025-03-26 on, all without sessions: a session that one
//! credential opened could be used with another.

mod catalogue;
mod documents;
mod guard;
mod handler;
mod options;
mod post;
mod prompts;
mod site;
mod stdio;
mod wire;

use std::sync::Arc;

use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use ward_ops::Engine;

use crate::ServerOptions;
use crate::calls::Calls;

pub use options::{McpOptions, NotExposable};
pub(crate) use post::post;
pub use site::{Site, SiteError};
pub use stdio::{LocalIdentity, serve_stdio};

use guard::Guard;
use handler::Handler;

type Service = StreamableHttpService<Handler, NeverSessionManager>;

/// The protocol over HTTP.
pub(crate) struct Server {
    guard: Guard,
    service: Service,
}

impl Server {
    pub(crate) fn new(engine: &Arc<Engine>, options: &ServerOptions, calls: Calls) -> Self {
        let guard = Guard::new(&options.mcp.sites, options.port);
        let handler = Handler::new(engine.clone(), &options.mcp, calls);
        // The library checks hosts and origins again. Ours is the check that answers with a problem and an entry.
        let config = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            .with_allowed_hosts(guard.hosts())
            .with_allowed_origins(guard.origins())
            .enforce_origin_validation()
            .with_max_request_body_bytes(options.limits.body);
        Self {
            guard,
            service: StreamableHttpService::new(
                move || Ok(handler.clone()),
                Arc::new(NeverSessionManager::default()),
                config,
            ),
        }
    }

    pub(crate) const fn guard(&self) -> &Guard {
        &self.guard
    }
}
