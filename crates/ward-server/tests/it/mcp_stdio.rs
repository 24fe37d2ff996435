//! The protocol on standard input and output.

use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, ReadHalf, WriteHalf, split,
};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use ward_access::Principal;
use ward_secret::SecretString;
use ward_server::{LocalIdentity, McpOptions, serve_stdio};

use crate::world::{PATIENCE, World};

struct Session {
    input: WriteHalf<DuplexStream>,
    output: tokio::io::Lines<BufReader<ReadHalf<DuplexStream>>>,
    served: JoinHandle<std::io::Result<()>>,
}

impl Session {
    async fn open(world: &World, identity: LocalIdentity) -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let (read, write) = split(theirs);
        let engine = world.engine.clone();
        let served =
            tokio::spawn(
                async move { serve_stdio(read, write, engine, identity, &McpOptions::default()).await },
            );
        let (read, write) = split(ours);
        let mut session = Self {
            input: write,
            output: BufReader::new(read).lines(),
            served,
        };
        let hello = json!({
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        });
        session.ask("initialize", hello).await;
        session
            .send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}))
            .await;
        session
    }

    async fn send(&mut self, message: &Value) {
        self.input
            .write_all(format!("{message}\n").as_bytes())
            .await
            .unwrap();
    }

    async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.send(&json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}))
            .await;
        let line = timeout(PATIENCE, self.output.next_line())
            .await
            .unwrap()
            .unwrap()
            .unwrap();
        serde_json::from_str(&line).unwrap()
    }

    async fn end(self) {
        let Self {
            mut input,
            output,
            served,
        } = self;
        input.shutdown().await.unwrap();
        drop((input, output));
        timeout(PATIENCE, served).await.unwrap().unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_local_user_calls_tools_as_that_user() {
    let world = World::new().await;
    let mut session = Session::open(&world, LocalIdentity::Vouched(Principal::local("ada"))).await;
    let reply = session
        .ask("tools/call", json!({"name": "whoami", "arguments": {}}))
        .await;
    assert_eq!(
        reply["result"]["structuredContent"]["subject"], "local:ada",
        "{reply}"
    );
    let entry = &world.entries(1).await[0];
    assert_eq!([&entry["face"], &entry["operation"]], ["mcp", "whoami"]);
    session.end().await;
}

#[tokio::test]
async fn a_credential_shows_what_its_scopes_allow() {
    let world = World::new().await;
    let request = json!({"name": "agent", "scopes": ["self:read"]}).to_string();
    let key = world.call("api_key_create", &request).await.json();
    let key = SecretString::from(key["api_key"].as_str().unwrap());
    let mut session = Session::open(&world, LocalIdentity::Bearer(key)).await;
    let reply = session.ask("tools/list", json!({})).await;
    let tools = reply["result"]["tools"].as_array().unwrap();
    assert_eq!(tools.len(), 1, "{reply}");
    session.end().await;
}

#[tokio::test]
async fn a_key_that_was_revoked_is_of_no_use_from_then_on() {
    let world = World::new().await;
    let request = json!({"name": "agent", "scopes": ["self:read"]}).to_string();
    let created = world.call("api_key_create", &request).await.json();
    let key = SecretString::from(created["api_key"].as_str().unwrap());
    let mut session = Session::open(&world, LocalIdentity::Bearer(key)).await;
    let revoke = json!({"id": created["id"]}).to_string();
    assert_eq!(world.call("api_key_revoke", &revoke).await.status, 200);
    let reply = session.ask("tools/call", json!({"name": "whoami"})).await;
    assert_eq!(reply["error"]["code"], -32001, "{reply}");
    session.end().await;
}

#[tokio::test]
async fn a_failed_call_quotes_nothing() {
    let world = World::new().await;
    let mut session = Session::open(&world, LocalIdentity::Vouched(Principal::local("ada"))).await;
    let params = json!({"name": "password_check", "arguments": {"qXmarkerZ7": "qXmarkerZ7"}});
    let reply = session.ask("tools/call", params).await;
    assert_eq!(reply["result"]["isError"], true, "{reply}");
    assert!(!reply.to_string().contains("qXmarkerZ7"), "{reply}");
    session.end().await;
}
