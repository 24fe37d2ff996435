//! The guard at work: who is reached, and who is not.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;
use ward_net::{Allowance, ConnectError, Connector, Denied, OutboundPolicy, Target};

use crate::servers::{Counter, Scripted};

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(5)
}

/// A service that may use `port`, so that only the address decides.
fn service(port: u16) -> OutboundPolicy {
    OutboundPolicy::service().with_ports([port])
}

fn allowing(text: &str, address: SocketAddr) -> OutboundPolicy {
    let allowance: Allowance = format!("{text}:{}", address.port()).parse().unwrap();
    service(address.port()).allowing(allowance)
}

async fn connect(
    policy: OutboundPolicy,
    answers: &[&[&str]],
    host: &str,
    port: u16,
) -> Result<SocketAddr, ConnectError> {
    let connector = Connector::with_resolver(Arc::new(policy), Scripted::new(answers));
    let target = Target::parse(host, port).unwrap();
    connector
        .connect(&target, soon())
        .await
        .map(|connection| connection.peer)
}

#[tokio::test]
async fn no_spelling_of_a_local_address_reaches_a_local_listener() {
    let listener = Counter::start().await;
    let port = listener.address.port();
    for host in [
        "127.0.0.1",
        "127.0.0.2",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "0177.0.0.1",
        "１２７.０.０.１",
        "127。0。0。1",
        "0.0.0.0",
        "0",
        "::",
        "[::]",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b:1::127.0.0.1]",
        "[2002:7f00:1::]",
        "[2001:0:0:0:0:0:80ff:fffe]",
        "[::ffff:0:127.0.0.1]",
    ] {
        let refused = connect(service(port), &[], host, port).await.unwrap_err();
        assert!(matches!(refused, ConnectError::Denied(_)), "{host}: {refused:?}");
    }
    assert_eq!(listener.came(), 0);
}

#[tokio::test]
async fn no_name_that_means_a_special_address_is_reached() {
    let listener = Counter::start().await;
    let port = listener.address.port();
    for address in [
        "127.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "fd00:ec2::254",
        "0.0.0.0",
    ] {
        let refused = connect(service(port), &[&[address]], "innocent.example", port)
            .await
            .unwrap_err();
        assert!(
            matches!(refused, ConnectError::Denied(Denied::Address(_))),
            "{address}: {refused:?}"
        );
    }
    assert_eq!(listener.came(), 0);
}

#[tokio::test]
async fn an_allowed_network_is_reached_once() {
    let listener = Counter::start().await;
    let policy = allowing("127.0.0.0/8", listener.address);
    let peer = connect(
        policy,
        &[&["127.0.0.1"]],
        "inside.example",
        listener.address.port(),
    )
    .await
    .unwrap();
    assert_eq!(peer, listener.address);
    // The listener counts when it accepts, which may be after the connection is made.
    while listener.came() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(listener.came(), 1);
}

#[tokio::test]
async fn one_refused_address_among_allowed_ones_refuses_the_name() {
    let listener = Counter::start().await;
    for order in [["127.0.0.1", "10.0.0.1"], ["10.0.0.1", "127.0.0.1"]] {
        let policy = allowing("127.0.0.0/8", listener.address);
        let refused = connect(policy, &[&order], "mixed.example", listener.address.port())
            .await
            .unwrap_err();
        assert!(matches!(refused, ConnectError::Denied(_)), "{refused:?}");
    }
    assert_eq!(listener.came(), 0);
}

#[tokio::test]
async fn a_name_that_changes_its_answer_is_asked_once_and_held_to_the_first() {
    let listener = Counter::start().await;
    // First an allowed address where nobody listens, then the local listener: DNS rebinding.
    let resolver = Scripted::new(&[&["127.0.0.9"], &["127.0.0.1"]]);
    let policy = allowing("127.0.0.9/32", listener.address);
    let connector = Connector::with_resolver(Arc::new(policy), Arc::<Scripted>::clone(&resolver));
    let target = Target::parse("rebinding.example", listener.address.port()).unwrap();
    let failed = connector.connect(&target, soon()).await.unwrap_err();
    assert!(matches!(failed, ConnectError::Refused(_)), "{failed:?}");
    assert_eq!((resolver.asked.load(Ordering::SeqCst), listener.came()), (1, 0));
}

#[tokio::test]
async fn a_name_that_turns_from_public_to_local_is_refused_on_the_next_call() {
    let listener = Counter::start().await;
    let port = listener.address.port();
    let resolver = Scripted::new(&[&["192.88.98.1"], &["127.0.0.1"]]);
    let connector = Connector::with_resolver(Arc::new(service(port)), resolver);
    let target = Target::parse("rebinding.example", port).unwrap();
    assert!(connector.checked_addresses(&target, soon()).await.is_ok());
    assert!(matches!(
        connector.connect(&target, soon()).await,
        Err(ConnectError::Denied(_))
    ));
    assert_eq!(listener.came(), 0);
}

#[tokio::test]
async fn a_port_off_the_list_is_refused_before_the_name_is_looked_up() {
    let resolver = Scripted::new(&[&["9.9.9.9"]]);
    let connector = Connector::with_resolver(
        Arc::new(OutboundPolicy::service()),
        Arc::<Scripted>::clone(&resolver),
    );
    let target = Target::parse("www.example.com", 22).unwrap();
    let refused = connector.connect(&target, soon()).await.unwrap_err();
    assert!(matches!(refused, ConnectError::Denied(Denied::Port)));
    assert_eq!(resolver.asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn an_own_listener_is_not_reached_though_its_network_is_allowed() {
    let listener = Counter::start().await;
    let policy = allowing("127.0.0.0/8", listener.address).denying_own([listener.address]);
    let refused = connect(policy, &[], "127.0.0.1", listener.address.port())
        .await
        .unwrap_err();
    assert!(matches!(refused, ConnectError::Denied(Denied::Own)));
    assert_eq!(listener.came(), 0);
}

#[tokio::test]
async fn a_person_reaches_a_local_listener() {
    let listener = Counter::start().await;
    let peer = connect(OutboundPolicy::person(), &[], "127.1", listener.address.port())
        .await
        .unwrap();
    assert_eq!(peer, listener.address);
}

#[tokio::test]
async fn the_second_address_is_tried_when_the_first_refuses() {
    let listener = Counter::start().await;
    let answers: &[&[&str]] = &[&["127.0.0.9", "127.0.0.1"]];
    let peer = connect(
        OutboundPolicy::person(),
        answers,
        "two.example",
        listener.address.port(),
    )
    .await
    .unwrap();
    assert_eq!(peer, listener.address);
}

#[tokio::test]
async fn a_name_without_addresses_does_not_resolve() {
    let failed = connect(OutboundPolicy::service(), &[&[]], "empty.example", 443)
        .await
        .unwrap_err();
    assert_eq!(failed.code(), "resolve_failed");
}

#[tokio::test]
async fn a_resolver_that_fails_is_said_to() {
    let failed = connect(OutboundPolicy::service(), &[], "gone.example", 443)
        .await
        .unwrap_err();
    assert!(matches!(failed, ConnectError::Resolve(Some(_))));
}

#[tokio::test]
async fn errors_do_not_hold_the_host() {
    for (answers, port) in [(&[&["10.7.7.7"][..]][..], 443), (&[], 443), (&[], 22)] {
        let failed = connect(OutboundPolicy::service(), answers, "canary.example", port)
            .await
            .unwrap_err();
        let text = failed.to_string();
        assert!(!text.contains("canary") && !text.contains("10.7"), "{text}");
    }
}
