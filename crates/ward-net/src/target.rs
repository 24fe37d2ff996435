//! Where to connect: a host that was understood, and a port.

use std::fmt;
use std::net::IpAddr;

use rustls_pki_types::ServerName;
use ward_input::host::{Host, HostError};

/// The host cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TargetError {
    /// Not a host name and not an address.
    #[error(transparent)]
    Host(#[from] HostError),
    /// Port 0 is no port.
    #[error("the port must be between 1 and 65535")]
    Port,
    /// The name to ask for is not a DNS name or an address.
    #[error("the server name is not a host name")]
    ServerName,
}

/// A host, a port and the name to ask the server for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    host: Host,
    port: u16,
    server_name: ServerName<'static>,
}

impl Target {
    /// Parses a host: a name in any script, an IPv4 address in any spelling that URL parsers take (`2130706433`,
    /// `0x7f.1`, full-width digits), an IPv6 address with or without brackets. Spelling changes nothing: what is
    /// judged and connected to is the address meant.
    ///
    /// Refused: zone identifiers (`fe80::1%eth0`), percent-encoding, user names, ports, paths, and everything else
    /// that is not a host alone.
    pub fn parse(host: &str, port: u16) -> Result<Self, TargetError> {
        if port == 0 {
            return Err(TargetError::Port);
        }
        let host = match host.parse() {
            Ok(IpAddr::V6(address)) => Host::Ipv6(address),
            // With a root dot an address is still an address: `127.0.0.1.` resolves nowhere by right.
            _ => Host::parse(host)?,
        };
        let server_name = match host.address() {
            Some(address) => ServerName::from(address),
            None => server_name(&host.to_string())?,
        };
        Ok(Self {
            host,
            port,
            server_name,
        })
    }

    /// Asks the server for another name than the one connected to, as behind a load balancer.
    pub fn with_server_name(mut self, name: &str) -> Result<Self, TargetError> {
        let host = Host::parse(name)?;
        self.server_name = match host.address() {
            Some(address) => ServerName::from(address),
            None => server_name(&host.to_string())?,
        };
        Ok(self)
    }

    /// The host.
    #[must_use]
    pub const fn host(&self) -> &Host {
        &self.host
    }

    /// The port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The name that the certificate must be for, and that is sent as SNI unless it is an address.
    #[must_use]
    pub const fn server_name(&self) -> &ServerName<'static> {
        &self.server_name
    }
}

fn server_name(name: &str) -> Result<ServerName<'static>, TargetError> {
    ServerName::try_from(name.to_owned()).map_err(|_| TargetError::ServerName)
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Option<String> {
        Target::parse(text, 443)
            .ok()?
            .host()
            .address()
            .map(|address| address.to_string())
    }

    #[test]
    fn every_spelling_of_an_ipv4_address_is_that_address() {
        for spelling in [
            "127.0.0.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "127.1",
            "127.0.1",
            "017700000001",
            "0177.0.0.1",
            "0x7F.0x0.0x0.0x1",
            "127.0.0.1.",
            "１２７.０.０.１",
            "127。0。0。1",
            "①②⑦.0.0.1",
        ] {
            assert_eq!(address(spelling).as_deref(), Some("127.0.0.1"), "{spelling}");
        }
    }

    #[test]
    fn ipv6_is_read_with_and_without_brackets() {
        assert_eq!(address("[::1]").as_deref(), Some("::1"));
        assert_eq!(address("::1").as_deref(), Some("::1"));
        assert_eq!(address("0:0::0:1").as_deref(), Some("::1"));
        assert_eq!(address("[::ffff:7f00:1]").as_deref(), Some("::ffff:127.0.0.1"));
    }

    #[test]
    fn what_is_not_a_host_alone_is_refused() {
        for text in [
            "",
            ".",
            "[fe80::1%25eth0]",
            "[fe80::1%eth0]",
            "fe80::1%1",
            "[::1",
            "[127.0.0.1]",
            "127.0.0.1:80",
            "a@127.0.0.1",
            "127.0.0.1/",
            "127.0.0.1#",
            "%31%32%37.0.0.1",
            "%00",
            "example.com\0.evil",
            "example.com\n",
            " example.com",
            "256.0.0.1",
            "127.0.0.0x100",
            "1.2.3.4.5",
            "0x100000000",
            "08.0.0.1",
            "a..b",
            "-a.example",
            "http://example.com",
        ] {
            assert!(Target::parse(text, 443).is_err(), "{text:?}");
        }
    }

    #[test]
    fn port_zero_is_refused() {
        assert_eq!(Target::parse("example.com", 0), Err(TargetError::Port));
    }

    #[test]
    fn names_are_lower_case_a_labels() {
        let target = Target::parse("BÜCHER.example.", 443).unwrap();
        assert_eq!(target.to_string(), "xn--bcher-kva.example:443");
        assert_eq!(target.server_name().to_str(), "xn--bcher-kva.example");
    }
}
