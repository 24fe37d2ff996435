//! Connections: sizes, times, several requests on one, and bytes that are no HTTP.

use std::time::Duration;

use proptest::prelude::*;
use serde_json::json;

use crate::world::World;

const MIB: usize = 1 << 20;
const HEALTH: &str = "GET /health HTTP/1.1\r\nhost: ward\r\n\r\n";

/// A well-formed request of exactly this many bytes.
fn of_size(bytes: usize) -> String {
    let empty = json!({"data": ""}).to_string();
    empty.replace("\"\"", &format!("\"{}\"", "a".repeat(bytes - empty.len())))
}

#[tokio::test]
async fn a_body_of_exactly_one_mebibyte_is_taken() {
    let world = World::new().await;
    let reply = world.call("encrypt", &of_size(MIB)).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}

#[tokio::test]
async fn one_byte_more_is_too_large() {
    let world = World::new().await;
    let mut client = world.connect().await;
    client
        .try_send(world.request("encrypt", &[], &of_size(MIB + 1)))
        .await;
    assert_eq!(client.reply().await.status, 413);
}

#[tokio::test]
async fn a_length_above_the_limit_is_refused_before_a_byte_of_it() {
    let world = World::new().await;
    let head = world
        .request("encrypt", &[], "")
        .replace("content-length: 0", "content-length: 10000000000");
    assert_eq!(world.ask(&head).await.status, 413);
}

#[tokio::test]
async fn chunks_above_the_limit_are_refused_without_reading_on() {
    let world = World::new().await;
    let head = world
        .request("encrypt", &["transfer-encoding: chunked"], "")
        .replace("content-length: 0\r\n", "");
    let mut client = world.connect().await;
    client.send(head).await;
    // Seventeen chunks of 64 KiB, and the body goes on.
    for _ in 0..17 {
        client
            .try_send(format!("10000\r\n{}\r\n", "a".repeat(64 << 10)))
            .await;
    }
    assert_eq!(client.reply().await.status, 413);
    client.closed().await;
}

#[tokio::test]
async fn a_head_that_does_not_end_in_time_ends_the_connection() {
    let world = World::limited(|limits| limits.header_time = Duration::from_millis(200)).await;
    let mut client = world.connect().await;
    client.send("GET /health HTTP/1.1\r\nhost: wa").await;
    assert_eq!(client.closed().await, b"");
}

#[tokio::test]
async fn a_connection_on_which_nothing_is_said_ends() {
    let world = World::limited(|limits| limits.header_time = Duration::from_millis(200)).await;
    assert_eq!(world.connect().await.closed().await, b"");
}

#[tokio::test]
async fn half_a_preface_of_http_2_ends_too() {
    let world = World::limited(|limits| limits.header_time = Duration::from_millis(200)).await;
    let mut client = world.connect().await;
    client.send("PRI * HT").await;
    assert_eq!(client.closed().await, b"");
}

#[tokio::test]
async fn http_2_on_which_nothing_is_asked_ends_too() {
    let world = World::limited(|limits| limits.header_time = Duration::from_millis(200)).await;
    let mut client = world.connect().await;
    // The preface and an empty SETTINGS frame.
    client
        .send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")
        .await;
    client.closed().await;
}

#[tokio::test]
async fn an_idle_connection_ends() {
    let world = World::limited(|limits| limits.header_time = Duration::from_millis(200)).await;
    let mut client = world.connect().await;
    assert_eq!(client.ask(HEALTH).await.status, 200);
    assert_eq!(client.closed().await, b"");
}

#[tokio::test]
async fn a_body_that_does_not_arrive_in_time_is_a_problem() {
    let world = World::limited(|limits| limits.body_time = Duration::from_millis(200)).await;
    let request = world
        .request("whoami", &[], "{}")
        .replace("content-length: 2", "content-length: 3");
    let reply = world.ask(&request).await;
    assert_eq!((reply.status, reply.code().as_str()), (408, "body_timeout"));
    assert_eq!(world.entries(1).await[0]["code"], "body_timeout");
}

#[tokio::test]
async fn a_connection_is_kept_for_further_requests() {
    let world = World::new().await;
    let mut client = world.connect().await;
    for _ in 0..3 {
        assert_eq!(client.ask(HEALTH).await.status, 200);
        assert_eq!(client.ask(&world.request("nothing", &[], "{}")).await.status, 404);
    }
}

#[tokio::test]
async fn two_requests_sent_at_once_are_answered_in_their_order() {
    let world = World::new().await;
    let mut client = world.connect().await;
    client
        .send(format!("{HEALTH}{}", world.request("whoami", &[], "{}")))
        .await;
    assert_eq!(client.reply().await.json()["status"], "healthy");
    assert!(client.reply().await.json()["subject"].is_string());
}

#[tokio::test]
async fn connections_above_the_bound_wait_for_a_place() {
    let world = World::limited(|limits| limits.connections = 1).await;
    let mut first = world.connect().await;
    assert_eq!(first.ask(HEALTH).await.status, 200);
    let mut second = world.connect().await;
    second.send(HEALTH).await;
    // The first still has the only place, and is answered while the second waits.
    assert_eq!(first.ask(HEALTH).await.status, 200);
    drop(first);
    assert_eq!(second.reply().await.status, 200);
}

#[tokio::test]
async fn more_headers_than_anyone_needs_are_refused() {
    let world = World::new().await;
    let headers = "x: y\r\n".repeat(200);
    assert_eq!(
        world
            .ask(&format!("GET /health HTTP/1.1\r\nhost: ward\r\n{headers}\r\n"))
            .await
            .status,
        431
    );
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let world = World::new().await;
    let mut client = world.connect().await;
    client
        .try_send(format!(
            "GET /health HTTP/1.1\r\nhost: ward\r\nx: {}",
            "y".repeat(MIB)
        ))
        .await;
    let received = client.closed().await;
    // A reset may overtake the answer; a success may not come.
    assert!(
        received.is_empty() || received.starts_with(b"HTTP/1.1 431"),
        "{}",
        String::from_utf8_lossy(&received)
    );
}

#[tokio::test]
async fn a_body_with_two_lengths_is_refused() {
    let world = World::new().await;
    for headers in [["content-length: 3"], ["transfer-encoding: identity"]] {
        let mut client = world.connect().await;
        client.send(world.request("whoami", &headers, "{}")).await;
        let status = client.reply().await.status;
        assert_eq!(status, 400, "{headers:?}");
    }
}

/// How bytes that are no request may begin.
const HEADS: [&str; 4] = [
    "",
    "GET /",
    "POST /tools/whoami HTTP/1.1\r\nhost: w\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
];

#[test]
fn the_server_survives_any_bytes() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let world = runtime.block_on(World::limited(|limits| {
        limits.header_time = Duration::from_millis(50);
    }));
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(64)
    };
    proptest!(config, |(head in prop::sample::select(&HEADS[..]), bytes in prop::collection::vec(any::<u8>(), 0..300))| {
        runtime.block_on(async {
            let mut client = world.connect().await;
            client.try_send([head.as_bytes(), &bytes].concat()).await;
            client.closed().await;
            assert_eq!(world.ask(HEALTH).await.status, 200);
        });
    });
}
