//! What counts as a credential, and what is written down of calls that were refused for it.

use serde_json::json;

use crate::world::{World, post};

#[tokio::test]
async fn an_api_key_and_a_token_count_in_the_header() {
    let world = World::new().await;
    let who = world.call("whoami", "{}").await;
    assert!(who.json()["subject"].as_str().unwrap().starts_with("apikey:"));
    let token = world
        .call(
            "jwt_token",
            r#"{"username": "ada", "permissions": ["self:read"]}"#,
        )
        .await
        .json();
    let header = format!(
        "Authorization: bEaReR {}",
        token["access_token"].as_str().unwrap()
    );
    assert_eq!(
        world.ask(&post("whoami", &[&header], "{}")).await.json()["subject"],
        "token:ada"
    );
}

#[tokio::test]
async fn another_scheme_is_challenged() {
    let world = World::new().await;
    let reply = world
        .ask(&post("whoami", &["authorization: Basic YTpi"], "{}"))
        .await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (401, "unsupported_credential")
    );
    assert_eq!(reply.header("www-authenticate"), Some("Bearer realm=\"ward\""));
}

#[tokio::test]
async fn another_scheme_is_not_taken_for_no_credential_on_a_development_server() {
    let world = World::dev().await;
    let request =
        post("whoami", &["authorization: Basic YTpi"], "{}").replace("host: ward", "host: localhost");
    assert_eq!(world.ask(&request).await.status, 401);
}

#[tokio::test]
async fn a_development_server_takes_calls_to_a_loopback_name() {
    let world = World::dev().await;
    let request = post("whoami", &[], "{}").replace("host: ward", "host: localhost:7008");
    let reply = world.ask(&request).await;
    assert_eq!((reply.status, &reply.json()["subject"]), (200, &json!("dev")));
}

#[tokio::test]
async fn a_development_server_takes_any_name_with_a_credential() {
    let world = World::dev().await;
    assert_eq!(world.call("whoami", "{}").await.status, 200);
}

#[tokio::test]
async fn refusals_of_the_face_are_recorded_with_their_code() {
    let world = World::limited(|limits| limits.body = 100).await;
    for (request, code) in [
        (
            world.request("whoami?access_token=x", &[], "{}"),
            "credential_in_query",
        ),
        (
            world.request("whoami", &["authorization: Bearer x"], "{}"),
            "several_credentials",
        ),
        (
            post("whoami", &["authorization: Basic YTpi"], "{}"),
            "unsupported_credential",
        ),
        (
            world.request("whoami", &["content-encoding: gzip"], "{}"),
            "unsupported_media_type",
        ),
        (world.request("whoami", &[], &" ".repeat(101)), "too_large"),
    ] {
        let reply = world.ask(&request).await;
        assert_eq!(reply.code(), code);
        let entry = &world.entries(1).await[0];
        assert_eq!(
            [
                &entry["operation"],
                &entry["code"],
                &entry["decision"],
                &entry["face"],
                &entry["request"]
            ],
            [
                "whoami",
                code,
                "refused",
                "http",
                reply.header("x-request-id").unwrap()
            ]
        );
    }
}

#[tokio::test]
async fn a_refusal_for_a_name_that_does_not_exist_is_recorded_without_the_name() {
    let world = World::new().await;
    world
        .ask(&world.request("marker", &["content-encoding: gzip"], "{}"))
        .await;
    let entry = &world.entries(1).await[0];
    assert_eq!(
        [&entry["operation"], &entry["code"]],
        ["unknown", "unsupported_media_type"]
    );
    assert!(!entry.to_string().contains("marker"));
}

#[tokio::test]
async fn a_refusal_that_cannot_be_recorded_is_not_answered() {
    let world = World::new().await;
    world.store.close().await;
    let reply = world
        .ask(&world.request("whoami", &["content-encoding: gzip"], "{}"))
        .await;
    assert_eq!(reply.status, 503);
}

#[tokio::test]
async fn the_entry_of_a_call_has_the_address_of_the_client() {
    let world = World::new().await;
    let reply = world.call("whoami", "{}").await;
    let entry = &world.entries(1).await[0];
    assert_eq!(entry["request"], reply.header("x-request-id").unwrap());
    assert!(entry.to_string().contains("127.0.0.1"), "{entry}");
}
