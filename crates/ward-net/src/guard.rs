//! Which addresses and ports may be reached.
//!
//! Two kinds of caller differ. The *service* connects on behalf of others and is confined: public addresses on
//! known ports, plus what the operator allowed by network and port. A *person* at their own command line could
//! open the connection with any other tool, so nothing is refused.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use ipnet::IpNet;
use ward_input::address::{AddressClass, classify};

/// Ports of TLS from the first byte, which a service may reach on public addresses: HTTPS and its alternative,
/// SMTP submission, NNTP, LDAP, DNS, FTP (data and control), IMAP, POP, SIP, AMQP, MQTT, IRC, XMPP.
/// Source: IANA Service Name and Transport Protocol Port Number Registry.
pub const SERVICE_PORTS: [u16; 16] = [
    443, 465, 563, 636, 853, 989, 990, 993, 995, 5061, 5223, 5671, 6697, 8443, 8883, 9443,
];

/// Why an address or port may not be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Denied {
    /// The port is not on the list.
    #[error("the port is not allowed by the outbound policy")]
    Port,
    /// The address is not public. The class is for the operator's log; telling it to a caller would say what a
    /// name resolves to inside.
    #[error("the address is not allowed by the outbound policy")]
    Address(AddressClass),
    /// The operator denied the network.
    #[error("the address is not allowed by the outbound policy")]
    Network,
    /// The address is one on which this program itself listens, or its store.
    #[error("the address is not allowed by the outbound policy")]
    Own,
}

/// A network and port that a service may reach although the network is special or the port is not listed.
///
/// Its text form is `10.1.0.0/16:5432`, `[fd00:1::/32]:443`; a bare address means that address alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The network.
    pub network: IpNet,
    /// The one port.
    pub port: u16,
}

/// The text is no [`Allowance`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an allowance is a network and a port, such as 10.1.0.0/16:443 or [fd00::/8]:443")]
pub struct AllowanceError;

impl FromStr for Allowance {
    type Err = AllowanceError;

    fn from_str(text: &str) -> Result<Self, AllowanceError> {
        let (network, port) = text.rsplit_once(':').ok_or(AllowanceError)?;
        let port = port.parse().map_err(|_| AllowanceError)?;
        let bracketed = network.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let text = bracketed.unwrap_or(network);
        let network: IpNet = match text.parse::<IpAddr>() {
            Ok(address) => address.into(),
            Err(_) => text.parse().map_err(|_| AllowanceError)?,
        };
        // Without brackets the last group of an IPv6 address would pass for a port.
        let is_v6 = matches!(network, IpNet::V6(_));
        if port == 0 || bracketed.is_some() != is_v6 || network != network.trunc() {
            return Err(AllowanceError);
        }
        Ok(Self { network, port })
    }
}

#[derive(Clone, Debug)]
struct Confinement {
    ports: Vec<u16>,
    allowed: Vec<Allowance>,
    denied: Vec<IpNet>,
    own: Vec<SocketAddr>,
}

/// What may be reached. Ask it with [`check`](Self::check); the [`Connector`](crate::Connector) does.
#[derive(Clone, Debug)]
pub struct OutboundPolicy {
    /// `None` is a person's own command line.
    confinement: Option<Confinement>,
}

impl OutboundPolicy {
    /// For a service: public addresses on [`SERVICE_PORTS`].
    #[must_use]
    pub fn service() -> Self {
        Self {
            confinement: Some(Confinement {
                ports: SERVICE_PORTS.to_vec(),
                allowed: Vec::new(),
                denied: Vec::new(),
                own: Vec::new(),
            }),
        }
    }

    /// For a person's own command line: nothing is refused, and the other settings have no effect.
    #[must_use]
    pub const fn person() -> Self {
        Self { confinement: None }
    }

    /// Replaces the ports that public addresses may be reached on.
    #[must_use]
    pub fn with_ports(self, ports: impl IntoIterator<Item = u16>) -> Self {
        self.confined(|confinement| confinement.ports = ports.into_iter().collect())
    }

    /// Allows a network and port, special or not.
    #[must_use]
    pub fn allowing(self, allowance: Allowance) -> Self {
        self.confined(|confinement| confinement.allowed.push(allowance))
    }

    /// Denies a network, whatever else allows it. For a NAT64 prefix of one's own, for example, whose addresses
    /// look public.
    #[must_use]
    pub fn denying(self, network: IpNet) -> Self {
        self.confined(|confinement| confinement.denied.push(network))
    }

    /// Denies the addresses on which this program listens and those of its stores, even where their network is
    /// allowed. A listener on every address (`0.0.0.0`, `::`) denies its port on all special addresses; give the
    /// machine's public addresses one by one.
    #[must_use]
    pub fn denying_own(self, listeners: impl IntoIterator<Item = SocketAddr>) -> Self {
        self.confined(|confinement| confinement.own.extend(listeners))
    }

    fn confined(mut self, change: impl FnOnce(&mut Confinement)) -> Self {
        if let Some(confinement) = &mut self.confinement {
            change(confinement);
        }
        self
    }

    /// Whether `address` may be connected to.
    pub fn check(&self, address: SocketAddr) -> Result<(), Denied> {
        self.confinement
            .as_ref()
            .map_or(Ok(()), |confinement| confinement.check(address))
    }

    /// Whether `port` may be reached on any address at all; asked before a name is resolved.
    pub fn check_port(&self, port: u16) -> Result<(), Denied> {
        let Some(confinement) = &self.confinement else {
            return Ok(());
        };
        let allowed = confinement.allowed.iter().any(|allowance| allowance.port == port);
        if allowed || confinement.ports.contains(&port) {
            Ok(())
        } else {
            Err(Denied::Port)
        }
    }
}

impl Confinement {
    fn check(&self, address: SocketAddr) -> Result<(), Denied> {
        let (ip, port) = (address.ip(), address.port());
        let class = classify(ip);
        if self.own.iter().any(|own| is_own(*own, address, class)) {
            return Err(Denied::Own);
        }
        if self.denied.iter().any(|network| network.contains(&ip)) {
            return Err(Denied::Network);
        }
        if self
            .allowed
            .iter()
            .any(|one| one.port == port && one.network.contains(&ip))
        {
            return Ok(());
        }
        if !class.is_public() {
            return Err(Denied::Address(class));
        }
        if self.ports.contains(&port) {
            Ok(())
        } else {
            Err(Denied::Port)
        }
    }
}

fn is_own(own: SocketAddr, address: SocketAddr, class: AddressClass) -> bool {
    if own.port() != address.port() {
        return false;
    }
    let embedded = match class {
        AddressClass::Embedded(embedded) => Some(IpAddr::V4(embedded.address)),
        _ => None,
    };
    if own.ip().is_unspecified() {
        !class.is_public()
    } else {
        // A system connects the unspecified address to itself.
        own.ip() == address.ip()
            || embedded == Some(own.ip())
            || (class == AddressClass::Unspecified && own.ip().is_loopback())
    }
}

#[cfg(test)]
mod tests;
