//! What callers send is recorded nowhere: not in logs, the audit log, metrics, errors or the database file.
//!
//! Every field of every operation carries a marker of its own, in calls that fail and in calls that succeed.

use std::io::Write;
use std::sync::{Mutex, OnceLock};

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use serde_json::{Value, json};
use ward_ops::{OpError, Registry};

use crate::world::World;

/// Everything that was logged in this process, at every level.
fn log() -> &'static Mutex<Vec<u8>> {
    static LOG: OnceLock<Mutex<Vec<u8>>> = OnceLock::new();
    LOG.get_or_init(|| {
        struct Sink;
        impl Write for Sink {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                log().lock().unwrap().extend_from_slice(bytes);
                Ok(bytes.len())
            }

            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(|| Sink)
            .finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
        Mutex::default()
    })
}

fn metrics() -> &'static PrometheusHandle {
    static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();
    METRICS.get_or_init(|| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        ::metrics::set_global_recorder(recorder).unwrap();
        handle
    })
}

/// Markers that were sent so far. Lower case without separators, so that they pass as names too.
#[derive(Default)]
struct Markers(Vec<String>);

impl Markers {
    fn next(&mut self) -> String {
        let marker = format!("canary{:04}zq", self.0.len());
        self.0.push(marker.clone());
        marker
    }

    /// A number that is as easy to find.
    fn next_number(&mut self) -> u64 {
        let marker = 918_273_640_000_000 + self.0.len() as u64;
        self.0.push(marker.to_string());
        marker
    }

    fn assert_absent(&self, place: &str, bytes: &[u8]) {
        for marker in &self.0 {
            let found = bytes
                .windows(marker.len())
                .any(|window| window == marker.as_bytes());
            assert!(!found, "{marker} is in {place}");
        }
    }
}

fn error_text(error: &OpError) -> String {
    format!("{error:?} {error}")
}

#[tokio::test]
async fn nothing_that_was_sent_is_kept_or_told() {
    log();
    metrics();
    let folder = tempfile::tempdir().unwrap();
    let world = World::in_folder(folder.path()).await;
    let mut markers = Markers::default();

    failing_calls(&world, &mut markers).await;
    let before = markers.0.len();
    assert!(before > 100, "only {before} fields carried a marker");
    succeeding_calls(&world, &mut markers).await;
    assert!(markers.0.len() > before + 20);

    let mut lines = Vec::new();
    world
        .store
        .read_audit_log(|entry| lines.extend_from_slice(entry.line.as_bytes()))
        .await
        .unwrap();
    markers.assert_absent("the audit log", &lines);
    markers.assert_absent("the logs", &log().lock().unwrap());
    markers.assert_absent("the metrics", metrics().render().as_bytes());
    world.store.close().await;
    let mut files = 0;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        markers.assert_absent("the database file", &std::fs::read(file.unwrap().path()).unwrap());
        files += 1;
    }
    assert!(files > 0 && !log().lock().unwrap().is_empty() && !lines.is_empty());
}

/// Each field of each operation in turn holds a marker: as text, as a number, in an object, as an unknown name.
async fn failing_calls(world: &World, markers: &mut Markers) {
    for entry in &Registry::new() {
        let name = entry.spec().name;
        let schema = entry.request_schema();
        let empty = serde_json::Map::new();
        let fields = schema
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        let base: Value = serde_json::from_str(entry.spec().examples[0].request).unwrap();
        for field in fields.keys() {
            let text = markers.next();
            let in_list = markers.next();
            let key = markers.next();
            let number = markers.next_number();
            for value in [
                json!(text),
                json!([in_list]),
                json!({ key: 1 }),
                json!(number),
                json!(-1.5),
                json!(true),
            ] {
                let mut request = base.clone();
                request[field] = value;
                if let Err(error) = world.call(name, &request.to_string()).await {
                    markers.assert_absent("an error", error_text(&error).as_bytes());
                }
            }
        }
        let mut unknown = base.clone();
        unknown[markers.next()] = json!(markers.next());
        let error = world.call(name, &unknown.to_string()).await.unwrap_err();
        markers.assert_absent("an error", error_text(&error).as_bytes());
        let broken = format!("{{\"{}\": {}", markers.next(), markers.next());
        let error = world.call(name, &broken).await.unwrap_err();
        markers.assert_absent("an error", error_text(&error).as_bytes());
    }
    let error = world.call(&markers.next(), "{}").await.unwrap_err();
    markers.assert_absent("an error", error_text(&error).as_bytes());
}

/// Calls that do what they are asked, with a marker wherever text goes in.
async fn succeeding_calls(world: &World, markers: &mut Markers) {
    let ok = async |name: &str, request: Value| {
        world
            .call(name, &request.to_string())
            .await
            .unwrap_or_else(|error| panic!("{name} {request}: {error:?}"))
    };
    let password = markers.next();
    let hash = ok("password_hash", json!({"password": password, "salt_rounds": 4})).await;
    for attempt in [password, markers.next()] {
        ok(
            "password_verify",
            json!({"password": attempt, "hashed_password": hash["hashed_password"]}),
        )
        .await;
    }
    ok(
        "password_check",
        json!({"password": markers.next(), "user_inputs": [markers.next()]}),
    )
    .await;

    let token =
        json!({"username": markers.next(), "permissions": [markers.next()], "audience": markers.next()});
    let token = ok("jwt_token", token).await;
    let verify = json!({"token": token["access_token"], "audience": markers.next()});
    ok("jwt_verify", verify).await;

    for kind in ["fernet", "aes-256-gcm", "xchacha20-poly1305"] {
        let name = markers.next();
        ok("key_create", json!({"name": name, "kind": kind})).await;
        ok("key_rotate", json!({"name": name})).await;
        let mut request = json!({"data": markers.next(), "key": name});
        let associated = markers.next();
        if kind != "fernet" {
            request["associated_data"] = json!(associated);
        }
        let sealed = ok("encrypt", request.clone()).await;
        request["encrypted_data"] = sealed["encrypted_data"].clone();
        request.as_object_mut().unwrap().remove("data");
        ok("decrypt", request).await;
    }
    let password = markers.next();
    let sealed = ok("encrypt", json!({"data": markers.next(), "password": password})).await;
    let back = json!({"encrypted_data": sealed["encrypted_data"], "key_info": sealed["key_info"], "password": password});
    ok("decrypt", back).await;
    ok("encrypt", json!({"data": markers.next()})).await;

    let pattern = format!("{}:*", markers.next());
    let key = json!({"name": markers.next(), "scopes": ["self:read"], "grantable_permissions": [pattern]});
    let key = ok("api_key_create", key).await;
    let key = ok("api_key_rotate", json!({"id": key["id"]})).await;
    ok("api_key_revoke", json!({"id": key["id"]})).await;

    for field in ["principal", "operation", "code", "request", "resource"] {
        ok("audit_search", json!({field: markers.next()})).await;
    }
    ok("audit_verify", json!({"checkpoints": [markers.next()]})).await;
    for (target, value) in [
        ("password", markers.next()),
        (
            "url",
            format!(
                "http://{}:{}@example.org/?token={}",
                markers.next(),
                markers.next(),
                markers.next()
            ),
        ),
        ("email", format!("{}@{}.example", markers.next(), markers.next())),
        ("code", format!("password = \"{}\"\n", markers.next())),
    ] {
        ok(
            "security_audit",
            json!({"target_type": target, "target_value": value}),
        )
        .await;
    }
}
