use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use crate::world::World;

#[test]
fn commands_do_the_same_on_a_server() {
    let server_world = World::new();
    let mut server = server_world.serve(&[]);
    let key = server.key();
    let world = World::new()
        .with("WARD_URL", &server.url)
        .with("WARD_TOKEN", &key);
    let hash = world
        .ward_with(&["password", "hash", "--rounds", "4"], "pw\n")
        .ok();
    assert_eq!(
        world
            .ward_with(&["password", "verify"], &format!("pw\n{hash}"))
            .code,
        0
    );
    assert_eq!(
        world
            .ward_with(&["password", "verify"], &format!("no\n{hash}"))
            .code,
        1
    );
    world.ward(&["key", "create", "orders"]).ok();
    assert_eq!(
        world.ward(&["key", "create", "orders"]).failed(4),
        "error: the name is already taken"
    );
    let tail = world.ward(&["audit", "tail", "-n", "3"]).ok();
    assert!(tail.contains("apikey:"), "{tail}");
    assert_eq!(
        world.ward(&["ops", "--json"]).json(),
        World::new().ward(&["ops", "--json"]).json()
    );
    assert!(!world.path("data").exists());
}

#[test]
fn a_bad_credential_is_not_permitted_and_never_shown() {
    let server_world = World::new();
    let server = server_world.serve(&[]);
    let world = World::new()
        .with("WARD_URL", &server.url)
        .with("WARD_TOKEN", "ward_live_canary");
    let ran = world.ward(&["-vv", "key", "list"]);
    assert!(!ran.err.contains("canary"));
    assert_eq!(ran.code, 3);
    let file = world.write("token", "ward_live_other\n");
    assert_eq!(world.ward(&["key", "list", "--token-file", &file]).code, 3);
}

#[test]
fn what_needs_the_store_is_refused_for_a_server() {
    let world = World::new().with("WARD_URL", "http://127.0.0.1:1");
    let cases: [&[&str]; 4] = [
        &["backup", "x"],
        &["restore", "x"],
        &["audit", "export"],
        &["audit", "checkpoint"],
    ];
    for arguments in cases {
        assert!(
            world
                .ward(arguments)
                .failed(2)
                .contains("works on the local store"),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_server_that_is_not_there_is_unavailable() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let world = World::new().with("WARD_URL", &format!("http://127.0.0.1:{port}"));
    assert!(
        world
            .ward(&["key", "list"])
            .failed(5)
            .contains("cannot be reached")
    );
}

#[test]
fn credentials_do_not_go_over_plain_http_beyond_this_machine() {
    let world = World::new().with("WARD_TOKEN", "ward_live_canary");
    let error = world
        .ward(&["key", "list", "--url", "http://ward.example"])
        .failed(2);
    assert_eq!(
        error,
        "error: plain http would show the credential to the network"
    );
}

#[test]
fn redirects_are_not_followed_and_what_is_no_ward_is_told_apart() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let target = elsewhere.local_addr().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
        write!(
            stream,
            "HTTP/1.1 307 x\r\nLocation: http://{target}/\r\nContent-Length: 0\r\n\r\n"
        )
        .unwrap();
    });
    let ran = World::new()
        .with("WARD_URL", &url)
        .with("WARD_TOKEN", "t")
        .ward(&["key", "list"]);
    answering.join().unwrap();
    assert_eq!(ran.failed(5), "error: the server answered with status 307");
    assert!(elsewhere.accept().is_err(), "the credential went elsewhere");
}

#[test]
fn a_servers_text_cannot_move_the_cursor() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
        let body =
            r#"{"type":"urn:ward:problem:x","detail":"\u001b[2Jgotcha","hint":"\u001b]0;title\u0007"}"#;
        write!(
            stream,
            "HTTP/1.1 403 x\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
    });
    let ran = World::new().with("WARD_URL", &url).ward(&["key", "list"]);
    answering.join().unwrap();
    assert!(
        !ran.err.contains('\u{1b}') && ran.err.contains("gotcha"),
        "{:?}",
        ran.err
    );
}
