use super::*;

fn socket(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

fn service() -> OutboundPolicy {
    OutboundPolicy::service()
}

#[test]
fn a_public_address_on_a_listed_port_is_allowed() {
    assert_eq!(service().check(socket("9.9.9.9:443")), Ok(()));
    assert_eq!(service().check(socket("[2620:fe::fe]:853")), Ok(()));
}

#[test]
fn a_port_off_the_list_is_denied() {
    assert_eq!(service().check(socket("9.9.9.9:22")), Err(Denied::Port));
    assert_eq!(service().check_port(22), Err(Denied::Port));
}

#[test]
fn every_kind_of_special_address_is_denied() {
    for address in [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:9.9.9.9",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "100::1",
        "4000::1",
    ] {
        let address = SocketAddr::new(address.parse().unwrap(), 443);
        assert!(
            matches!(service().check(address), Err(Denied::Address(_))),
            "{address}"
        );
    }
}

#[test]
fn an_allowance_is_for_its_network_and_port_only() {
    let policy = service().allowing("127.0.0.0/30:8443".parse().unwrap());
    assert_eq!(policy.check(socket("127.0.0.1:8443")), Ok(()));
    assert!(policy.check(socket("127.0.0.1:443")).is_err());
    assert!(policy.check(socket("127.0.0.4:8443")).is_err());
    assert!(policy.check(socket("[::1]:8443")).is_err());
}

#[test]
fn an_allowance_for_ipv4_does_not_reach_it_through_ipv6() {
    let policy = service().allowing("127.0.0.1:8443".parse().unwrap());
    assert!(policy.check(socket("[::ffff:127.0.0.1]:8443")).is_err());
}

#[test]
fn a_denied_network_wins_over_an_allowance() {
    let policy = service()
        .allowing("9.9.9.0/24:443".parse().unwrap())
        .denying("9.9.9.0/24".parse().unwrap());
    assert_eq!(policy.check(socket("9.9.9.9:443")), Err(Denied::Network));
}

#[test]
fn an_own_listener_is_denied_even_where_its_network_is_allowed() {
    let policy = service()
        .allowing("127.0.0.0/8:8443".parse().unwrap())
        .denying_own([socket("127.0.0.1:8443")]);
    assert_eq!(policy.check(socket("127.0.0.1:8443")), Err(Denied::Own));
    assert_eq!(policy.check(socket("[::ffff:127.0.0.1]:8443")), Err(Denied::Own));
    assert_eq!(policy.check(socket("0.0.0.0:8443")), Err(Denied::Own));
    assert_eq!(policy.check(socket("127.0.0.2:8443")), Ok(()));
}

#[test]
fn a_listener_on_every_address_is_denied_on_every_inside_address() {
    let policy = service()
        .allowing("10.0.0.0/8:8443".parse().unwrap())
        .denying_own([socket("0.0.0.0:8443")]);
    assert_eq!(policy.check(socket("10.1.2.3:8443")), Err(Denied::Own));
    assert_eq!(policy.check(socket("9.9.9.9:8443")), Ok(()));
}

#[test]
fn a_person_may_reach_everything() {
    let policy = OutboundPolicy::person().denying("127.0.0.0/8".parse().unwrap());
    assert_eq!(policy.check(socket("127.0.0.1:22")), Ok(()));
    assert_eq!(policy.check_port(22), Ok(()));
}

#[test]
fn denials_of_an_address_read_alike() {
    let texts = [
        Denied::Address(AddressClass::Metadata),
        Denied::Network,
        Denied::Own,
    ]
    .map(|one| one.to_string());
    assert!(texts.iter().all(|text| *text == texts[0]));
}

#[test]
fn allowances_are_read_strictly() {
    for good in ["10.0.0.0/8:443", "127.0.0.1:8443", "[fd00::/8]:443", "[::1]:443"] {
        assert!(good.parse::<Allowance>().is_ok(), "{good}");
    }
    for bad in [
        "10.0.0.0/8",
        "10.0.0.1/8:443",
        "10.0.0.0/8:0",
        "::1:443",
        "fd00::/8:443",
        "[10.0.0.0/8]:443",
        "a:1",
        "",
    ] {
        assert_eq!(bad.parse::<Allowance>(), Err(AllowanceError), "{bad}");
    }
}
