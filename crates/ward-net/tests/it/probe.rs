//! The probe against real servers, good and bad.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rcgen::date_time_ymd;
use rustls::version::{TLS12, TLS13};
use tokio::io::AsyncReadExt as _;
use ward_certs::{Chain, Defect, Question, Report, Revocation, TrustAnchors, chain};
use ward_net::{Connector, Handshake, Observation, OutboundPolicy, ProbeError, ProbeOptions, Target, tls};
use ward_secret::Timestamp;

use crate::servers::{
    Authority, Identity, TlsServer, anywhere, plain, self_signed, serve, server_config, server_params, target,
};

const HOST: &str = "www.example.com";

async fn probe(address: std::net::SocketAddr) -> Result<Observation, ProbeError> {
    tls::probe(&anywhere(), &target(HOST, address), &ProbeOptions::default()).await
}

async fn observe(identity: Identity) -> Observation {
    let server = TlsServer::start(server_config(identity, &[&TLS13, &TLS12])).await;
    probe(server.address).await.unwrap()
}

/// What `ward_certs` says of an observation.
fn verdict(observation: &Observation, root: &[u8]) -> ward_certs::Verdict {
    let mut anchors = TrustAnchors::none();
    anchors.add_der(root).unwrap();
    let target = Target::parse(HOST, 443).unwrap();
    let now = Timestamp::from_rfc3339("2026-11-22T12:00:00Z").unwrap();
    let question = Question {
        staple: observation.staple.as_deref(),
        ..Question::new(target.server_name(), now)
    };
    chain::judge(
        &Chain::from_der(&observation.presented).unwrap(),
        &anchors,
        &question,
    )
}

#[tokio::test]
async fn a_good_server_is_observed_and_judged_valid() {
    let authority = Authority::new();
    let identity = authority.issue(&server_params(&[HOST]));
    let presented = identity.chain.clone();
    let observation = observe(identity).await;
    assert_eq!(observation.presented, presented);
    assert_eq!(observation.handshake, Handshake::Completed);
    let verdict = verdict(&observation, &authority.root);
    assert!(
        verdict.is_valid() && verdict.defects.is_empty(),
        "{:?}",
        verdict.defects
    );
}

#[tokio::test]
async fn the_connection_is_described() {
    let observation = observe(self_signed(&server_params(&[HOST]))).await;
    assert_eq!(observation.facts.protocol, "TLSv1.3");
    assert_eq!(observation.facts.cipher_suite, "TLS_AES_256_GCM_SHA384");
    assert_eq!(observation.facts.bits, 256);
    assert_eq!(observation.facts.key_exchange.as_deref(), Some("X25519MLKEM768"));
    assert!(observation.facts.key_proven);
}

#[tokio::test]
async fn a_server_of_tls12_only_is_described() {
    let server = TlsServer::start(server_config(self_signed(&server_params(&[HOST])), &[&TLS12])).await;
    let facts = probe(server.address).await.unwrap().facts;
    assert_eq!(facts.protocol, "TLSv1.2");
    assert_eq!(facts.cipher_suite, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    assert!(facts.key_proven && facts.key_exchange.is_some());
}

#[tokio::test]
async fn a_server_of_tls13_only_is_described() {
    let server = TlsServer::start(server_config(self_signed(&server_params(&[HOST])), &[&TLS13])).await;
    assert_eq!(probe(server.address).await.unwrap().facts.protocol, "TLSv1.3");
}

#[tokio::test]
async fn an_expired_certificate_is_observed() {
    let authority = Authority::new();
    let mut params = server_params(&[HOST]);
    params.not_after = date_time_ymd(2026, 11, 1);
    let verdict = verdict(&observe(authority.issue(&params)).await, &authority.root);
    assert!(verdict.is_expired && verdict.chain_trusted && !verdict.is_valid());
}

#[tokio::test]
async fn a_certificate_that_is_not_yet_valid_is_observed() {
    let authority = Authority::new();
    let mut params = server_params(&[HOST]);
    params.not_before = date_time_ymd(2027, 1, 1);
    let verdict = verdict(&observe(authority.issue(&params)).await, &authority.root);
    assert!(verdict.not_yet_valid && !verdict.is_valid());
}

#[tokio::test]
async fn a_certificate_for_another_host_is_observed() {
    let authority = Authority::new();
    let observation = observe(authority.issue(&server_params(&["other.example"]))).await;
    assert_eq!(
        verdict(&observation, &authority.root).defects,
        [Defect::HostMismatch]
    );
}

#[tokio::test]
async fn a_self_signed_certificate_is_observed() {
    let mut params = server_params(&[HOST]);
    params
        .distinguished_name
        .push(rcgen::DnType::OrganizationName, "Self");
    let observation = observe(self_signed(&params)).await;
    assert_eq!(
        verdict(&observation, &Authority::new().root).defects,
        [Defect::SelfSigned]
    );
}

#[tokio::test]
async fn an_incomplete_chain_is_observed() {
    let authority = Authority::new();
    let mut identity = authority.issue(&server_params(&[HOST]));
    identity.chain.truncate(1);
    let observation = observe(identity).await;
    let defects = verdict(&observation, &authority.root).defects;
    assert_eq!(defects, [Defect::UnknownIssuer { position: 0 }]);
}

#[tokio::test]
async fn a_staple_that_openssl_made_is_observed_and_verified() {
    let issuer = include_bytes!("../vectors/issuer.crt");
    let observation = observe(Identity {
        chain: vec![include_bytes!("../vectors/server.crt").to_vec()],
        key: include_bytes!("../vectors/server.key.der").to_vec(),
        staple: include_bytes!("../vectors/good.der").to_vec(),
    })
    .await;
    assert_eq!(
        observation.staple.as_deref(),
        Some(&include_bytes!("../vectors/good.der")[..])
    );
    assert_eq!(verdict(&observation, issuer).revocation, Revocation::Good);
}

#[tokio::test]
async fn the_report_follows_from_an_observation() {
    let observation = observe(self_signed(&server_params(&[HOST]))).await;
    let target = Target::parse(HOST, 443).unwrap();
    let now = Timestamp::from_rfc3339("2026-11-22T12:00:00Z").unwrap();
    let chain = Chain::from_der(&observation.presented).unwrap();
    let question = Question::new(target.server_name(), now);
    let report = Report::new(&chain, &TrustAnchors::none(), &question, &observation.facts, &[]);
    assert!(!report.is_valid);
    assert_eq!(report.findings[0].rule, "self_signed");
}

#[tokio::test]
async fn nothing_is_sent_over_the_connection() {
    let server = TlsServer::start(server_config(self_signed(&server_params(&[HOST])), &[&TLS13])).await;
    probe(server.address).await.unwrap();
    assert_eq!(server.received.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn the_application_protocol_is_negotiated() {
    let mut config = server_config(self_signed(&server_params(&[HOST])), &[&TLS13]);
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let server = TlsServer::start(config).await;
    assert_eq!(
        probe(server.address).await.unwrap().alpn.as_deref(),
        Some(&b"http/1.1"[..])
    );
}

#[tokio::test]
async fn a_server_without_our_application_protocol_is_an_alert() {
    let mut config = server_config(self_signed(&server_params(&[HOST])), &[&TLS13]);
    config.alpn_protocols = vec![b"imap".to_vec()];
    let server = TlsServer::start(config).await;
    let failed = probe(server.address).await.unwrap_err();
    assert!(
        matches!(failed, ProbeError::Alert("no_application_protocol")),
        "{failed:?}"
    );
}

#[tokio::test]
async fn a_server_that_wants_a_client_certificate_is_still_observed() {
    let authority = Authority::new();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(authority.root.clone().into()).unwrap();
    for version in [&TLS12, &TLS13] {
        let provider = Arc::new(ward_net::trust::provider());
        let verifier = rustls::server::WebPkiClientVerifier::builder_with_provider(
            Arc::new(roots.clone()),
            Arc::clone(&provider),
        )
        .build()
        .unwrap();
        let identity = authority.issue(&server_params(&[HOST]));
        let presented = identity.chain.clone();
        let chain = identity.chain.into_iter().map(Into::into).collect();
        let key = rustls_pki_types::PrivatePkcs8KeyDer::from(identity.key).into();
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .unwrap()
            .with_client_cert_verifier(verifier)
            .with_single_cert(chain, key)
            .unwrap();
        let observation = probe(TlsServer::start(config).await.address).await.unwrap();
        assert_eq!(observation.presented, presented);
        assert!(observation.facts.key_proven, "{version:?}");
    }
}

#[tokio::test]
async fn plain_http_is_not_tls() {
    let address = plain(b"HTTP/1.1 400 Bad Request\r\n\r\n", true).await;
    assert!(matches!(probe(address).await, Err(ProbeError::NotTls)));
}

#[tokio::test]
async fn a_protocol_that_greets_first_is_not_tls() {
    let address = plain(b"220 mail.example ESMTP\r\n", false).await;
    assert!(matches!(probe(address).await, Err(ProbeError::NotTls)));
}

#[tokio::test]
async fn an_alert_is_named() {
    // A fatal alert of TLS 1.0: protocol_version (70).
    let address = plain(&[0x15, 3, 1, 0, 2, 2, 70], true).await;
    let failed = probe(address).await.unwrap_err();
    assert!(
        matches!(failed, ProbeError::Alert("protocol_version")),
        "{failed:?}"
    );
}

#[tokio::test]
async fn garbage_in_the_form_of_a_record_is_a_failed_handshake() {
    let address = plain(&[0x16, 3, 3, 0, 4, 0xff, 0xff, 0xff, 0xff], true).await;
    let failed = probe(address).await.unwrap_err();
    assert_eq!(failed.code(), "tls_failed", "{failed:?}");
}

#[tokio::test]
async fn a_server_that_closes_is_said_to() {
    let address = serve(|mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
    })
    .await;
    assert!(matches!(probe(address).await, Err(ProbeError::Closed)));
}

#[tokio::test]
async fn a_silent_server_runs_into_the_deadline() {
    let address = serve(|mut stream| async move {
        let _ = stream.read_to_end(&mut Vec::new()).await;
    })
    .await;
    let options = ProbeOptions::with_timeout(Duration::from_millis(50));
    let failed = tls::probe(&anywhere(), &target(HOST, address), &options)
        .await
        .unwrap_err();
    assert!(matches!(failed, ProbeError::Timeout), "{failed:?}");
}

#[tokio::test]
async fn a_handshake_without_end_is_cut_off() {
    // Records of 16 KiB that carry one handshake message (ServerHello) of 16 MiB.
    let mut records = Vec::new();
    for index in 0..64 {
        records.extend([0x16, 3, 3, 0x40, 0]);
        let mut payload = vec![0; 0x4000];
        if index == 0 {
            payload[..4].copy_from_slice(&[2, 0xff, 0xff, 0xff]);
        }
        records.extend(payload);
    }
    let failed = probe(plain(Vec::leak(records), true).await).await.unwrap_err();
    assert!(matches!(failed.code(), "tls_failed" | "too_large"), "{failed:?}");
}

#[tokio::test]
async fn a_port_where_nobody_listens_refuses() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    assert_eq!(probe(address).await.unwrap_err().code(), "connect_refused");
}

#[tokio::test]
async fn a_service_does_not_probe_this_machine() {
    let server = TlsServer::start(server_config(self_signed(&server_params(&[HOST])), &[&TLS13])).await;
    let policy = OutboundPolicy::service().with_ports([server.address.port()]);
    let connector = Connector::new(Arc::new(policy));
    let target = Target::parse("localhost", server.address.port()).unwrap();
    let refused = tls::probe(&connector, &target, &ProbeOptions::default())
        .await
        .unwrap_err();
    assert_eq!(refused.code(), "refused_by_policy");
}
