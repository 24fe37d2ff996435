//! The probe against `openssl s_server`, for what the Rust server refuses to be: weak keys and old protocols.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use ward_certs::certificate::KeyAlgorithm;
use ward_certs::{Certificate, Chain, Question, Report, ServerName, TrustAnchors};
use ward_net::{ProbeError, ProbeOptions, tls};
use ward_secret::Timestamp;

use crate::servers::{anywhere, target};

/// A server process and its folder; both end with it.
struct Server {
    child: Child,
    folder: PathBuf,
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// `None`, and a word about it, where OpenSSL is not installed; in CI that is a failure.
fn start(name: &str, key: &str, options: &[&str]) -> Option<Server> {
    if Command::new("openssl")
        .arg("version")
        .stdout(Stdio::null())
        .status()
        .is_err()
    {
        assert!(std::env::var_os("CI").is_none(), "the openssl command is missing");
        println!("skipped 1 test ({name}): there is no openssl command");
        return None;
    }
    let folder = std::env::temp_dir().join(format!("ward-net-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            key,
            "-nodes",
            "-keyout",
            "key.pem",
            "-out",
            "certificate.pem",
        ])
        .args([
            "-subj",
            "/CN=www.example.com",
            "-addext",
            "subjectAltName=DNS:www.example.com",
            "-days",
            "30",
        ])
        .current_dir(&folder)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(made.success());
    let mut child = Command::new("openssl")
        .args(["s_server", "-accept", "127.0.0.1:0", "-key", "key.pem", "-cert", "certificate.pem"])
        .args(["-cipher", "ALL:@SECLEVEL=0"])
        .args(options)
        .current_dir(&folder)
        // The server ends when its input does.
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = lines.map_while(Result::ok).find_map(|line| {
        line.strip_prefix("ACCEPT ")
            .and_then(|address| address.parse().ok())
    });
    Some(Server {
        child,
        folder,
        address: address.unwrap(),
    })
}

#[tokio::test]
async fn a_server_with_an_rsa_key_of_1024_bits_is_observed_and_never_valid() {
    let Some(server) = start("rsa-1024", "rsa:1024", &["-tls1_2"]) else {
        return;
    };
    let target = target("www.example.com", server.address);
    let observation = tls::probe(&anywhere(), &target, &ProbeOptions::default())
        .await
        .unwrap();
    let leaf = Certificate::from_der(&observation.presented[0]).unwrap();
    assert_eq!((leaf.key.algorithm, leaf.key.bits), (KeyAlgorithm::Rsa, 1024));

    let chain = Chain::from_der(&observation.presented).unwrap();
    let host = ServerName::try_from("www.example.com").unwrap();
    let now = leaf.not_before.max(Timestamp::EPOCH);
    let question = Question::new(&host, now);
    let report = Report::new(&chain, &TrustAnchors::none(), &question, &observation.facts, &[]);
    assert!(!report.is_valid);
    assert!(report.findings.iter().any(|finding| finding.rule == "weak_key"));
}

#[tokio::test]
async fn a_server_of_tls10_only_refuses_with_an_alert() {
    let Some(server) = start("tls10", "rsa:2048", &["-tls1"]) else {
        return;
    };
    let target = target("www.example.com", server.address);
    let failed = tls::probe(&anywhere(), &target, &ProbeOptions::default())
        .await
        .unwrap_err();
    assert!(
        matches!(failed, ProbeError::Alert("protocol_version")),
        "{failed:?}"
    );
}

#[tokio::test]
async fn a_server_of_openssl_is_described() {
    let Some(server) = start("plain", "rsa:2048", &["-tls1_3"]) else {
        return;
    };
    let target = target("www.example.com", server.address);
    let facts = tls::probe(&anywhere(), &target, &ProbeOptions::default())
        .await
        .unwrap()
        .facts;
    assert_eq!((facts.protocol.as_str(), facts.key_proven), ("TLSv1.3", true));
    // OpenSSL 3.0 to 3.4 do not know ML-KEM; later ones choose it.
    assert!(
        facts
            .key_exchange
            .is_some_and(|group| group == "X25519" || group == "X25519MLKEM768")
    );
}
