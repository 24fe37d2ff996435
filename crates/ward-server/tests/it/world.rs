//! A private server for a test: a store in memory, a clock set by hand, an engine over both, a socket of its own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use ward_ops::{Engine, Settings};
use ward_secret::testing::ManualClock;
use ward_secret::{Secret, Timestamp};
use ward_server::{HttpLimits, ServerOptions, serve};
use ward_store::{AuditFilter, Location, RootKeySource, Store};

use crate::client::{Client, Reply};

pub(crate) const START: Timestamp = Timestamp::from_unix_seconds(1_795_248_000);

/// No test waits longer than this for anything.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct World {
    pub(crate) address: SocketAddr,
    pub(crate) engine: Arc<Engine>,
    pub(crate) store: Arc<Store>,
    /// An administrator's API key.
    pub(crate) key: String,
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<std::io::Result<()>>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|_, _| {}).await
    }

    /// With other limits than the usual ones.
    pub(crate) async fn limited(change: impl FnOnce(&mut HttpLimits)) -> Self {
        Self::with(|_, options| change(&mut options.limits)).await
    }

    pub(crate) async fn dev() -> Self {
        Self::with(|settings, _| settings.dev = true).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Settings, &mut ServerOptions)) -> Self {
        let root = RootKeySource::Key(Secret::new([7; 32]));
        let store = Arc::new(Store::open(Location::Memory, &root).await.unwrap());
        let mut settings = Settings {
            api_key_environment: "test".to_owned(),
            ..Settings::default()
        };
        let mut options = ServerOptions::default();
        change(&mut settings, &mut options);
        let clock = Arc::new(ManualClock::at(START));
        let engine = Arc::new(Engine::new(store.clone(), clock, settings).await.unwrap());
        let key = engine
            .first_administrator()
            .await
            .unwrap()
            .unwrap()
            .expose()
            .clone();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(serve(listener, engine.clone(), options, async {
            let _ = stopped.await;
        }));
        Self {
            address,
            engine,
            store,
            key,
            stop: Some(stop),
            served,
        }
    }

    /// A connection to the server.
    pub(crate) async fn connect(&self) -> Client {
        Client::connect(self.address).await
    }

    /// Sends one request on a connection of its own.
    pub(crate) async fn ask(&self, request: &str) -> Reply {
        self.connect().await.ask(request).await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: ward\r\n\r\n"))
            .await
    }

    /// Calls a tool as the administrator.
    pub(crate) async fn call(&self, name: &str, body: &str) -> Reply {
        self.ask(&self.request(name, &[], body)).await
    }

    /// A call of a tool as the administrator, with further headers.
    pub(crate) fn request(&self, name: &str, headers: &[&str], body: &str) -> String {
        let authorization = format!("authorization: Bearer {}", self.key);
        let headers: Vec<&str> = headers.iter().copied().chain([authorization.as_str()]).collect();
        post(name, &headers, body)
    }

    /// The newest audit entries, newest first.
    pub(crate) async fn entries(&self, limit: u32) -> Vec<Value> {
        let page = self
            .store
            .search_audit(&AuditFilter::default(), None, limit)
            .await
            .unwrap();
        page.entries
            .iter()
            .map(|entry| serde_json::from_str(&entry.line).unwrap())
            .collect()
    }

    /// Tells the server to stop.
    pub(crate) fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Waits for the server to have stopped.
    pub(crate) async fn stopped(self) {
        tokio::time::timeout(PATIENCE, self.served)
            .await
            .unwrap()
            .unwrap()
            .unwrap();
    }
}

/// A call of a tool with just these headers and `Host`, `Content-Type` and `Content-Length`.
pub(crate) fn post(name: &str, headers: &[&str], body: &str) -> String {
    let headers = headers
        .iter()
        .flat_map(|header| [header, "\r\n"])
        .collect::<String>();
    let length = body.len();
    format!(
        "POST /tools/{name} HTTP/1.1\r\nhost: ward\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         {headers}\r\n{body}"
    )
}
