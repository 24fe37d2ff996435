//! No error answer holds anything that was sent, wherever in the request it stood.

use crate::world::{World, post};

const MARKER: &str = "qXmarkerZ7";

#[tokio::test]
async fn no_error_quotes_what_was_sent() {
    let world = World::new().await;
    let m = MARKER;
    let requests = [
        format!("GET /{m} HTTP/1.1\r\nhost: ward\r\n\r\n"),
        format!("GET /health/{m}?{m}={m} HTTP/1.1\r\nhost: {m}\r\n{m}: {m}\r\n\r\n"),
        format!("{m} /health HTTP/1.1\r\nhost: ward\r\n\r\n"),
        format!("{m} /tools/whoami HTTP/1.1\r\nhost: ward\r\n\r\n"),
        format!("GET http://{m}/{m} HTTP/1.1\r\nhost: {m}\r\n\r\n"),
        format!("GET /health HTTP/1.1\r\nhost: {m}\r\nhost: {m}\r\n\r\n"),
        post(m, &[], "{}"),
        world.request(m, &[], "{}"),
        world.request(&format!("whoami?access_token={m}"), &[], "{}"),
        world.request("whoami", &[&format!("authorization: Bearer {m}")], "{}"),
        post("whoami", &[&format!("authorization: Bearer {m}")], "{}"),
        post("whoami", &[&format!("authorization: {m} {m}")], "{}"),
        post(
            "whoami",
            &[&format!("authorization: Bearer ward_test_{m}_{m}_{m}")],
            "{}",
        ),
        world.request("whoami", &[&format!("content-encoding: {m}")], "{}"),
        world
            .request("whoami", &[], "{}")
            .replace("application/json", &format!("application/{m}")),
        world
            .request("whoami", &[], "{}")
            .replace("application/json", &format!("application/json; charset={m}")),
        world.request(
            "whoami",
            &[&format!("x-request-id: {m}"), &format!("traceparent: {m}")],
            m,
        ),
        world.request("whoami", &[], &format!("{{\"{m}\": \"{m}\"}}")),
        world.request("whoami", &[], &format!("\"{m}\"")),
        world.request("whoami", &[], &format!("{{\"a\": 1, \"a\": {m}}}")),
        world.request(
            "key_create",
            &[],
            &format!("{{\"name\": \"{m} {m}\", \"kind\": \"{m}\"}}"),
        ),
        world.request(
            "key_rotate",
            &[],
            &format!("{{\"name\": \"{}\"}}", m.to_lowercase()),
        ),
        world.request(
            "password_verify",
            &[],
            &format!("{{\"password\": \"{m}\", \"hashed_password\": \"{m}\"}}"),
        ),
        world.request(
            "decrypt",
            &[],
            &format!("{{\"encrypted_data\": \"{m}\", \"key\": \"{m}\"}}"),
        ),
    ];
    for request in requests {
        let reply = world.ask(&request).await;
        assert!(reply.status >= 400, "{request}");
        let answer = format!("{:?} {}", reply.headers, reply.text()).to_lowercase();
        assert!(!answer.contains(&m.to_lowercase()), "{request}\n{answer}");
    }
}
