//! `ssl_check` reaches only where the policy allows, and reports on what it finds there.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use tokio::net::TcpListener;
use ward_input::host::HostName;
use ward_net::resolve::Resolving;
use ward_net::{Connector, OutboundPolicy, Resolve};
use ward_ops::ErrorKind;

use crate::world::World;

/// Answers in turn: what it says first is not what it says next.
struct Rebinding {
    answers: Vec<IpAddr>,
    asked: AtomicUsize,
}

impl Resolve for Rebinding {
    fn resolve<'a>(&'a self, _: &'a HostName) -> Resolving<'a> {
        let turn = self.asked.fetch_add(1, Ordering::SeqCst);
        let answer = self.answers[turn.min(self.answers.len() - 1)];
        Box::pin(async move { Ok(vec![answer]) })
    }
}

/// Counts who knocks.
async fn listener() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (address, count)
}

#[tokio::test]
async fn no_form_of_an_inside_address_is_connected_to() {
    let (address, count) = listener().await;
    let port = address.port();
    let policy = OutboundPolicy::service().with_ports([port]);
    let world = World::with(|settings| settings.connector = Connector::new(Arc::new(policy))).await;
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "0177.0.0.1",
        "127.0.0.1.",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "[::1]",
        "::1",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "0.0.0.0",
        "0",
        "[::]",
        "１２７.０.０.１",
        "127。0。0。1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "[2001:db8::1]",
    ] {
        let request = json!({"hostname": host, "port": port, "timeout": 2}).to_string();
        let error = world.call("ssl_check", &request).await.unwrap_err();
        let refused = [
            (ErrorKind::Forbidden, "refused_by_policy"),
            (ErrorKind::Invalid, "invalid_request"),
        ];
        assert!(refused.contains(&(error.kind, error.code)), "{host}: {error:?}");
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_name_that_rebinds_is_resolved_once_and_not_connected_to() {
    let (address, count) = listener().await;
    let resolver = Arc::new(Rebinding {
        answers: vec!["127.0.0.1".parse().unwrap(), "93.184.216.34".parse().unwrap()],
        asked: AtomicUsize::new(0),
    });
    let policy = Arc::new(OutboundPolicy::service().with_ports([address.port()]));
    let connector = Connector::with_resolver(policy, resolver.clone());
    let world = World::with(|settings| settings.connector = connector).await;
    let request = json!({"hostname": "rebind.example", "port": address.port(), "timeout": 2}).to_string();
    let error = world.call("ssl_check", &request).await.unwrap_err();
    assert_eq!(error.code, "refused_by_policy");
    assert_eq!(
        (
            resolver.asked.load(Ordering::SeqCst),
            count.load(Ordering::SeqCst)
        ),
        (1, 0)
    );
}

#[tokio::test]
async fn a_network_that_the_operator_allows_is_reached() {
    let (address, count) = listener().await;
    let allowance = format!("127.0.0.0/8:{}", address.port()).parse().unwrap();
    let policy = Arc::new(OutboundPolicy::service().allowing(allowance));
    let world = World::with(|settings| settings.connector = Connector::new(policy)).await;
    let request = json!({"hostname": "127.0.0.1", "port": address.port(), "timeout": 1}).to_string();
    let error = world.call("ssl_check", &request).await.unwrap_err();
    assert!(
        matches!(error.kind, ErrorKind::RemoteFailed | ErrorKind::RemoteTimeout),
        "{error:?}"
    );
    assert_eq!(count.load(Ordering::SeqCst), 1);
}
