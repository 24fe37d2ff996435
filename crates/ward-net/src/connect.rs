//! The one place that opens outbound connections.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use ward_input::host::Host;

use crate::guard::{Denied, OutboundPolicy};
use crate::resolve::{Resolve, SystemResolver};
use crate::target::Target;

/// How long one address is tried before the next: the "Connection Attempt Delay" idea of RFC 8305, made generous because
/// attempts do not overlap here.
const PER_ADDRESS: Duration = Duration::from_secs(3);

/// Most addresses that are tried. All are checked.
const MAX_TRIED: usize = 8;

/// Most addresses that a name may have.
const MAX_ADDRESSES: usize = 256;

/// Why no connection was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The policy does not allow the port or one of the addresses. Nothing was sent.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The name does not resolve: it does not exist, has no address, or the resolver failed.
    #[error("the host name does not resolve")]
    Resolve(#[source] Option<io::Error>),
    /// No address accepted the connection.
    #[error("the host does not accept connections on this port")]
    Refused(#[source] io::Error),
    /// The deadline passed.
    #[error("the host did not answer in time")]
    Timeout,
    /// The socket is connected to another address than the one that was checked; the system's own rules rewrote it.
    #[error("the connection was led to another address")]
    Diverted,
}

impl ConnectError {
    /// A stable word: `refused_by_policy`, `resolve_failed`, `connect_refused`, `timeout`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) | Self::Diverted => "refused_by_policy",
            Self::Resolve(_) => "resolve_failed",
            Self::Refused(_) => "connect_refused",
            Self::Timeout => "timeout",
        }
    }
}

/// A connection to a checked address.
#[derive(Debug)]
pub struct Connection {
    /// The socket.
    pub stream: TcpStream,
    /// Where it leads.
    pub peer: SocketAddr,
}

/// Opens connections under a policy. Cheap to clone.
#[derive(Clone)]
pub struct Connector {
    policy: Arc<OutboundPolicy>,
    resolver: Arc<dyn Resolve>,
}

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connector")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl Connector {
    /// Under `policy`, with the operating system's resolver.
    #[must_use]
    pub fn new(policy: Arc<OutboundPolicy>) -> Self {
        Self::with_resolver(policy, Arc::new(SystemResolver::default()))
    }

    /// Under `policy`, with another resolver.
    #[must_use]
    pub fn with_resolver(policy: Arc<OutboundPolicy>, resolver: Arc<dyn Resolve>) -> Self {
        Self { policy, resolver }
    }

    /// Connects to `target` before `deadline`.
    ///
    /// Resolves once, checks every address, tries the checked ones in order.
    pub async fn connect(&self, target: &Target, deadline: Instant) -> Result<Connection, ConnectError> {
        let addresses = self.checked_addresses(target, deadline).await?;
        let mut last = ConnectError::Resolve(None);
        for address in addresses.into_iter().take(MAX_TRIED) {
            if Instant::now() >= deadline {
                return Err(ConnectError::Timeout);
            }
            let until = Instant::now()
                .checked_add(PER_ADDRESS)
                .map_or(deadline, |soon| soon.min(deadline));
            last = match timeout_at(until, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return self.checked_connection(stream, address),
                Ok(Err(error)) => ConnectError::Refused(error),
                Err(_) => ConnectError::Timeout,
            };
        }
        Err(last)
    }

    /// Every address of `target`, all of them allowed; one that is not refuses the whole.
    ///
    /// For callers that must hand an address to something else. Whoever uses a *name* afterwards undoes the check.
    pub async fn checked_addresses(
        &self,
        target: &Target,
        deadline: Instant,
    ) -> Result<Vec<SocketAddr>, ConnectError> {
        self.policy.check_port(target.port())?;
        let addresses = match target.host() {
            Host::Ipv4(address, _) => vec![(*address).into()],
            Host::Ipv6(address) => vec![(*address).into()],
            Host::Name(name) => timeout_at(deadline, self.resolver.resolve(name))
                .await
                .map_err(|_| ConnectError::Timeout)?
                .map_err(|error| ConnectError::Resolve(Some(error)))?,
        };
        if addresses.is_empty() || addresses.len() > MAX_ADDRESSES {
            return Err(ConnectError::Resolve(None));
        }
        let mut checked = Vec::with_capacity(addresses.len());
        for ip in addresses {
            let address = SocketAddr::new(ip, target.port());
            self.policy.check(address)?;
            if !checked.contains(&address) {
                checked.push(address);
            }
        }
        Ok(checked)
    }

    fn checked_connection(&self, stream: TcpStream, address: SocketAddr) -> Result<Connection, ConnectError> {
        let peer = stream.peer_addr().map_err(ConnectError::Refused)?;
        // `0.0.0.0` and `::` lead to loopback; only a person's policy lets them come this far.
        if peer != address && !address.ip().is_unspecified() {
            return Err(ConnectError::Diverted);
        }
        self.policy.check(peer)?;
        // Handshakes are short messages that wait for each other; a failure only costs time.
        let _ = stream.set_nodelay(true);
        Ok(Connection { stream, peer })
    }
}
