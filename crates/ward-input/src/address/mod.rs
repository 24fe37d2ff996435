//! What an IP address is for: public, or one of the special-purpose ranges.
//!
//! [`classify`] answers from one table, [`SPECIAL_RANGES`], whose rows follow IANA's special-purpose address
//! registries and name the document behind each. It is meant for two readers: an outbound guard that must not
//! be talked into reaching the inside (server-side request forgery), and a report that explains a URL.
//!
//! It errs towards "not public". An IPv6 address outside `2000::/3` is reserved, whatever it may become later.
//! Anycast service ranges that IANA calls globally reachable (PCP, TURN, AMT, AS112) are [`Protocol`], since
//! no web service lives there. An address that carries an IPv4 address inside it is never public, because the
//! translator or tunnel at the far end decides where the packet goes; what it carries is in [`Embedded`].
//!
//! ```
//! use ward_input::address::{AddressClass, classify};
//!
//! assert!(classify("9.9.9.9".parse()?).is_public());
//! assert_eq!(classify("169.254.169.254".parse()?), AddressClass::Metadata);
//!
//! let AddressClass::Embedded(inside) = classify("::ffff:127.0.0.1".parse()?) else { unreachable!() };
//! assert_eq!(inside.class(), AddressClass::Loopback);
//! # Ok::<(), std::net::AddrParseError>(())
//! ```
//!
//! # What it cannot know
//! A network may use any prefix of its own for NAT64 (RFC 6052, section 2.2) or 6rd (RFC 5969); such an address
//! looks like ordinary global unicast. An operator who runs one adds it to the guard's deny list.
//!
//! [`Protocol`]: AddressClass::Protocol

mod embedded;
mod table;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

pub use embedded::{Embedded, Embedding};
pub use table::{SPECIAL_RANGES, SpecialRange};

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AddressClass {
    /// Global unicast: an address on the public internet.
    Public,
    /// `0.0.0.0` or `::`. Most systems connect it to themselves.
    Unspecified,
    /// The rest of `0.0.0.0/8`, "this network" (RFC 791).
    ThisNetwork,
    /// The machine itself.
    Loopback,
    /// RFC 1918 space, unique local IPv6 addresses and the deprecated site-local ones.
    Private,
    /// Reachable on the same link only.
    LinkLocal,
    /// `100.64.0.0/10`, shared between a carrier and its customers (RFC 6598).
    CarrierNat,
    /// The address at which a cloud answers its own virtual machines: instance metadata, often with credentials.
    Metadata,
    /// A group of receivers.
    Multicast,
    /// `255.255.255.255`.
    Broadcast,
    /// Examples in documents; never a real host.
    Documentation,
    /// Test networks for measuring devices.
    Benchmarking,
    /// Set aside for a protocol: anycast services, identifiers, black holes.
    Protocol,
    /// Reserved or not assigned.
    Reserved,
    /// An IPv6 address that carries an IPv4 address.
    Embedded(Embedded),
}

impl AddressClass {
    /// Whether this is ordinary public unicast. An embedded IPv4 address is not, even where the address inside
    /// it is.
    #[must_use]
    pub fn is_public(self) -> bool {
        self == Self::Public
    }

    /// The class to explain to a person: for an embedded address that of the IPv4 address inside.
    #[must_use]
    pub fn innermost(self) -> Self {
        match self {
            Self::Embedded(embedded) => embedded.class(),
            other => other,
        }
    }

    /// A short English name in lower case, for reports and metrics labels.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Unspecified => "unspecified",
            Self::ThisNetwork => "this network",
            Self::Loopback => "loopback",
            Self::Private => "private",
            Self::LinkLocal => "link-local",
            Self::CarrierNat => "carrier NAT",
            Self::Metadata => "cloud metadata",
            Self::Multicast => "multicast",
            Self::Broadcast => "broadcast",
            Self::Documentation => "documentation",
            Self::Benchmarking => "benchmarking",
            Self::Protocol => "protocol assignment",
            Self::Reserved => "reserved",
            Self::Embedded(_) => "IPv4 embedded in IPv6",
        }
    }
}

/// What `address` is for. Never fails and reads no state: the same address always has the same class.
#[must_use]
pub fn classify(address: IpAddr) -> AddressClass {
    match address {
        IpAddr::V4(v4) => classify_v4(v4),
        IpAddr::V6(v6) => classify_v6(v6),
    }
}

fn classify_v4(address: Ipv4Addr) -> AddressClass {
    special_range(IpAddr::V4(address)).map_or(AddressClass::Public, |row| row.class)
}

fn classify_v6(address: Ipv6Addr) -> AddressClass {
    let class = special_range(IpAddr::V6(address)).map_or(AddressClass::Reserved, |row| row.class);
    // `::` and `::1` lie in the IPv4-compatible range, and ISATAP hides in any prefix: a special class wins,
    // then what is inside.
    match class {
        AddressClass::Public | AddressClass::Reserved | AddressClass::Protocol => {
            Embedded::find(address).map_or(class, AddressClass::Embedded)
        }
        special => special,
    }
}

/// The most specific row of [`SPECIAL_RANGES`] that holds `address`; `None` for ordinary public IPv4.
#[must_use]
pub fn special_range(address: IpAddr) -> Option<&'static SpecialRange> {
    SPECIAL_RANGES
        .iter()
        .filter(|row| row.network.contains(&address))
        .max_by_key(|row| row.network.prefix_len())
}
