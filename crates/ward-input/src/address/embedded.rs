//! IPv4 addresses inside IPv6 addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{AddressClass, classify_v4};

/// How an IPv6 address carries an IPv4 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Embedding {
    /// `::ffff:a.b.c.d`, how dual-stack sockets write IPv4 (RFC 4291, section 2.5.5.2).
    Mapped,
    /// `::a.b.c.d`, deprecated (RFC 4291, section 2.5.5.1).
    Compatible,
    /// `::ffff:0:a.b.c.d`, IPv4-translated (RFC 2765, obsolete).
    Translated,
    /// `64:ff9b::a.b.c.d`, the well-known NAT64 prefix (RFC 6052).
    Nat64,
    /// `64:ff9b:1::/48`, NAT64 for local use (RFC 8215). The network chooses where the IPv4 address lies; the
    /// last 32 bits are reported, as a /96 prefix would place it.
    Nat64Local,
    /// `2002:aabb:ccdd::/48`, 6to4 (RFC 3056).
    SixToFour,
    /// `2001::/32`, Teredo (RFC 4380): the client's address, stored inverted in the last 32 bits.
    Teredo,
    /// An interface identifier `0:5efe:a.b.c.d` or `200:5efe:a.b.c.d`, ISATAP (RFC 5214), in any prefix.
    Isatap,
}

/// An IPv4 address found inside an IPv6 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Embedded {
    /// How it is carried.
    pub form: Embedding,
    /// The IPv4 address.
    pub address: Ipv4Addr,
}

impl Embedded {
    /// The IPv4 address inside `address`, if its form is one that carries any.
    #[must_use]
    pub fn find(address: Ipv6Addr) -> Option<Self> {
        let s = address.segments();
        let last = v4(s[6], s[7]);
        let (form, address) = match s {
            [0, 0, 0, 0, 0, 0xffff, ..] => (Embedding::Mapped, last),
            [0, 0, 0, 0, 0xffff, 0, ..] => (Embedding::Translated, last),
            [0, 0, 0, 0, 0, 0, ..] => (Embedding::Compatible, last),
            [0x64, 0xff9b, 0, 0, 0, 0, ..] => (Embedding::Nat64, last),
            [0x64, 0xff9b, 1, ..] => (Embedding::Nat64Local, last),
            [0x2002, high, low, ..] => (Embedding::SixToFour, v4(high, low)),
            [0x2001, 0, _, _, _, _, high, low] => (Embedding::Teredo, v4(!high, !low)),
            [_, _, _, _, 0 | 0x200, 0x5efe, ..] => (Embedding::Isatap, last),
            _ => return None,
        };
        Some(Self { form, address })
    }

    /// What the IPv4 address is for.
    #[must_use]
    pub fn class(self) -> AddressClass {
        classify_v4(self.address)
    }
}

fn v4(high: u16, low: u16) -> Ipv4Addr {
    let [a, b] = high.to_be_bytes();
    let [c, d] = low.to_be_bytes();
    Ipv4Addr::new(a, b, c, d)
}
