//! The TLS probe: look at what a server presents, and believe nothing.
//!
//! [`probe`] completes a handshake with whatever certificate the server has, expired, self-signed or for another host,
//! and writes down what it saw. It sends no data but the handshake itself and closes at once. Whether the certificate
//! deserves trust is asked of `ward_certs` afterwards. For a connection that carries data use
//! [`trust::client_config`](crate::trust::client_config), which verifies.

mod drive;
mod names;
mod observer;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::{AlertDescription, ClientConfig, ClientConnection, Error};
use tokio::time::Instant;
use ward_certs::ConnectionFacts;

use crate::connect::{ConnectError, Connection, Connector};
use crate::target::Target;
use crate::trust::provider;
use drive::Stop;
use observer::Observer;

/// How to probe.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ProbeOptions {
    /// The time for everything together: resolving, connecting, the handshake. Default 10 s.
    pub timeout: Duration,
    /// Application protocols to offer (RFC 7301), best first. Default `h2` and `http/1.1`; empty offers none.
    pub alpn: Vec<Vec<u8>>,
}

impl Default for ProbeOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            alpn: vec![b"h2".to_vec(), b"http/1.1".to_vec()],
        }
    }
}

impl ProbeOptions {
    /// The defaults with another timeout.
    #[must_use]
    pub fn with_timeout(timeout: Duration) -> Self {
        Self {
            timeout,
            ..Self::default()
        }
    }
}

/// What a server presented.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Observation {
    /// The address that was connected to.
    pub peer: SocketAddr,
    /// The certificates in DER, in the order presented. Not empty.
    pub presented: Vec<Vec<u8>>,
    /// The stapled OCSP response in DER.
    pub staple: Option<Vec<u8>>,
    /// Protocol, cipher suite, key exchange, and whether the server proved that it holds the certificate's key.
    pub facts: ConnectionFacts,
    /// The application protocol that the server chose.
    pub alpn: Option<Vec<u8>>,
    /// How the handshake ended.
    pub handshake: Handshake,
}

/// How a handshake ended after the server presented its certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Handshake {
    /// To the end.
    Completed,
    /// The server sent this alert (name of RFC 8446 section 6.2): it wants a client certificate, usually.
    Alert(&'static str),
    /// Broken off without an alert.
    Broken,
}

/// Why nothing was observed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProbeError {
    /// No connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The server refused the handshake, with an alert by its name in RFC 8446 section 6.2: `handshake_failure` and
    /// `protocol_version` when it only speaks older TLS, `unrecognized_name` when it does not know the host.
    #[error("the server refused the TLS handshake with the alert {0}")]
    Alert(&'static str),
    /// The server broke the protocol, or has nothing in common with this client.
    #[error("the TLS handshake failed")]
    Handshake(#[source] Error),
    /// What answered does not speak TLS: plain HTTP, or a protocol that wants STARTTLS.
    #[error("the server does not speak TLS on this port")]
    NotTls,
    /// The server closed the connection during the handshake.
    #[error("the server closed the connection during the TLS handshake")]
    Closed,
    /// The handshake is larger than a handshake can reasonably be.
    #[error("the server's TLS handshake is too large")]
    TooLarge,
    /// The deadline passed.
    #[error("the TLS handshake did not finish in time")]
    Timeout,
}

impl ProbeError {
    /// A stable word: those of [`ConnectError::code`], `tls_alert`, `tls_failed`, `not_tls`, `closed`, `too_large`,
    /// `timeout`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Connect(error) => error.code(),
            Self::Alert(_) => "tls_alert",
            Self::Handshake(_) => "tls_failed",
            Self::NotTls => "not_tls",
            Self::Closed => "closed",
            Self::TooLarge => "too_large",
            Self::Timeout => "timeout",
        }
    }
}

/// Connects to `target` under the connector's policy and looks at its TLS handshake.
///
/// A handshake that breaks after the certificates arrived is still an observation; see [`Observation::handshake`].
pub async fn probe(
    connector: &Connector,
    target: &Target,
    options: &ProbeOptions,
) -> Result<Observation, ProbeError> {
    let now = Instant::now();
    let deadline = now.checked_add(options.timeout).unwrap_or(now);
    let connection = connector.connect(target, deadline).await?;
    observe(connection, target, options, deadline).await
}

async fn observe(
    connection: Connection,
    target: &Target,
    options: &ProbeOptions,
    deadline: Instant,
) -> Result<Observation, ProbeError> {
    let observer = Arc::new(Observer::new(provider().signature_verification_algorithms));
    let mut config = ClientConfig::builder_with_provider(Arc::new(provider()))
        .with_safe_default_protocol_versions()
        .map_err(ProbeError::Handshake)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::<Observer>::clone(&observer))
        .with_no_client_auth();
    config.alpn_protocols.clone_from(&options.alpn);
    // A resumed session presents no certificate.
    config.resumption = rustls::client::Resumption::disabled();
    let mut tls = ClientConnection::new(Arc::new(config), target.server_name().clone())
        .map_err(ProbeError::Handshake)?;

    let mut stream = connection.stream;
    let ended = drive::handshake(&mut tls, &mut stream, deadline).await;
    let Some(seen) = observer.take() else {
        return Err(ended.map_or_else(error, |()| ProbeError::Handshake(Error::NoCertificatesPresented)));
    };
    let handshake = match ended {
        Ok(()) => {
            drive::close(&mut tls, &mut stream, deadline).await;
            Handshake::Completed
        }
        Err(Stop::Tls(Error::AlertReceived(alert))) => Handshake::Alert(names::alert(alert)),
        Err(_) => Handshake::Broken,
    };
    Ok(Observation {
        peer: connection.peer,
        facts: names::facts(&tls, seen.key_proven),
        alpn: tls.alpn_protocol().map(<[u8]>::to_vec),
        presented: seen.presented,
        staple: seen.staple,
        handshake,
    })
}

fn error(stop: Stop) -> ProbeError {
    match stop {
        Stop::Tls(Error::AlertReceived(AlertDescription::CloseNotify)) | Stop::Closed => ProbeError::Closed,
        Stop::Tls(Error::AlertReceived(alert)) => ProbeError::Alert(names::alert(alert)),
        Stop::Tls(error) => ProbeError::Handshake(error),
        Stop::NotTls => ProbeError::NotTls,
        Stop::TooLarge => ProbeError::TooLarge,
        Stop::Timeout => ProbeError::Timeout,
    }
}
