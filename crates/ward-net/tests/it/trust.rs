//! Anchors, and clients that verify.

use std::sync::Arc;

use rustls::version::{TLS12, TLS13};
use rustls_pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use ward_net::trust::{Roots, TrustError, client_config, load};

use crate::servers::{Authority, TlsServer, server_config, server_params};

/// The clock of this test is the machine's, which a verifying client reads, so the names are wrong or right and the
/// dates wide.
async fn connects(authority: &Authority, trusted: &Authority, name: &'static str) -> bool {
    let mut params = server_params(&["www.example.com"]);
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2040, 1, 1);
    let mut ca = authority.issue(&params);
    ca.staple.clear();
    let server = TlsServer::start(server_config(ca, &[&TLS13, &TLS12])).await;
    let anchors = load(Roots::ExtraOnly, std::slice::from_ref(&trusted.root))
        .unwrap()
        .anchors;
    let connector = TlsConnector::from(Arc::new(client_config(&anchors, &[b"http/1.1"]).unwrap()));
    let stream = TcpStream::connect(server.address).await.unwrap();
    connector
        .connect(ServerName::try_from(name).unwrap(), stream)
        .await
        .is_ok()
}

#[tokio::test]
async fn a_client_accepts_a_server_of_its_anchor() {
    let authority = Authority::new();
    assert!(connects(&authority, &authority, "www.example.com").await);
}

#[tokio::test]
async fn a_client_refuses_another_name() {
    let authority = Authority::new();
    assert!(!connects(&authority, &authority, "www.example.org").await);
}

#[tokio::test]
async fn a_client_refuses_another_anchor() {
    assert!(!connects(&Authority::new(), &Authority::new(), "www.example.com").await);
}

#[test]
fn the_bundled_roots_are_many() {
    let loaded = load(Roots::Bundled, &[]).unwrap();
    assert!(loaded.anchors.len() > 50);
    assert_eq!(loaded.roots, Roots::Bundled);
}

#[test]
fn extra_roots_are_added() {
    let bundled = load(Roots::Bundled, &[]).unwrap().anchors.len();
    let more = load(Roots::Bundled, &[Authority::new().root])
        .unwrap()
        .anchors
        .len();
    assert_eq!(more, bundled + 1);
}

#[test]
fn an_extra_root_that_cannot_be_read_is_an_error() {
    assert_eq!(
        load(Roots::Bundled, &[vec![0x30, 0]]).unwrap_err(),
        TrustError::Extra
    );
}

#[test]
fn trusting_nothing_is_an_error() {
    assert_eq!(load(Roots::ExtraOnly, &[]).unwrap_err(), TrustError::Empty);
}

#[test]
fn the_hybrid_key_exchange_is_offered_first() {
    assert_eq!(
        ward_net::trust::provider().kx_groups[0].name(),
        rustls::NamedGroup::X25519MLKEM768
    );
}
