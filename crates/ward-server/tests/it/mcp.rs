//! The protocol on the wire: who is let in, what is offered, and what an error looks like.

use serde_json::{Value, json};

use crate::client::Reply;
use crate::world::World;

const HOST: &str = "host: 127.0.0.1:7008";
const MODERN: &str = "2026-07-28";

/// A message of the stateless revision, with the fields that each needs.
fn message(method: &str, params: Value) -> Value {
    let mut params = params;
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    });
    json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
}

fn post(headers: &[&str], body: &str) -> String {
    post_to("/mcp", headers, body)
}

fn post_to(path: &str, headers: &[&str], body: &str) -> String {
    let length = body.len();
    let headers: String = headers.iter().flat_map(|header| [*header, "\r\n"]).collect();
    format!(
        "POST {path} HTTP/1.1\r\ncontent-type: application/json\r\naccept: application/json, text/event-stream\r\n\
         content-length: {length}\r\n{headers}\r\n{body}"
    )
}

fn bearer(key: &str) -> String {
    format!("authorization: Bearer {key}")
}

/// Sends a message of the stateless revision with the headers that repeat it.
async fn modern(world: &World, key: &str, method: &str, params: Value) -> Reply {
    let name = params.get("name").or(params.get("uri")).and_then(Value::as_str);
    let name = name.map(|name| format!("mcp-name: {name}"));
    let (version, authorization) = (format!("mcp-protocol-version: {MODERN}"), bearer(key));
    let method_header = format!("mcp-method: {method}");
    let mut headers = vec![HOST, &version, &method_header, &authorization];
    headers.extend(name.as_deref());
    world
        .ask(&post(&headers, &message(method, params).to_string()))
        .await
}

/// Sends a message of an older revision.
async fn legacy(world: &World, key: &str, method: &str, params: Value) -> Reply {
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
    let headers = [HOST, "mcp-protocol-version: 2025-11-25", &bearer(key)];
    world.ask(&post(&headers, &body)).await
}

/// An API key with just these scopes.
async fn key(world: &World, scopes: &[&str]) -> String {
    let request = json!({"name": "agent", "scopes": scopes}).to_string();
    let reply = world.call("api_key_create", &request).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()["api_key"].as_str().unwrap().to_owned()
}

fn names(reply: &Reply) -> Vec<String> {
    let tools = reply.json()["result"]["tools"].as_array().unwrap().clone();
    tools
        .iter()
        .map(|tool| tool["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn discovery_names_the_revisions_and_the_capabilities() {
    let world = World::new().await;
    let reply = modern(&world, &world.key, "server/discover", json!({})).await;
    let result = &reply.json()["result"];
    assert_eq!(
        result["supportedVersions"],
        json!(["2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"]),
        "{}",
        reply.text()
    );
    for capability in ["tools", "resources", "prompts"] {
        assert!(result["capabilities"][capability].is_object(), "{capability}");
    }
}

#[tokio::test]
async fn an_older_client_is_served_without_a_session() {
    let world = World::new().await;
    let hello = json!({
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    });
    let reply = legacy(&world, &world.key, "initialize", hello).await;
    assert_eq!(
        reply.json()["result"]["protocolVersion"],
        "2025-11-25",
        "{}",
        reply.text()
    );
    assert_eq!(reply.header("mcp-session-id"), None);
    let reply = legacy(
        &world,
        &world.key,
        "tools/call",
        json!({"name": "whoami", "arguments": {}}),
    )
    .await;
    assert_eq!(reply.json()["result"]["isError"], false, "{}", reply.text());
}

#[tokio::test]
async fn the_administrator_is_offered_the_registry_but_for_what_is_withheld() {
    let world = World::new().await;
    let offered = names(&modern(&world, &world.key, "tools/list", json!({})).await);
    let tools = world.get("/tools/list").await.json();
    let withheld = ["api_key_create", "api_key_rotate", "decrypt", "jwt_token"];
    let expected: Vec<String> = tools["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tool| tool["name"].as_str().unwrap().to_owned())
        .filter(|name| !withheld.contains(&name.as_str()))
        .collect();
    assert_eq!(offered, expected);
}

#[tokio::test]
async fn older_and_newer_clients_are_offered_the_same() {
    let world = World::new().await;
    assert_eq!(
        names(&legacy(&world, &world.key, "tools/list", json!({})).await),
        names(&modern(&world, &world.key, "tools/list", json!({})).await)
    );
}

#[tokio::test]
async fn a_list_holds_what_the_scopes_allow_and_is_private() {
    let world = World::new().await;
    let key = key(&world, &["self:read", "password:check"]).await;
    let reply = modern(&world, &key, "tools/list", json!({})).await;
    assert_eq!(names(&reply), ["password_check", "whoami"]);
    assert_eq!(reply.json()["result"]["cacheScope"], "private");
}

#[tokio::test]
async fn what_the_operator_names_is_offered() {
    let world = World::with(|_, options| {
        options.mcp = std::mem::take(&mut options.mcp).expose("decrypt").unwrap();
    })
    .await;
    let offered = names(&modern(&world, &world.key, "tools/list", json!({})).await);
    assert!(offered.contains(&"decrypt".to_owned()));
    assert!(!offered.contains(&"jwt_token".to_owned()));
}

#[tokio::test]
async fn an_answer_is_structured_and_the_same_as_text() {
    let world = World::new().await;
    let reply = modern(
        &world,
        &world.key,
        "tools/call",
        json!({"name": "whoami", "arguments": {}}),
    )
    .await;
    let result = &reply.json()["result"];
    assert_eq!(result["isError"], false);
    let text: Value = serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap();
    assert_eq!(result["structuredContent"], text);
    assert!(text["subject"].as_str().unwrap().starts_with("apikey:"), "{text}");
}

#[tokio::test]
async fn a_call_is_recorded_as_one_of_this_face() {
    let world = World::new().await;
    let reply = modern(&world, &world.key, "tools/call", json!({"name": "whoami"})).await;
    let entry = &world.entries(1).await[0];
    assert_eq!(
        [&entry["face"], &entry["operation"], &entry["request"]],
        ["mcp", "whoami", reply.header("x-request-id").unwrap()]
    );
}

#[tokio::test]
async fn a_failed_call_is_a_problem_object_that_quotes_nothing() {
    let world = World::new().await;
    let arguments = json!({"password": "qXmarkerZ7", "qXmarkerZ7": 1});
    for reply in [
        modern(
            &world,
            &world.key,
            "tools/call",
            json!({"name": "password_check", "arguments": arguments}),
        )
        .await,
        legacy(
            &world,
            &world.key,
            "tools/call",
            json!({"name": "password_check", "arguments": arguments}),
        )
        .await,
    ] {
        let result = &reply.json()["result"];
        assert_eq!(result["isError"], true, "{}", reply.text());
        assert_eq!(
            result["structuredContent"]["type"],
            "urn:ward:problem:invalid_request"
        );
        assert!(!reply.text().contains("qXmarkerZ7"), "{}", reply.text());
    }
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_an_error_of_the_protocol() {
    let world = World::new().await;
    let reply = modern(&world, &world.key, "tools/call", json!({"name": "qXmarkerZ7"})).await;
    assert_eq!(reply.json()["error"]["code"], -32602, "{}", reply.text());
    assert!(!reply.text().contains("qXmarkerZ7"));
    let entry = &world.entries(1).await[0];
    assert_eq!([&entry["operation"], &entry["code"]], ["unknown", "unknown_tool"]);
    assert!(entry["principal"].to_string().contains("apikey"), "{entry}");
}

#[tokio::test]
async fn a_withheld_operation_looks_like_one_that_does_not_exist() {
    let world = World::new().await;
    let unknown = modern(&world, &world.key, "tools/call", json!({"name": "no_such_tool"})).await;
    let withheld = modern(
        &world,
        &world.key,
        "tools/call",
        json!({"name": "api_key_create"}),
    )
    .await;
    assert_eq!(unknown.json()["error"], withheld.json()["error"]);
    let entry = &world.entries(1).await[0];
    assert_eq!(
        [&entry["operation"], &entry["code"]],
        ["api_key_create", "not_exposed"]
    );
}

#[tokio::test]
async fn a_missing_scope_is_challenged_with_the_scope() {
    let world = World::new().await;
    let key = key(&world, &["self:read"]).await;
    let reply = modern(&world, &key, "tools/call", json!({"name": "key_list"})).await;
    assert_eq!((reply.status, reply.code().as_str()), (403, "missing_scope"));
    assert_eq!(
        reply.header("www-authenticate"),
        Some(
            "Bearer realm=\"ward\", error=\"insufficient_scope\", scope=\"key:read\", \
             resource_metadata=\"http://127.0.0.1:7008/.well-known/oauth-protected-resource/mcp\""
        )
    );
    let entry = &world.entries(1).await[0];
    assert_eq!(
        [&entry["operation"], &entry["decision"], &entry["code"]],
        ["key_list", "refused", "missing_scope"]
    );
}

#[tokio::test]
async fn an_older_client_without_the_scope_gets_a_problem_object() {
    let world = World::new().await;
    let key = key(&world, &["self:read"]).await;
    let reply = legacy(&world, &key, "tools/call", json!({"name": "key_list"})).await;
    let result = &reply.json()["result"];
    assert_eq!((reply.status, &result["isError"]), (200, &json!(true)));
    assert_eq!(
        result["structuredContent"]["type"],
        "urn:ward:problem:missing_scope"
    );
}

#[tokio::test]
async fn a_name_in_the_header_that_is_not_that_of_the_body_calls_nothing() {
    let world = World::new().await;
    let headers = [
        HOST,
        "mcp-protocol-version: 2026-07-28",
        "mcp-method: tools/call",
        "mcp-name: qXmarkerZ7",
        &bearer(&world.key),
    ];
    let body = message("tools/call", json!({"name": "whoami"})).to_string();
    let reply = world.ask(&post(&headers, &body)).await;
    assert_eq!(
        (reply.status, &reply.json()["error"]["code"]),
        (400, &json!(-32020))
    );
    assert!(!reply.text().contains("qXmarkerZ7"), "{}", reply.text());
    assert_eq!(world.entries(1).await[0]["code"], "protocol_error");
}

#[tokio::test]
async fn no_credential_is_challenged_with_the_metadata() {
    let world = World::new().await;
    let body = message("tools/list", json!({})).to_string();
    let reply = world.ask(&post(&[HOST], &body)).await;
    assert_eq!((reply.status, reply.code().as_str()), (401, "unauthenticated"));
    assert_eq!(
        reply.header("www-authenticate"),
        Some(
            "Bearer realm=\"ward\", \
             resource_metadata=\"http://127.0.0.1:7008/.well-known/oauth-protected-resource/mcp\""
        )
    );
}

#[tokio::test]
async fn a_credential_that_does_not_count_is_challenged_and_recorded() {
    let world = World::new().await;
    let body = message("tools/list", json!({})).to_string();
    let reply = world.ask(&post(&[HOST, &bearer("ward_test_x_y_z")], &body)).await;
    assert_eq!((reply.status, reply.code().as_str()), (401, "invalid_credential"));
    assert!(
        reply
            .header("www-authenticate")
            .unwrap()
            .contains("error=\"invalid_token\"")
    );
    let entry = &world.entries(1).await[0];
    assert_eq!([&entry["face"], &entry["code"]], ["mcp", "invalid_credential"]);
}

#[tokio::test]
async fn a_token_for_another_audience_does_not_count() {
    let world = World::new().await;
    let request =
        json!({"username": "ada", "permissions": ["self:read"], "audience": "https://other.example"});
    let token = world.call("jwt_token", &request.to_string()).await.json();
    let token = token["access_token"].as_str().unwrap().to_owned();
    assert_eq!(modern(&world, &token, "tools/list", json!({})).await.status, 401);
}

#[tokio::test]
async fn a_token_for_anybody_who_trusts_ward_counts() {
    let world = World::new().await;
    let request = json!({"username": "ada", "permissions": ["self:read"]});
    let token = world.call("jwt_token", &request.to_string()).await.json();
    let token = token["access_token"].as_str().unwrap().to_owned();
    assert_eq!(
        names(&modern(&world, &token, "tools/list", json!({})).await),
        ["whoami"]
    );
}

#[tokio::test]
async fn a_credential_in_the_query_is_refused() {
    let world = World::new().await;
    let body = message("tools/list", json!({})).to_string();
    let reply = world
        .ask(&post_to(
            "/mcp?access_token=x",
            &[HOST, &bearer(&world.key)],
            &body,
        ))
        .await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (400, "credential_in_query")
    );
}

#[tokio::test]
async fn another_host_is_refused() {
    let world = World::new().await;
    let body = message("tools/list", json!({})).to_string();
    for host in ["host: evil.example", "host: 127.0.0.1:7009", "host: 127.0.0.1"] {
        let reply = world.ask(&post(&[host, &bearer(&world.key)], &body)).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (403, "foreign_host"),
            "{host}"
        );
    }
    assert_eq!(world.entries(1).await[0]["code"], "foreign_host");
}

#[tokio::test]
async fn another_origin_is_refused_and_ones_own_is_not() {
    let world = World::new().await;
    let body = message("tools/list", json!({})).to_string();
    let ask = async |origin: &str| {
        let origin = format!("origin: {origin}");
        let version = format!("mcp-protocol-version: {MODERN}");
        let headers = [
            HOST,
            &origin,
            &version,
            "mcp-method: tools/list",
            &bearer(&world.key),
        ];
        world.ask(&post(&headers, &body)).await.status
    };
    for origin in [
        "https://evil.example",
        "null",
        "http://localhost",
        "http://127.0.0.1:7009",
    ] {
        assert_eq!(ask(origin).await, 403, "{origin}");
    }
    assert_eq!(ask("http://127.0.0.1:7008").await, 200);
    assert_eq!(ask("http://localhost:7008").await, 200);
}

#[tokio::test]
async fn a_configured_address_is_served_and_named() {
    let world = World::with(|_, options| {
        options.mcp.sites = vec!["https://ward.example".parse().unwrap()];
    })
    .await;
    let reply = world
        .ask("GET /.well-known/oauth-protected-resource/mcp HTTP/1.1\r\nhost: ward.example\r\n\r\n")
        .await;
    assert_eq!(
        reply.json()["resource"],
        "https://ward.example/mcp",
        "{}",
        reply.text()
    );
    let body = message("tools/list", json!({})).to_string();
    let reply = world.ask(&post(&["host: ward.example"], &body)).await;
    assert!(
        reply
            .header("www-authenticate")
            .unwrap()
            .contains("\"https://ward.example/.well-known/oauth-protected-resource/mcp\"")
    );
}

#[tokio::test]
async fn the_metadata_names_few_scopes_and_the_header() {
    let world = World::new().await;
    for path in ["", "/mcp"] {
        let request = format!("GET /.well-known/oauth-protected-resource{path} HTTP/1.1\r\n{HOST}\r\n\r\n");
        let document = world.ask(&request).await.json();
        assert_eq!(document["resource"], "http://127.0.0.1:7008/mcp");
        assert_eq!(document["bearer_methods_supported"], json!(["header"]));
        assert!(document["scopes_supported"].as_array().unwrap().len() <= 4);
    }
}

#[tokio::test]
async fn the_metadata_is_not_given_under_another_name() {
    let world = World::new().await;
    let reply = world.get("/.well-known/oauth-protected-resource").await;
    assert_eq!((reply.status, reply.code().as_str()), (403, "foreign_host"));
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let world = World::limited(|limits| limits.body = 200).await;
    let body = message("tools/list", json!({"x": "y".repeat(200)})).to_string();
    let reply = world.ask(&post(&[HOST, &bearer(&world.key)], &body)).await;
    assert_eq!((reply.status, reply.code().as_str()), (413, "too_large"));
}

#[tokio::test]
async fn equal_names_in_a_body_are_refused() {
    let world = World::new().await;
    let body = r#"{"jsonrpc": "2.0", "id": 1, "method": "tools/list", "method": "tools/call"}"#;
    let reply = world.ask(&post(&[HOST, &bearer(&world.key)], body)).await;
    assert_eq!(
        (reply.status, &reply.json()["error"]["code"]),
        (400, &json!(-32700))
    );
    assert_eq!(world.entries(1).await[0]["code"], "malformed_json");
}

#[tokio::test]
async fn a_method_that_does_not_exist_is_not_quoted() {
    let world = World::new().await;
    let reply = modern(&world, &world.key, "qXmarkerZ7/list", json!({})).await;
    assert_eq!(
        (reply.status, &reply.json()["error"]["code"]),
        (404, &json!(-32601))
    );
    assert!(!reply.text().contains("qXmarkerZ7"), "{}", reply.text());
}

#[tokio::test]
async fn a_revision_that_is_not_served_is_not_quoted() {
    let world = World::new().await;
    let body = message("tools/list", json!({}))
        .to_string()
        .replace(MODERN, "qXmarkerZ7");
    let headers = [
        HOST,
        "mcp-protocol-version: qXmarkerZ7",
        "mcp-method: tools/list",
        &bearer(&world.key),
    ];
    let reply = world.ask(&post(&headers, &body)).await;
    assert_eq!(
        (reply.status, &reply.json()["error"]["code"]),
        (400, &json!(-32022))
    );
    assert!(!reply.text().contains("qXmarkerZ7"), "{}", reply.text());
}

#[tokio::test]
async fn there_are_no_streams_and_no_sessions_to_end() {
    let world = World::new().await;
    for method in ["GET", "DELETE"] {
        let request = format!(
            "{method} /mcp HTTP/1.1\r\n{HOST}\r\n{}\r\n\r\n",
            bearer(&world.key)
        );
        let reply = world.ask(&request).await;
        assert_eq!(
            (reply.status, reply.header("allow")),
            (405, Some("POST")),
            "{method}"
        );
    }
}

#[tokio::test]
async fn a_notification_is_accepted() {
    let world = World::new().await;
    let body = r#"{"jsonrpc": "2.0", "method": "notifications/initialized"}"#;
    let headers = [HOST, "mcp-protocol-version: 2025-11-25", &bearer(&world.key)];
    let reply = world.ask(&post(&headers, body)).await;
    assert_eq!((reply.status, reply.body.len()), (202, 0), "{}", reply.text());
}

#[tokio::test]
async fn a_client_that_takes_no_streams_is_told() {
    let world = World::new().await;
    let body = message("tools/list", json!({})).to_string();
    let request = post(&[HOST, &bearer(&world.key)], &body).replace(", text/event-stream", "");
    let reply = world.ask(&request).await;
    assert_eq!((reply.status, reply.code().as_str()), (406, "not_acceptable"));
}

#[tokio::test]
async fn documentation_is_listed_and_read() {
    let world = World::new().await;
    let key = key(&world, &["self:read"]).await;
    let list = modern(&world, &key, "resources/list", json!({})).await.json();
    let listed = list["result"]["resources"].as_array().unwrap();
    assert!(
        listed
            .iter()
            .all(|resource| resource["uri"] != "ward://audit/head")
    );
    let page = modern(
        &world,
        &key,
        "resources/read",
        json!({"uri": "ward://docs/passwords"}),
    )
    .await;
    let text = page.json()["result"]["contents"][0]["text"].to_string();
    assert!(text.contains("password_hash"), "{}", page.text());
}

#[tokio::test]
async fn the_head_of_the_audit_log_is_read_with_its_scope_and_recorded() {
    let world = World::new().await;
    let reply = modern(
        &world,
        &world.key,
        "resources/read",
        json!({"uri": "ward://audit/head"}),
    )
    .await;
    let text = reply.json()["result"]["contents"][0]["text"]
        .as_str()
        .unwrap()
        .to_owned();
    let head: Value = serde_json::from_str(&text).unwrap();
    assert!(head["size"].is_u64(), "{head}");
    assert_eq!(world.entries(1).await[0]["operation"], "audit_head");
}

#[tokio::test]
async fn the_head_of_the_audit_log_needs_its_scope() {
    let world = World::new().await;
    let key = key(&world, &["self:read"]).await;
    let params = json!({"uri": "ward://audit/head"});
    assert_eq!(
        modern(&world, &key, "resources/read", params.clone())
            .await
            .status,
        403
    );
    let reply = legacy(&world, &key, "resources/read", params).await;
    let error = &reply.json()["error"];
    assert_eq!(error["code"], -32001, "{}", reply.text());
    assert_eq!(error["data"]["type"], "urn:ward:problem:missing_scope");
}

#[tokio::test]
async fn a_resource_that_does_not_exist_is_not_quoted() {
    let world = World::new().await;
    let reply = modern(
        &world,
        &world.key,
        "resources/read",
        json!({"uri": "ward://qXmarkerZ7"}),
    )
    .await;
    assert_eq!(reply.json()["error"]["code"], -32602, "{}", reply.text());
    assert!(!reply.text().contains("qXmarkerZ7"));
}

#[tokio::test]
async fn prompts_are_listed_and_filled() {
    let world = World::new().await;
    let list = modern(&world, &world.key, "prompts/list", json!({})).await.json();
    let listed: Vec<&Value> = list["result"]["prompts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|prompt| &prompt["name"])
        .collect();
    assert_eq!(listed, ["review-tls", "rotate-a-key", "triage-findings"]);
    let params = json!({"name": "review-tls", "arguments": {"hostname": "example.org"}});
    let prompt = modern(&world, &world.key, "prompts/get", params).await.json();
    assert!(
        prompt["result"]["messages"][0]["content"]["text"]
            .to_string()
            .contains("example.org")
    );
}

#[tokio::test]
async fn a_development_server_serves_without_a_credential() {
    let world = World::dev().await;
    let version = format!("mcp-protocol-version: {MODERN}");
    let body = message("tools/list", json!({})).to_string();
    let reply = world
        .ask(&post(&[HOST, &version, "mcp-method: tools/list"], &body))
        .await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(!names(&reply).contains(&"audit_search".to_owned()));
}
