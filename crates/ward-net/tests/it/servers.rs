//! Listeners and TLS servers on 127.0.0.1, and resolvers that answer what a test says.

use std::collections::VecDeque;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use ward_input::host::HostName;
use ward_net::resolve::Resolving;
use ward_net::{Connector, OutboundPolicy, Resolve, Target};

/// Answers look-ups from a list, one answer each, and counts them. The last answer stays.
pub(crate) struct Scripted {
    answers: Mutex<VecDeque<Vec<IpAddr>>>,
    pub(crate) asked: AtomicUsize,
}

impl Scripted {
    pub(crate) fn new(answers: &[&[&str]]) -> Arc<Self> {
        let parse = |answer: &&[&str]| answer.iter().map(|address| address.parse().unwrap()).collect();
        Arc::new(Self {
            answers: Mutex::new(answers.iter().map(parse).collect()),
            asked: AtomicUsize::new(0),
        })
    }
}

impl Resolve for Scripted {
    fn resolve<'a>(&'a self, _: &'a HostName) -> Resolving<'a> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 {
            answers.pop_front()
        } else {
            answers.front().cloned()
        };
        Box::pin(async move { answer.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound)) })
    }
}

/// A listener that counts who comes.
pub(crate) struct Counter {
    pub(crate) address: SocketAddr,
    pub(crate) came: Arc<AtomicUsize>,
}

impl Counter {
    pub(crate) async fn start() -> Self {
        let came = Arc::new(AtomicUsize::new(0));
        let address = serve({
            let came = Arc::clone(&came);
            move |_| {
                came.fetch_add(1, Ordering::SeqCst);
                async {}
            }
        })
        .await;
        Self { address, came }
    }

    pub(crate) fn came(&self) -> usize {
        self.came.load(Ordering::SeqCst)
    }
}

/// Serves every connection with `answer`.
pub(crate) async fn serve<F, A>(answer: F) -> SocketAddr
where
    F: Fn(TcpStream) -> A + Send + 'static,
    A: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    address
}

/// A server that says `greeting` once it was spoken to, or at once, and closes.
pub(crate) async fn plain(greeting: &'static [u8], waits: bool) -> SocketAddr {
    serve(move |mut stream| async move {
        if waits {
            let _ = stream.read(&mut [0; 16]).await;
        }
        let _ = stream.write_all(greeting).await;
        // Read until the client leaves, so that no reset overtakes the greeting.
        let _ = stream.read_to_end(&mut Vec::new()).await;
    })
    .await
}

pub(crate) fn ca_params(name: &str) -> CertificateParams {
    let mut params = server_params(&[]);
    params
        .distinguished_name
        .push(rcgen::DnType::OrganizationName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.extended_key_usages.clear();
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params.not_after = date_time_ymd(2040, 1, 1);
    params
}

pub(crate) fn server_params(names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.use_authority_key_identifier_extension = true;
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    (params.not_before, params.not_after) = (date_time_ymd(2026, 10, 1), date_time_ymd(2027, 2, 1));
    params
}

/// A root, an intermediate, and what they issue.
pub(crate) struct Authority {
    pub(crate) root: Vec<u8>,
    pub(crate) intermediate: Vec<u8>,
    params: CertificateParams,
    key: KeyPair,
}

/// Certificates to present and the key of the first.
pub(crate) struct Identity {
    pub(crate) chain: Vec<Vec<u8>>,
    pub(crate) key: Vec<u8>,
    pub(crate) staple: Vec<u8>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let (root_params, root_key) = (ca_params("Root"), KeyPair::generate().unwrap());
        let root = root_params.self_signed(&root_key).unwrap().der().to_vec();
        let (params, key) = (ca_params("Intermediate"), KeyPair::generate().unwrap());
        let issuer = Issuer::from_params(&root_params, &root_key);
        let intermediate = params.signed_by(&key, &issuer).unwrap().der().to_vec();
        Self {
            root,
            intermediate,
            params,
            key,
        }
    }

    pub(crate) fn issue(&self, params: &CertificateParams) -> Identity {
        let key = KeyPair::generate().unwrap();
        let issuer = Issuer::from_params(&self.params, &self.key);
        let leaf = params.signed_by(&key, &issuer).unwrap().der().to_vec();
        Identity {
            chain: vec![leaf, self.intermediate.clone()],
            key: key.serialize_der(),
            staple: Vec::new(),
        }
    }
}

pub(crate) fn self_signed(params: &CertificateParams) -> Identity {
    let key = KeyPair::generate().unwrap();
    let leaf = params.self_signed(&key).unwrap().der().to_vec();
    Identity {
        chain: vec![leaf],
        key: key.serialize_der(),
        staple: Vec::new(),
    }
}

/// The configuration of a TLS server with `identity`.
pub(crate) fn server_config(
    identity: Identity,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> ServerConfig {
    let chain = identity.chain.into_iter().map(CertificateDer::from).collect();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(identity.key));
    ServerConfig::builder_with_provider(Arc::new(ward_net::trust::provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert_with_ocsp(chain, key, identity.staple)
        .unwrap()
}

/// A TLS server that keeps everything that clients send after the handshake.
pub(crate) struct TlsServer {
    pub(crate) address: SocketAddr,
    pub(crate) received: Arc<AtomicUsize>,
}

impl TlsServer {
    pub(crate) async fn start(config: ServerConfig) -> Self {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let received = Arc::new(AtomicUsize::new(0));
        let address = serve({
            let received = Arc::clone(&received);
            move |stream| {
                let (acceptor, received) = (acceptor.clone(), Arc::clone(&received));
                async move {
                    if let Ok(mut tls) = acceptor.accept(stream).await {
                        let mut data = Vec::new();
                        let _ = tls.read_to_end(&mut data).await;
                        received.fetch_add(data.len(), Ordering::SeqCst);
                    }
                }
            }
        })
        .await;
        Self { address, received }
    }
}

/// A connector that may go anywhere; every name is 127.0.0.1.
pub(crate) fn anywhere() -> Connector {
    Connector::with_resolver(
        Arc::new(OutboundPolicy::person()),
        Scripted::new(&[&["127.0.0.1"]]),
    )
}

pub(crate) fn target(name: &str, address: SocketAddr) -> Target {
    Target::parse(name, address.port()).unwrap()
}
