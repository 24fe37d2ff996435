//! The log: a line per request, in words of ours.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::world::World;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_request_is_one_line_without_a_word_of_the_client() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(move || writer.clone())
        .finish();
    // The test's runtime has one thread, so its server logs here too.
    let _guard = tracing::subscriber::set_default(subscriber);

    let world = World::new().await;
    let trace = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let call = world.request(
        "whoami?marker",
        &[trace, "user-agent: marker", "marker: marker"],
        r#"{"marker": 1}"#,
    );
    let reply = world.ask(&call).await;
    world.get("/marker").await;

    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let id = reply.header("x-request-id").unwrap();
    let of_request: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|line| line["fields"]["message"] == "request" && line["fields"]["request_id"] == id)
        .collect();
    let [line] = of_request.as_slice() else {
        panic!("{text}")
    };
    let fields = &line["fields"];
    assert_eq!([&fields["method"], &fields["route"]], ["POST", "/tools/whoami"]);
    assert_eq!(fields["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
    assert_eq!(fields["status"], 422);
    assert!(fields["latency_us"].is_u64());
    assert!(!text.contains("marker"), "{text}");
    assert!(!text.contains(&world.key));
}
