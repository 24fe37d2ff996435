//! What the shell chooses of the server. Plain values with defaults.

use std::time::Duration;

use crate::{McpOptions, Metrics};

/// What the shell chooses of the server.
#[derive(Clone, Debug)]
pub struct ServerOptions {
    /// The port as `/health` shows it. Default 7008. What is listened on is the listener's.
    pub port: u16,
    /// Bounds on connections and requests.
    pub limits: HttpLimits,
    /// The recorder behind the `ward_…` lines of `/metrics`; see [`crate::install_metrics`]. Without one, `/metrics`
    /// shows the HTTP lines and the head of the audit log alone. Default none.
    pub metrics: Option<Metrics>,
    /// Under which names agents reach the server and what they are offered. Default: loopback, nothing on request.
    pub mcp: McpOptions,
}

impl ServerOptions {
    /// The port when none is configured.
    pub const DEFAULT_PORT: u16 = 7008;
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            port: Self::DEFAULT_PORT,
            limits: HttpLimits::default(),
            metrics: None,
            mcp: McpOptions::default(),
        }
    }
}

/// Bounds on connections and requests. They hold before a request is looked at, whoever sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpLimits {
    /// The largest request body in bytes. Default 1 MiB.
    pub body: usize,
    /// How long a request body may take to arrive. Default 30 seconds.
    pub body_time: Duration,
    /// How long a request's head may take to arrive, counted on a new connection from its opening, so that it bounds
    /// the idle time between two requests of HTTP/1.1 too. Default 10 seconds.
    pub header_time: Duration,
    /// How long a connection without a running request may stay: idle HTTP/2, and clients that do not read their
    /// response. It is closed after one to two of these. Default 60 seconds.
    pub idle_time: Duration,
    /// The largest head of a request in bytes. Default 64 KiB; at least 8 KiB.
    pub header_bytes: usize,
    /// How many connections are open at once. More wait in the kernel's queue. Default 1,024; at least 1.
    pub connections: usize,
    /// How many requests one HTTP/2 connection may have open. Default 64.
    pub streams: u32,
    /// How many calls of operations are at work at once. More wait. Default 4,096; at least 1.
    pub calls: u32,
    /// How long running requests may take to finish when the server is told to stop. Default 10 seconds.
    pub drain: Duration,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self {
            body: 1 << 20,
            body_time: Duration::from_secs(30),
            header_time: Duration::from_secs(10),
            idle_time: Duration::from_mins(1),
            header_bytes: 64 << 10,
            connections: 1024,
            streams: 64,
            calls: 4096,
            drain: Duration::from_secs(10),
        }
    }
}
