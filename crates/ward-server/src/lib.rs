//! The HTTP and MCP faces of the registry: every operation at `POST /tools/<name>`, those that agents are offered at
//! `/mcp`, and the few routes whose shape a standard or the predecessor fixed.
//!
//! A shell makes an engine, binds a listener and calls [`serve`]; it ends when the given future does. [`serve_stdio`]
//! is the MCP face alone, on standard input and output.
//!
//! ```
//! use std::sync::Arc;
//!
//! use ward_server::{ServerOptions, serve};
//! # use ward_ops::{Engine, Settings};
//! # use ward_secret::{Secret, SystemClock};
//! # use ward_store::{Location, RootKeySource, Store};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let root = RootKeySource::Key(Secret::new([7; 32]));
//! # let store = Arc::new(Store::open(Location::Memory, &root).await?);
//! # let engine = Arc::new(Engine::new(store, Arc::new(SystemClock), Settings::default()).await?);
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! let port = listener.local_addr()?.port();
//! let options = ServerOptions { port, ..ServerOptions::default() };
//! # let stop = async {};
//! serve(listener, engine, options, stop).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What it is
//! A thin face over [`ward_ops::Engine`]: authentication, authorisation, validation, limits of operations and the audit
//! log are the engine's. What is decided here is what HTTP brings: sizes and times, content types, which header a
//! credential may come in, and how an answer looks. A tool call that is refused for one of those is in the audit log too.
//!
//! # What it refuses
//! - Bodies above 1 MiB, bodies and heads that take their time, bodies that are not `application/json`. An empty body is
//!   not JSON, so it does not stand for `{}`.
//! - Credentials anywhere but in one `Authorization: Bearer` header.
//! - To quote: no error, log line or metric label holds a part of a request. Errors are problem details (RFC 9457) on
//!   every path and for every status. One exception is not Ward's to shape: what is not HTTP at all is answered by the
//!   HTTP library with a bare status 400, 414 or 431 before there is a request.
//! - Over MCP: hosts and origins that are not the server's own, sessions, and operations whose answer holds a secret
//!   unless the operator named them.
//! - Cross-origin use: there are no CORS headers. On a development server, where no credential is needed, calls must be
//!   addressed to a loopback name, so that a web page cannot reach it by rebinding its own name.
//!
//! # Formats
//! RFC 9110 to 9113 (HTTP), RFC 9457 (problem details), RFC 6750 (bearer challenges), RFC 7517 (JWK sets), W3C Trace
//! Context, Prometheus text format 0.0.4, RFC 9728 (protected resource metadata), Model Context Protocol 2026-07-28 and
//! its predecessors from 2025-03-26 on.

mod calls;
mod front;
mod http;
mod listener;
mod mcp;
mod metrics;
mod options;
mod router;
#[cfg(test)]
mod testing;
mod traffic;

pub use listener::serve;
pub use mcp::{LocalIdentity, McpOptions, NotExposable, Site, SiteError, serve_stdio};
pub use metrics::{Metrics, install_metrics};
pub use options::{HttpLimits, ServerOptions};
