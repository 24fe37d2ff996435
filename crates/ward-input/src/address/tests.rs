#![allow(clippy::panic, reason = "tests")]

use std::net::{IpAddr, Ipv4Addr};

use super::AddressClass::{
    Benchmarking, Broadcast, CarrierNat, Documentation, LinkLocal, Loopback, Metadata, Multicast, Private,
    Protocol, Public, Reserved, ThisNetwork, Unspecified,
};
use super::{AddressClass, Embedding, SPECIAL_RANGES, classify};

fn class(text: &str) -> AddressClass {
    classify(text.parse().unwrap())
}

fn embedded(text: &str) -> (Embedding, Ipv4Addr, AddressClass) {
    match class(text) {
        AddressClass::Embedded(inside) => (inside.form, inside.address, inside.class()),
        other => panic!("{text} is {other:?}"),
    }
}

#[test]
fn well_known_resolvers_are_public() {
    for text in [
        "1.1.1.1",
        "8.8.8.8",
        "9.9.9.9",
        "2606:4700:4700::1111",
        "2001:4860:4860::8888",
        "2620:fe::fe",
    ] {
        assert_eq!(class(text), Public, "{text}");
    }
}

#[test]
fn each_ipv4_range_holds_its_first_and_last_address() {
    for (first, last, expected) in [
        ("0.0.0.1", "0.255.255.255", ThisNetwork),
        ("10.0.0.0", "10.255.255.255", Private),
        ("100.64.0.0", "100.127.255.255", CarrierNat),
        ("127.0.0.0", "127.255.255.255", Loopback),
        ("169.254.0.0", "169.254.255.255", LinkLocal),
        ("172.16.0.0", "172.31.255.255", Private),
        ("192.0.0.0", "192.0.0.255", Protocol),
        ("192.0.2.0", "192.0.2.255", Documentation),
        ("192.168.0.0", "192.168.255.255", Private),
        ("198.18.0.0", "198.19.255.255", Benchmarking),
        ("198.51.100.0", "198.51.100.255", Documentation),
        ("203.0.113.0", "203.0.113.255", Documentation),
        ("224.0.0.0", "239.255.255.255", Multicast),
        ("240.0.0.0", "255.255.255.254", Reserved),
        ("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Private),
        ("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", LinkLocal),
        ("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Private),
        ("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Multicast),
        (
            "2001:db8::",
            "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
            Documentation,
        ),
        ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", Documentation),
    ] {
        assert_eq!(class(first), expected, "{first}");
        assert_eq!(class(last), expected, "{last}");
    }
}

#[test]
fn neighbours_of_private_ranges_are_public() {
    for text in [
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "172.15.255.255",
    ] {
        assert_eq!(class(text), Public, "{text}");
    }
    for text in [
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "223.255.255.255",
    ] {
        assert_eq!(class(text), Public, "{text}");
    }
}

#[test]
fn single_addresses_have_their_own_class() {
    assert_eq!(class("0.0.0.0"), Unspecified);
    assert_eq!(class("::"), Unspecified);
    assert_eq!(class("::1"), Loopback);
    assert_eq!(class("255.255.255.255"), Broadcast);
}

#[test]
fn metadata_services_are_named_before_the_range_around_them() {
    for text in [
        "169.254.169.254",
        "169.254.170.2",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd00:ec2::254",
    ] {
        assert_eq!(class(text), Metadata, "{text}");
    }
}

#[test]
fn ipv6_outside_global_unicast_is_reserved() {
    for text in ["1::1", "200::", "4000::1", "8000::1", "fe00::1"] {
        assert_eq!(class(text), Reserved, "{text}");
    }
}

#[test]
fn mapped_addresses_are_classified_by_what_they_carry() {
    assert_eq!(
        embedded("::ffff:127.0.0.1"),
        (Embedding::Mapped, Ipv4Addr::LOCALHOST, Loopback)
    );
    assert_eq!(embedded("::ffff:169.254.169.254").2, Metadata);
    assert_eq!(embedded("::ffff:8.8.8.8").2, Public);
}

#[test]
fn an_embedded_public_address_is_still_not_public() {
    assert!(!class("::ffff:8.8.8.8").is_public());
    assert!(!class("2002:808:808::1").is_public());
}

#[test]
fn compatible_addresses_are_classified_by_what_they_carry() {
    assert_eq!(
        embedded("::127.0.0.1"),
        (Embedding::Compatible, Ipv4Addr::LOCALHOST, Loopback)
    );
}

#[test]
fn translated_addresses_are_classified_by_what_they_carry() {
    assert_eq!(
        embedded("::ffff:0:10.0.0.1"),
        (Embedding::Translated, Ipv4Addr::new(10, 0, 0, 1), Private)
    );
}

#[test]
fn nat64_addresses_are_classified_by_what_they_carry() {
    assert_eq!(
        embedded("64:ff9b::10.1.2.3"),
        (Embedding::Nat64, Ipv4Addr::new(10, 1, 2, 3), Private)
    );
    assert_eq!(
        embedded("64:ff9b:1::10.1.2.3"),
        (Embedding::Nat64Local, Ipv4Addr::new(10, 1, 2, 3), Private)
    );
}

#[test]
fn six_to_four_addresses_are_classified_by_what_they_carry() {
    assert_eq!(
        embedded("2002:7f00:1::"),
        (Embedding::SixToFour, Ipv4Addr::LOCALHOST, Loopback)
    );
}

#[test]
fn teredo_addresses_carry_the_client_address_inverted() {
    // The example of RFC 4380, section 4, as IPv6 texts repeat it: client 192.0.2.45.
    let (form, address, inner) = embedded("2001:0:4136:e378:8000:63bf:3fff:fdd2");
    assert_eq!(
        (form, address, inner),
        (Embedding::Teredo, Ipv4Addr::new(192, 0, 2, 45), Documentation)
    );
}

#[test]
fn isatap_identifiers_are_found_in_a_public_prefix() {
    assert_eq!(embedded("2606:4700::5efe:10.0.0.1").0, Embedding::Isatap);
    assert_eq!(embedded("2606:4700::200:5efe:10.0.0.1").2, Private);
}

#[test]
fn isatap_under_a_link_local_prefix_stays_link_local() {
    assert_eq!(class("fe80::5efe:8.8.8.8"), LinkLocal);
}

#[test]
fn every_row_is_aligned_and_has_a_source() {
    for row in SPECIAL_RANGES {
        assert_eq!(row.network, row.network.trunc(), "{}", row.name);
        assert!(!row.source.is_empty() && !row.name.is_empty());
    }
}

#[test]
fn every_row_is_reached_by_its_own_first_address() {
    for row in SPECIAL_RANGES.iter().filter(|row| row.class != Public) {
        assert!(!classify(row.network.addr()).is_public(), "{}", row.name);
    }
}

#[test]
fn no_row_stands_twice() {
    for (i, row) in SPECIAL_RANGES.iter().enumerate() {
        assert!(
            SPECIAL_RANGES[..i]
                .iter()
                .all(|other| other.network != row.network),
            "{}",
            row.name
        );
    }
}

#[test]
fn the_name_of_a_class_has_no_input_in_it() {
    assert_eq!(classify(IpAddr::V4(Ipv4Addr::new(10, 9, 8, 7))).name(), "private");
}
