use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use crate::world::{World, mode};

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_first_start_shows_one_key_that_works_and_later_starts_show_none() {
    let world = World::new();
    let mut server = world.serve(&[]);
    let key = server.key();
    assert!(key.starts_with("ward_live_"), "{key}");
    assert_eq!(mode(&world.path("data")), 0o700);
    assert_eq!(mode(&world.data("root.key")), 0o600);
    let caller = World::new()
        .with("WARD_URL", &server.url)
        .with("WARD_TOKEN", &key);
    assert_eq!(
        caller.ward(&["call", "whoami", "--json", "{}"]).json()["kind"],
        "apikey"
    );
    let ran = server.stop("-TERM");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(!ran.err.contains(&key), "the key is in the log");

    let again = world.serve(&[]).stop("-INT");
    assert_eq!((again.code, again.out.as_str()), (0, ""));
}

#[test]
fn health_is_served_with_the_port_that_was_taken() {
    let world = World::new();
    let file = world.path("address");
    let server = world.serve(&["--dev", "--address-file", file.to_str().unwrap()]);
    let health = get(server.address(), "/health");
    let port = server.address().rsplit(':').next().unwrap();
    assert!(
        health.contains(r#""status":"healthy""#) && health.contains(&format!(r#""port":{port}"#)),
        "{health}"
    );
    assert_eq!(std::fs::read_to_string(file).unwrap().trim(), server.address());
    assert!(get(server.address(), "/metrics").contains("ward_audit_head"));
}

#[test]
fn a_development_server_needs_no_credential_keeps_nothing_and_says_so() {
    let world = World::new();
    let server = world.serve(&["--dev"]);
    let caller = World::new().with("WARD_URL", &server.url);
    caller.ward(&["key", "create", "orders"]).ok();
    assert_eq!(caller.ward(&["apikey", "list"]).code, 3);
    let ran = server.stop("-TERM");
    assert!(ran.err.contains("DEVELOPMENT SERVER"));
    assert!(!world.path("data").exists());
}

#[test]
fn a_development_server_refuses_to_be_reached_from_outside() {
    let world = World::new();
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let error = world.ward(&["serve", "--dev", "--listen", address]).failed(2);
        assert_eq!(
            error,
            "error: a development server only listens on a loopback address"
        );
    }
}

#[test]
fn a_taken_port_costs_no_administrator_key() {
    let world = World::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = world.ward(&["serve", "--listen", &address]);
    assert_eq!(ran.out, "");
    assert!(ran.failed(5).contains("the address is in use"));
    let mut server = world.serve(&[]);
    assert!(server.key().starts_with("ward_live_"));
}

#[test]
fn the_log_is_json_where_nobody_looks() {
    let ran = World::new().serve(&["--dev"]).stop("-TERM");
    for line in ran.err.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|_| panic!("{line}"));
    }
}

#[test]
fn a_revocation_on_the_command_line_reaches_the_running_service() {
    let world = World::new();
    let mut server = world.serve(&[]);
    let key = server.key();
    let caller = World::new()
        .with("WARD_URL", &server.url)
        .with("WARD_TOKEN", &key);
    caller.ward(&["key", "list"]).ok();
    let id = key.split('_').nth(2).unwrap();
    world.ward(&["apikey", "revoke", id]).ok();
    // Within a second, says the architecture: the service looks twice a second.
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while caller.ward(&["key", "list"]).code != 3 {
        assert!(std::time::Instant::now() < deadline, "the key still works");
    }
}
