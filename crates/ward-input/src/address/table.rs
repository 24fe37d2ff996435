//! The table of special-purpose addresses.
//!
//! Rows follow the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates), the
//! multicast and class E assignments, and the metadata addresses that cloud vendors document. A more specific
//! row wins over the one around it, so order is for the reader only.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::AddressClass::{
    self, Benchmarking, Broadcast, CarrierNat, Documentation, LinkLocal, Loopback, Metadata, Multicast,
    Private, Protocol, Public, Reserved, ThisNetwork, Unspecified,
};

/// One row of [`SPECIAL_RANGES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpecialRange {
    /// The addresses meant.
    pub network: IpNet,
    /// What they are for. Never [`AddressClass::Embedded`]: that is worked out per address.
    pub class: AddressClass,
    /// The name in the registry, or the vendor and service.
    pub name: &'static str,
    /// The document that says so.
    pub source: &'static str,
}

const fn v4(
    octets: [u8; 4],
    prefix: u8,
    class: AddressClass,
    name: &'static str,
    source: &'static str,
) -> SpecialRange {
    let network = IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::from_octets(octets), prefix));
    SpecialRange {
        network,
        class,
        name,
        source,
    }
}

const fn v6(
    segments: [u16; 8],
    prefix: u8,
    class: AddressClass,
    name: &'static str,
    source: &'static str,
) -> SpecialRange {
    let network = IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::from_segments(segments), prefix));
    SpecialRange {
        network,
        class,
        name,
        source,
    }
}

/// Every range that is not ordinary public unicast, and `2000::/3`, which is.
#[rustfmt::skip]
pub const SPECIAL_RANGES: &[SpecialRange] = &[
    // IPv4.
    v4([0, 0, 0, 0], 8, ThisNetwork, "this network", "RFC 791, section 3.2"),
    v4([0, 0, 0, 0], 32, Unspecified, "this host on this network", "RFC 1122, section 3.2.1.3"),
    v4([10, 0, 0, 0], 8, Private, "private use", "RFC 1918"),
    v4([100, 64, 0, 0], 10, CarrierNat, "shared address space", "RFC 6598"),
    v4([127, 0, 0, 0], 8, Loopback, "loopback", "RFC 1122, section 3.2.1.3"),
    v4([169, 254, 0, 0], 16, LinkLocal, "link local", "RFC 3927"),
    v4([172, 16, 0, 0], 12, Private, "private use", "RFC 1918"),
    v4([192, 0, 0, 0], 24, Protocol, "IETF protocol assignments", "RFC 6890, section 2.1"),
    v4([192, 0, 2, 0], 24, Documentation, "TEST-NET-1", "RFC 5737"),
    v4([192, 31, 196, 0], 24, Protocol, "AS112-v4", "RFC 7535"),
    v4([192, 52, 193, 0], 24, Protocol, "AMT", "RFC 7450"),
    v4([192, 88, 99, 0], 24, Protocol, "6to4 relay anycast, deprecated", "RFC 7526"),
    v4([192, 168, 0, 0], 16, Private, "private use", "RFC 1918"),
    v4([192, 175, 48, 0], 24, Protocol, "direct delegation AS112 service", "RFC 7534"),
    v4([198, 18, 0, 0], 15, Benchmarking, "benchmarking", "RFC 2544"),
    v4([198, 51, 100, 0], 24, Documentation, "TEST-NET-2", "RFC 5737"),
    v4([203, 0, 113, 0], 24, Documentation, "TEST-NET-3", "RFC 5737"),
    v4([224, 0, 0, 0], 4, Multicast, "multicast", "RFC 5771"),
    v4([233, 252, 0, 0], 24, Documentation, "MCAST-TEST-NET", "RFC 6676"),
    v4([240, 0, 0, 0], 4, Reserved, "reserved", "RFC 1112, section 4"),
    v4([255, 255, 255, 255], 32, Broadcast, "limited broadcast", "RFC 919, section 7"),

    // Where clouds answer their own machines. One of these is publicly routed space, one is carrier NAT.
    v4([169, 254, 169, 254], 32, Metadata, "instance metadata (AWS, Azure, Google Cloud, Oracle, others)", "vendor documentation"),
    v4([169, 254, 170, 2], 32, Metadata, "AWS ECS task credentials", "AWS documentation, task IAM roles"),
    v4([169, 254, 170, 23], 32, Metadata, "AWS EKS Pod Identity agent", "AWS documentation, EKS Pod Identity"),
    v4([169, 254, 42, 42], 32, Metadata, "Scaleway instance metadata", "Scaleway documentation"),
    v4([169, 254, 0, 23], 32, Metadata, "Tencent Cloud instance metadata", "Tencent Cloud documentation"),
    v4([100, 100, 100, 200], 32, Metadata, "Alibaba Cloud instance metadata", "Alibaba Cloud documentation"),
    v4([168, 63, 129, 16], 32, Metadata, "Azure virtual machine platform service", "Azure documentation"),
    v4([192, 0, 0, 192], 32, Metadata, "Oracle Cloud Infrastructure Classic metadata", "Oracle documentation"),

    // IPv6. Everything outside 2000::/3 is reserved unless a row says more.
    v6([0x2000, 0, 0, 0, 0, 0, 0, 0], 3, Public, "global unicast", "RFC 4291, section 2.4"),
    v6([0, 0, 0, 0, 0, 0, 0, 0], 128, Unspecified, "unspecified address", "RFC 4291, section 2.5.2"),
    v6([0, 0, 0, 0, 0, 0, 0, 1], 128, Loopback, "loopback address", "RFC 4291, section 2.5.3"),
    v6([0, 0, 0, 0, 0, 0xffff, 0, 0], 96, Reserved, "IPv4-mapped address", "RFC 4291, section 2.5.5.2"),
    v6([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96, Protocol, "IPv4-IPv6 translation", "RFC 6052"),
    v6([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48, Protocol, "IPv4-IPv6 translation, local use", "RFC 8215"),
    v6([0x100, 0, 0, 0, 0, 0, 0, 0], 64, Protocol, "discard-only address block", "RFC 6666"),
    v6([0x100, 0, 0, 1, 0, 0, 0, 0], 64, Protocol, "dummy IPv6 prefix", "RFC 9780"),
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, Protocol, "IETF protocol assignments", "RFC 2928"),
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 32, Protocol, "Teredo", "RFC 4380"),
    v6([0x2001, 2, 0, 0, 0, 0, 0, 0], 48, Benchmarking, "benchmarking", "RFC 5180"),
    v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, Documentation, "documentation", "RFC 3849"),
    v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, Protocol, "6to4", "RFC 3056"),
    v6([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48, Protocol, "direct delegation AS112 service", "RFC 7534"),
    v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, Documentation, "documentation", "RFC 9637"),
    v6([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16, Protocol, "segment routing (SRv6) SIDs", "RFC 9602"),
    v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, Private, "unique-local", "RFC 4193"),
    v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, LinkLocal, "link-local unicast", "RFC 4291, section 2.5.6"),
    v6([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, Private, "site-local unicast, deprecated", "RFC 3879"),
    v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, Multicast, "multicast", "RFC 4291, section 2.7"),
    v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254], 128, Metadata, "AWS instance metadata", "AWS documentation, IMDS over IPv6"),
    v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23], 128, Metadata, "AWS EKS Pod Identity agent", "AWS documentation, EKS Pod Identity"),
    v6([0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254], 128, Metadata, "Google Cloud instance metadata", "Google Cloud documentation, metadata server"),
    v6([0xfd00, 0x42, 0, 0, 0, 0, 0, 0x42], 128, Metadata, "Scaleway instance metadata", "Scaleway documentation"),
];
