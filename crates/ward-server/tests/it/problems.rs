//! Errors: problem details on every path and for every status, with the headers that belong to them.

use serde_json::json;

use crate::client::Reply;
use crate::world::{World, post};

/// What every error has, whatever it is.
fn check(reply: &Reply) {
    let problem = reply.json();
    assert_eq!(reply.header("content-type"), Some("application/problem+json"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(reply.header("x-request-id"), problem["instance"].as_str());
    assert_eq!(problem["status"], reply.status);
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        !detail.ends_with('.') && detail.starts_with(char::is_lowercase),
        "{detail}"
    );
}

macro_rules! assert_problem {
    ($reply:expr, $status:literal) => {
        let reply = $reply;
        assert_eq!(reply.status, $status, "{}", reply.text());
        check(&reply);
        insta::assert_json_snapshot!(reply.json(), { ".instance" => "[request id]" });
    };
}

#[tokio::test]
async fn no_such_path() {
    let world = World::new().await;
    assert_problem!(world.get("/nothing/here").await, 404);
}

#[tokio::test]
async fn no_such_tool() {
    let world = World::new().await;
    assert_problem!(world.call("nothing", "{}").await, 404);
}

#[tokio::test]
async fn a_method_that_the_path_does_not_take() {
    let world = World::new().await;
    let reply = world.get("/tools/whoami").await;
    assert_eq!(reply.header("allow"), Some("POST"));
    assert_problem!(reply, 405);
}

#[tokio::test]
async fn a_post_to_a_page_names_the_methods_that_it_takes() {
    let world = World::new().await;
    for path in [
        "/health",
        "/ready",
        "/metrics",
        "/tools/list",
        "/.well-known/jwks.json",
    ] {
        let reply = world
            .ask(&format!(
                "POST {path} HTTP/1.1\r\nhost: ward\r\ncontent-length: 0\r\n\r\n"
            ))
            .await;
        assert_eq!(
            (reply.status, reply.header("allow")),
            (405, Some("GET,HEAD")),
            "{path}"
        );
        check(&reply);
    }
}

#[tokio::test]
async fn a_body_that_is_too_large() {
    let world = World::limited(|limits| limits.body = 100).await;
    assert_problem!(world.call("whoami", &" ".repeat(101)).await, 413);
}

#[tokio::test]
async fn a_body_of_another_type() {
    let world = World::new().await;
    let request = world
        .request("whoami", &[], "{}")
        .replace("application/json", "text/plain");
    assert_problem!(world.ask(&request).await, 415);
}

#[tokio::test]
async fn a_body_without_a_type() {
    let world = World::new().await;
    let request = world
        .request("whoami", &[], "{}")
        .replace("content-type: application/json\r\n", "");
    assert_problem!(world.ask(&request).await, 415);
}

#[tokio::test]
async fn a_compressed_body() {
    let world = World::new().await;
    assert_problem!(
        world
            .ask(&world.request("whoami", &["content-encoding: gzip"], "{}"))
            .await,
        415
    );
}

#[tokio::test]
async fn a_body_that_is_not_json() {
    let world = World::new().await;
    assert_problem!(world.call("whoami", "{").await, 400);
}

#[tokio::test]
async fn an_empty_body_is_not_an_empty_object() {
    let world = World::new().await;
    assert_eq!(world.call("whoami", "").await.code(), "malformed_json");
}

#[tokio::test]
async fn a_body_that_breaks_the_schema() {
    let world = World::new().await;
    assert_problem!(world.call("key_create", r#"{"name": "a", "kind": 7}"#).await, 422);
}

#[tokio::test]
async fn a_body_that_ends_early() {
    let world = World::new().await;
    let request = world.request("whoami", &["transfer-encoding: chunked"], "zzz\r\n");
    let reply = world.ask(&request.replace("content-length: 5\r\n", "")).await;
    assert_eq!(reply.code(), "incomplete_body");
    assert_problem!(reply, 400);
}

#[tokio::test]
async fn no_credential() {
    let world = World::new().await;
    let reply = world.ask(&post("whoami", &[], "{}")).await;
    assert_eq!(reply.header("www-authenticate"), Some("Bearer realm=\"ward\""));
    assert_problem!(reply, 401);
}

#[tokio::test]
async fn a_credential_that_does_not_count() {
    let world = World::new().await;
    let reply = world
        .ask(&post("whoami", &["authorization: Bearer nonsense"], "{}"))
        .await;
    assert_eq!(
        reply.header("www-authenticate"),
        Some("Bearer realm=\"ward\", error=\"invalid_token\"")
    );
    assert_problem!(reply, 401);
}

#[tokio::test]
async fn a_credential_without_the_scope() {
    let world = World::new().await;
    let made = world
        .call("api_key_create", r#"{"name": "a", "scopes": ["self:read"]}"#)
        .await
        .json();
    let header = format!("authorization: Bearer {}", made["api_key"].as_str().unwrap());
    let reply = world.ask(&post("key_list", &[&header], "{}")).await;
    assert_eq!(
        reply.header("www-authenticate"),
        Some("Bearer realm=\"ward\", error=\"insufficient_scope\", scope=\"key:read\"")
    );
    assert_problem!(reply, 403);
}

#[tokio::test]
async fn two_credentials() {
    let world = World::new().await;
    let reply = world
        .ask(&world.request("whoami", &["authorization: Bearer other"], "{}"))
        .await;
    assert_eq!(
        reply.header("www-authenticate"),
        Some("Bearer realm=\"ward\", error=\"invalid_request\"")
    );
    assert_problem!(reply, 400);
}

#[tokio::test]
async fn a_credential_in_the_query() {
    let world = World::new().await;
    assert_problem!(
        world
            .ask(&world.request("whoami?access_token=x", &[], "{}"))
            .await,
        400
    );
}

#[tokio::test]
async fn no_host() {
    let world = World::new().await;
    assert_problem!(world.ask("GET /health HTTP/1.1\r\n\r\n").await, 400);
}

#[tokio::test]
async fn two_hosts() {
    let world = World::new().await;
    let reply = world
        .ask("GET /health HTTP/1.1\r\nhost: ward\r\nhost: other\r\n\r\n")
        .await;
    assert_eq!(reply.code(), "bad_host");
}

#[tokio::test]
async fn another_name_than_loopback_on_a_development_server() {
    let world = World::dev().await;
    assert_problem!(world.ask(&post("whoami", &[], "{}")).await, 421);
}

#[tokio::test]
async fn a_store_that_fails() {
    let world = World::new().await;
    assert_eq!(world.call("whoami", "{}").await.status, 200);
    world.store.close().await;
    let reply = world.call("whoami", "{}").await;
    check(&reply);
    assert_eq!(reply.status, 503);
}

#[tokio::test]
async fn targets_that_are_no_paths_are_problems_too() {
    let world = World::new().await;
    for target in [
        "OPTIONS *",
        "CONNECT example.org:443",
        "GET http://example.org/nothing",
        "GET //",
        "BREW /coffee",
    ] {
        let reply = world
            .ask(&format!("{target} HTTP/1.1\r\nhost: ward\r\n\r\n"))
            .await;
        assert_eq!(reply.status, 404, "{target}");
        check(&reply);
    }
}

#[tokio::test]
async fn an_empty_or_encoded_name_is_no_tool() {
    let world = World::new().await;
    for name in ["", "whoami/", "who%61mi", "WHOAMI", "whoami/x", "..", "%00"] {
        let reply = world.call(name, "{}").await;
        assert_eq!(reply.status, 404, "{name}");
        check(&reply);
    }
}

#[tokio::test]
async fn who_shows_no_credential_does_not_learn_which_tools_exist() {
    let world = World::new().await;
    for (headers, body) in [
        (&[][..], "{}"),
        (&[][..], "{"),
        (&["content-encoding: gzip"][..], "{}"),
    ] {
        let mut known = world.ask(&post("whoami", headers, body)).await;
        let mut unknown = world.ask(&post("nothing", headers, body)).await;
        for reply in [&mut known, &mut unknown] {
            let mut document = reply.json();
            document["instance"] = json!("");
            reply.body = document.to_string().into_bytes();
            // The second call finds one less left of what both take from.
            reply
                .headers
                .retain(|(name, _)| name != "x-request-id" && name != "date" && !name.contains("ratelimit"));
        }
        assert_eq!(
            (known.status, known.headers, known.body),
            (unknown.status, unknown.headers, unknown.body)
        );
    }
}

#[tokio::test]
async fn there_is_no_word_of_cross_origin_use() {
    let world = World::new().await;
    let request = "OPTIONS /tools/whoami HTTP/1.1\r\nhost: ward\r\norigin: https://example.org\r\n\
                   access-control-request-method: POST\r\n\r\n";
    let reply = world.ask(request).await;
    assert_eq!(reply.status, 405);
    assert!(
        reply
            .headers
            .iter()
            .all(|(name, _)| !name.starts_with("access-control-"))
    );
}
