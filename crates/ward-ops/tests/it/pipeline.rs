//! The way that every call takes: what is refused, what is recorded, what is cached.

use std::time::Duration;

use serde_json::{Value, json};
use ward_ops::rooms::keys::{Create, CreateRequest};
use ward_ops::{ErrorKind, Face, Incoming};

use crate::world::{World, administrator, bearer};

/// An entry without what differs from call to call.
fn stripped(mut entry: Value) -> Value {
    for field in ["index", "request", "latency_us", "resource"] {
        entry.as_object_mut().unwrap().remove(field);
    }
    entry
}

#[tokio::test]
async fn a_typed_call_and_a_json_call_leave_the_same_entry() {
    let world = World::new().await;
    world
        .call("key_create", r#"{"name": "one", "kind": "fernet"}"#)
        .await
        .unwrap();
    let request = CreateRequest {
        name: "two".to_owned(),
        kind: "fernet".to_owned(),
    };
    world
        .engine
        .call_typed::<Create>(Incoming::new(Face::Http, administrator()), request)
        .await
        .unwrap();
    let entries = world.entries(2).await;
    assert_eq!(stripped(entries[0].clone()), stripped(entries[1].clone()));
    assert!(
        entries
            .iter()
            .all(|entry| entry["resource"].as_str().unwrap().starts_with("key:key_"))
    );
}

#[tokio::test]
async fn an_unknown_name_is_recorded_without_the_name() {
    let world = World::new().await;
    let error = world.call("no_such_tool_marker", "{}").await.unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::NotFound, "unknown_tool"));
    let entry = &world.entries(1).await[0];
    assert_eq!(
        (&entry["operation"], &entry["decision"]),
        (&json!("unknown"), &json!("refused"))
    );
    assert!(!entry.to_string().contains("marker"));
}

#[tokio::test]
async fn a_malformed_request_is_recorded_with_its_code() {
    let world = World::new().await;
    for (body, kind, code) in [
        ("", ErrorKind::Malformed, "malformed_json"),
        ("{", ErrorKind::Malformed, "malformed_json"),
        (
            r#"{"name": "a", "name": "b", "kind": "fernet"}"#,
            ErrorKind::Malformed,
            "malformed_json",
        ),
        (r#"{"name": "a"}"#, ErrorKind::Invalid, "invalid_request"),
        (
            r#"{"name": "a", "kind": "fernet", "more": 1}"#,
            ErrorKind::Invalid,
            "invalid_request",
        ),
        (
            r#"{"name": 7, "kind": "fernet"}"#,
            ErrorKind::Invalid,
            "invalid_request",
        ),
    ] {
        let error = world.call("key_create", body).await.unwrap_err();
        assert_eq!((error.kind, error.code), (kind, code), "{body}");
        assert_eq!(world.entries(1).await[0]["code"], code);
    }
}

#[tokio::test]
async fn a_wrong_password_is_recorded_as_no() {
    let world = World::new().await;
    let hash = world
        .call("password_hash", r#"{"password": "right", "salt_rounds": 4}"#)
        .await
        .unwrap();
    let request = json!({"password": "wrong", "hashed_password": hash["hashed_password"]}).to_string();
    let answer = world.call("password_verify", &request).await.unwrap();
    assert_eq!(answer["is_valid"], false);
    assert_eq!(world.entries(1).await[0]["outcome"], "no");
}

#[tokio::test]
async fn a_closed_store_refuses_calls_that_change_nothing_too() {
    let world = World::new().await;
    world.store.close().await;
    let error = world
        .call("password_check", r#"{"password": "x"}"#)
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unavailable);
}

#[tokio::test]
async fn an_api_key_lives_its_life() {
    let world = World::new().await;
    let request = r#"{"name": "app", "scopes": ["self:read", "key:read"], "expire_days": 10}"#;
    let made = world.call("api_key_create", request).await.unwrap();
    let text = made["api_key"].as_str().unwrap();
    let who = world.call_as(bearer(text), "whoami", "{}").await.unwrap();
    assert_eq!(who["subject"], format!("apikey:{}", made["id"].as_str().unwrap()));
    assert_eq!(who["tools"], json!(["key_list", "whoami"]));

    let rotate = json!({"id": made["id"], "overlap_minutes": 5}).to_string();
    let next = world.call("api_key_rotate", &rotate).await.unwrap();
    let next_text = next["api_key"].as_str().unwrap();
    world.call_as(bearer(text), "whoami", "{}").await.unwrap();
    world.call_as(bearer(next_text), "whoami", "{}").await.unwrap();
    world.clock.advance(Duration::from_secs(301));
    assert_eq!(
        world
            .call_as(bearer(text), "whoami", "{}")
            .await
            .unwrap_err()
            .code,
        "invalid_credential"
    );
    world.call_as(bearer(next_text), "whoami", "{}").await.unwrap();

    let revoke = json!({"id": next["id"]}).to_string();
    world.call("api_key_revoke", &revoke).await.unwrap();
    assert_eq!(
        world
            .call_as(bearer(next_text), "whoami", "{}")
            .await
            .unwrap_err()
            .code,
        "invalid_credential"
    );
    let items = world.call("api_key_list", "{}").await.unwrap()["items"].clone();
    assert_eq!(
        (&items[0]["status"], &items[1]["status"]),
        (&json!("superseded"), &json!("revoked"))
    );
    assert!(items[0]["last_used"].is_string());
}

#[tokio::test]
async fn nobody_hands_out_more_than_they_hold() {
    let world = World::new().await;
    let request = r#"{"name": "admin", "scopes": ["apikey:create", "apikey:rotate", "self:read"]}"#;
    let limited = world.call("api_key_create", request).await.unwrap();
    let limited = || bearer(limited["api_key"].as_str().unwrap());
    let more = r#"{"name": "more", "scopes": ["audit:read"]}"#;
    assert_eq!(
        world
            .call_as(limited(), "api_key_create", more)
            .await
            .unwrap_err()
            .code,
        "more_than_own"
    );
    let grants = r#"{"name": "more", "scopes": ["self:read"], "grantable_permissions": ["orders:*"]}"#;
    assert_eq!(
        world
            .call_as(limited(), "api_key_create", grants)
            .await
            .unwrap_err()
            .code,
        "more_than_own"
    );
    let strong = world
        .call("api_key_create", r#"{"name": "s", "scopes": ["audit:read"]}"#)
        .await
        .unwrap();
    let steal = json!({"id": strong["id"]}).to_string();
    assert_eq!(
        world
            .call_as(limited(), "api_key_rotate", &steal)
            .await
            .unwrap_err()
            .code,
        "more_than_own"
    );
}

#[tokio::test]
async fn a_token_of_ward_is_a_credential_with_the_scopes_it_was_given() {
    let world = World::new().await;
    let request = r#"{"username": "alice", "permissions": ["self:read", "orders:read"]}"#;
    let token = world.call("jwt_token", request).await.unwrap()["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let who = world.call_as(bearer(&token), "whoami", "{}").await.unwrap();
    assert_eq!(
        (&who["subject"], &who["scopes"]),
        (&json!("token:alice"), &json!(["self:read"]))
    );
    world
        .call("key_rotate", r#"{"name": "ward.tokens"}"#)
        .await
        .unwrap();
    world.call_as(bearer(&token), "whoami", "{}").await.unwrap();
    world.clock.advance(Duration::from_mins(31));
    assert_eq!(
        world
            .call_as(bearer(&token), "whoami", "{}")
            .await
            .unwrap_err()
            .code,
        "invalid_credential"
    );
}

#[tokio::test]
async fn a_token_under_the_shared_secret_is_no_credential() {
    let world = World::with(|settings| settings.token_secret = Some([9_u8; 32].as_slice().into())).await;
    let request = r#"{"username": "alice", "permissions": ["self:read"]}"#;
    let token = world.call("jwt_token", request).await.unwrap();
    assert_eq!(token["algorithm"], "HS256");
    let token = token["access_token"].as_str().unwrap();
    let verified = world
        .call("jwt_verify", &json!({"token": token}).to_string())
        .await
        .unwrap();
    assert_eq!(verified["active"], true);
    assert_eq!(
        world
            .call_as(bearer(token), "whoami", "{}")
            .await
            .unwrap_err()
            .code,
        "invalid_credential"
    );
}

#[tokio::test]
async fn a_token_does_not_outlive_the_credential_that_issued_it() {
    let world = World::new().await;
    let request = r#"{"username": "a", "permissions": ["token:issue"], "expire_minutes": 10}"#;
    let token = world.call("jwt_token", request).await.unwrap()["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    world.clock.advance(Duration::from_mins(1));
    let longer = r#"{"username": "a", "permissions": ["token:issue"], "expire_minutes": 600}"#;
    let renewed = world.call_as(bearer(&token), "jwt_token", longer).await.unwrap();
    assert_eq!(renewed["expires_in_seconds"], 540);
}

#[tokio::test]
async fn named_keys_encrypt_rotate_and_still_open() {
    let world = World::new().await;
    for (kind, associated) in [
        ("fernet", None),
        ("aes-256-gcm", Some("row 7")),
        ("xchacha20-poly1305", Some("")),
    ] {
        world
            .call("key_create", &json!({"name": kind, "kind": kind}).to_string())
            .await
            .unwrap();
        let mut request = json!({"data": "attack at dawn", "key": kind});
        if let Some(associated) = associated {
            request["associated_data"] = associated.into();
        }
        let sealed = world.call("encrypt", &request.to_string()).await.unwrap();
        world
            .call("key_rotate", &json!({"name": kind}).to_string())
            .await
            .unwrap();
        let mut back = json!({"encrypted_data": sealed["encrypted_data"], "key": sealed["key_info"]});
        if let Some(associated) = associated {
            back["associated_data"] = associated.into();
        }
        let opened = world.call("decrypt", &back.to_string()).await.unwrap();
        assert_eq!(
            (&opened["decrypted_data"], &opened["key_version"]),
            (&json!("attack at dawn"), &json!(1))
        );
        if associated == Some("row 7") {
            back["associated_data"] = "row 8".into();
            assert_eq!(
                world.call("decrypt", &back.to_string()).await.unwrap_err().code,
                "does_not_open"
            );
        }
    }
}

#[tokio::test]
async fn a_password_and_a_fresh_key_open_what_they_encrypted_and_one_error_covers_the_rest() {
    let world = World::new().await;
    for kdf in ["pbkdf2", "argon2id", "scrypt"] {
        let request = json!({"data": "grüße", "password": "pw", "kdf": kdf});
        let sealed = world.call("encrypt", &request.to_string()).await.unwrap();
        let back = |password: &str| {
            json!({"encrypted_data": sealed["encrypted_data"], "key_info": sealed["key_info"], "password": password})
                .to_string()
        };
        assert_eq!(
            world.call("decrypt", &back("pw")).await.unwrap()["decrypted_data"],
            "grüße"
        );
        assert_eq!(
            world.call("decrypt", &back("no")).await.unwrap_err().code,
            "does_not_open"
        );
    }
    let sealed = world.call("encrypt", r#"{"data": "x"}"#).await.unwrap();
    let back = json!({"encrypted_data": sealed["encrypted_data"], "key": sealed["key_info"]});
    assert_eq!(
        world.call("decrypt", &back.to_string()).await.unwrap()["decrypted_data"],
        "x"
    );
    let damaged = json!({"encrypted_data": "Z0FBQUFB", "key": sealed["key_info"]});
    assert_eq!(
        world
            .call("decrypt", &damaged.to_string())
            .await
            .unwrap_err()
            .code,
        "does_not_open"
    );
}
