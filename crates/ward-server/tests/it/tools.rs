//! Calls of operations, and their list.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn a_call_answers_with_the_engines_json_and_forbids_to_store_it() {
    let world = World::new().await;
    let reply = world
        .call("key_create", r#"{"name": "a", "kind": "fernet"}"#)
        .await;
    assert_eq!((reply.status, &reply.json()["version"]), (200, &json!(1)));
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
}

#[tokio::test]
async fn a_wrong_password_is_an_answer_and_not_an_error() {
    let world = World::new().await;
    let made = world
        .call("password_hash", r#"{"password": "right", "salt_rounds": 4}"#)
        .await
        .json();
    let request = json!({"password": "wrong", "hashed_password": made["hashed_password"]}).to_string();
    let reply = world.call("password_verify", &request).await;
    assert_eq!((reply.status, &reply.json()["is_valid"]), (200, &json!(false)));
}

#[tokio::test]
async fn every_request_has_an_id_of_its_own_whatever_the_client_sends() {
    let world = World::new().await;
    let mut seen = HashSet::new();
    for _ in 0..3 {
        let reply = world
            .ask(&world.request("whoami", &["x-request-id: marker"], "{}"))
            .await;
        let id = reply.header("x-request-id").unwrap().to_owned();
        assert!(
            id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{id}"
        );
        assert!(seen.insert(id));
    }
}

#[tokio::test]
async fn the_list_names_every_operation_with_its_schemas() {
    let world = World::new().await;
    let reply = world.get("/tools/list").await;
    let listed = reply.json();
    let tools = listed["tools"].as_array().unwrap();
    let names: Vec<&str> = tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    let registered: Vec<&str> = world
        .engine
        .registry()
        .iter()
        .map(|entry| entry.spec().name)
        .collect();
    assert_eq!(names, registered);
    for tool in tools {
        assert_eq!(tool["inputSchema"]["type"], "object", "{}", tool["name"]);
        assert_eq!(tool["outputSchema"]["type"], "object", "{}", tool["name"]);
        let sentences = tool["parameters"].as_object().unwrap();
        assert!(
            sentences
                .values()
                .all(|sentence| sentence.as_str().is_some_and(|text| !text.is_empty()))
        );
    }
}

#[tokio::test]
async fn a_tool_in_the_list_keeps_its_shape() {
    let world = World::new().await;
    let listed = world.get("/tools/list").await.json();
    let tool = listed["tools"]
        .as_array()
        .unwrap()
        .iter()
        .find(|tool| tool["name"] == "key_rotate")
        .unwrap();
    insta::assert_json_snapshot!(tool, { ".inputSchema" => "[schema]", ".outputSchema" => "[schema]" });
}

#[tokio::test]
async fn every_listed_tool_can_be_called_at_its_path() {
    let world = World::new().await;
    let mut client = world.connect().await;
    for entry in world.engine.registry() {
        // No operation takes this; none is missing either.
        let reply = client
            .ask(&world.request(entry.spec().name, &[], r#"{"no_such_field": 1}"#))
            .await;
        assert_eq!(reply.status, 422, "{}", entry.spec().name);
    }
}

#[tokio::test]
async fn http_2_is_spoken_on_the_same_port() {
    let world = World::new().await;
    let client = reqwest::Client::builder()
        .http2_prior_knowledge()
        .build()
        .unwrap();
    let response = client
        .post(format!("http://{}/tools/whoami", world.address))
        .bearer_auth(&world.key)
        .json(&json!({}))
        .send()
        .await
        .unwrap();
    assert_eq!(
        (response.status().as_u16(), response.version()),
        (200, reqwest::Version::HTTP_2)
    );
    let who: Value = response.json().await.unwrap();
    assert!(who["subject"].as_str().unwrap().starts_with("apikey:"));
}

#[tokio::test]
async fn many_calls_at_once_are_all_answered() {
    let world = World::limited(|limits| (limits.calls, limits.connections) = (2, 4)).await;
    let calls = (0..16).map(|_| world.call("whoami", "{}"));
    for reply in futures_util::future::join_all(calls).await {
        assert_eq!(reply.status, 200);
    }
}

#[tokio::test]
async fn the_sixth_guess_at_one_hash_in_a_minute_is_told_to_wait() {
    let world = World::new().await;
    let made = world
        .call("password_hash", r#"{"password": "right", "salt_rounds": 4}"#)
        .await
        .json();
    let guess = json!({"password": "wrong", "hashed_password": made["hashed_password"]}).to_string();
    for left in (0..5).rev() {
        let reply = world.call("password_verify", &guess).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("x-ratelimit-limit"), Some("5"));
        assert_eq!(
            reply.header("x-ratelimit-remaining"),
            Some(left.to_string().as_str())
        );
        assert!(
            reply
                .header("ratelimit")
                .unwrap()
                .contains(&format!("\"target\";r={left}"))
        );
        assert!(
            reply
                .header("ratelimit-policy")
                .unwrap()
                .contains("\"target\";q=5;w=60")
        );
    }
    let reply = world.call("password_verify", &guess).await;
    assert_eq!(
        (reply.status, &reply.json()["type"]),
        (429, &json!("urn:ward:problem:rate_limited"))
    );
    assert!(reply.header("retry-after").unwrap().parse::<u64>().unwrap() <= 12);
}
