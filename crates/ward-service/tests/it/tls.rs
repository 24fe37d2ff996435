use std::io::Read as _;
use std::net::TcpListener;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use time::{Duration, OffsetDateTime};

use crate::world::World;

fn params(names: &[&str]) -> CertificateParams {
    let mut params =
        CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).unwrap();
    let now = OffsetDateTime::now_utc();
    (params.not_before, params.not_after) = (now - Duration::days(1), now + Duration::days(80));
    params.use_authority_key_identifier_extension = true;
    params
}

/// Serves TLS on a free port under a root of its own; returns the port and the root in PEM.
fn endpoint() -> (u16, String) {
    let mut root = params(&[]);
    root.distinguished_name.push(rcgen::DnType::CommonName, "A Root");
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    root.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let root_key = KeyPair::generate().unwrap();
    let pem = root.self_signed(&root_key).unwrap().pem();
    let issuer = Issuer::new(root, root_key);
    let mut leaf = params(&["127.0.0.1"]);
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let key = KeyPair::generate().unwrap();
    let certificate = leaf.signed_by(&key, &issuer).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        while let Ok((stream, _)) = listener.accept() {
            let connection = ServerConnection::new(config.clone()).unwrap();
            let _ = StreamOwned::new(connection, stream).read(&mut [0; 64]);
        }
    });
    (port, pem)
}

#[test]
fn an_endpoint_under_a_root_of_its_own_is_valid_with_that_root_only() {
    let (port, pem) = endpoint();
    let world = World::new();
    let root = world.write("root.pem", pem);
    let target = format!("127.0.0.1:{port}");
    let valid = world.ward(&["tls", "check", &target, "--root", &root]);
    assert_eq!(valid.code, 0, "{valid:?}");
    assert!(
        valid.out.starts_with(&format!("127.0.0.1:{port} valid\n")),
        "{}",
        valid.out
    );
    let distrusted = world.ward(&["tls", "check", &target]);
    assert_eq!(distrusted.code, 1);
    assert!(
        distrusted.out.contains("NOT VALID") && distrusted.out.contains("  trusted      no"),
        "{}",
        distrusted.out
    );
    let pin = "sha256/d6qzRu9zOECb90Uez27xWltNsj0e1Md7GkYYkVoZWmM=";
    let report = world.ward(&["tls", "check", &target, "--root", &root, "--pin", pin, "--json"]);
    assert_eq!(report.code, 1);
    let report: serde_json::Value = serde_json::from_str(&report.out).unwrap();
    assert_eq!(report["validation"]["pin_match"], false);
}

#[test]
fn an_endpoint_that_is_not_there_is_unavailable() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    World::new()
        .ward(&["tls", "check", &format!("127.0.0.1:{port}")])
        .failed(5);
}

#[test]
fn text_that_is_no_host_is_bad_input() {
    let world = World::new();
    world.ward(&["tls", "check", "https://example.org/"]).failed(2);
    world.ward(&["tls", "check", "exa mple.org"]).failed(2);
}

#[test]
fn a_server_does_not_connect_inwards_for_its_callers() {
    let (port, _) = endpoint();
    let server_world = World::new();
    let server = server_world.serve(&["--dev"]);
    let world = World::new().with("WARD_URL", &server.url);
    let ran = world.ward(&["tls", "check", &format!("127.0.0.1:{port}")]);
    assert_eq!(
        ran.failed(3),
        "error: the outbound policy does not allow this host and port"
    );
}
