//! Who may call how often, what the rest is told, and what is left of it in the log.

use std::net::IpAddr;
use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use futures_util::stream::FuturesUnordered;
use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::{Value, json};
use ward_access::{Principal, ScopeSet};
use ward_limits::Quota;
use ward_ops::rooms::passwords::{Verify, VerifyRequest};
use ward_ops::{Credential, ErrorKind, Face, Incoming, OpError, PoolLimits, Settings};
use ward_secret::Timestamp;

use crate::world::{START, World, administrator, bearer};

/// A bcrypt hash at cost 4, of no password that is used here.
const HASH: &str = "$2b$04$abcdefghijklmnopqrstuuRMQD05iqEuPFj9xQEtfkjDBJpUKfhD6";
/// Another.
const OTHER: &str = "$2b$04$CCCCCCCCCCCCCCCCCCCCC.EuEAAvp4fiPQfWLjvDD5Ms5GX.wE83i";

fn app(id: &str) -> Credential {
    Credential::Vouched(Box::new(Principal::api_key(id, ScopeSet::all())))
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn guess(hash: &str) -> String {
    json!({"password": "guess", "hashed_password": hash}).to_string()
}

async fn verify(world: &World, caller: &str, hash: &str) -> Result<Value, OpError> {
    world.call_as(app(caller), "password_verify", &guess(hash)).await
}

/// Takes the five guesses at [`HASH`] that `caller` has.
async fn use_up(world: &World, caller: &str) {
    for _ in 0..5 {
        verify(world, caller, HASH).await.unwrap();
    }
}

fn assert_limited<T: std::fmt::Debug>(result: Result<T, OpError>) -> Duration {
    let error = result.unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::Limited, "rate_limited"));
    error.retry_after.unwrap()
}

fn quota(tool: &str, count: u32) -> impl FnOnce(&mut Settings) {
    move |settings| {
        settings
            .limits
            .tools
            .insert(tool.to_owned(), Quota::per_minute(count));
    }
}

#[tokio::test]
async fn the_sixth_guess_at_one_hash_is_refused() {
    let world = World::new().await;
    use_up(&world, "app").await;
    assert_eq!(
        assert_limited(verify(&world, "app", HASH).await),
        Duration::from_secs(12)
    );
}

#[tokio::test]
async fn a_guess_at_another_hash_is_not_refused() {
    let world = World::new().await;
    use_up(&world, "app").await;
    verify(&world, "app", OTHER).await.unwrap();
}

#[tokio::test]
async fn a_guess_by_another_caller_is_not_refused() {
    let world = World::new().await;
    use_up(&world, "app").await;
    verify(&world, "other", HASH).await.unwrap();
}

#[tokio::test]
async fn a_typed_call_meets_the_same_limit() {
    let world = World::new().await;
    use_up(&world, "app").await;
    let request = VerifyRequest {
        password: "x".into(),
        hashed_password: HASH.into(),
        rehash: None,
    };
    let incoming = Incoming::new(Face::Library, app("app"));
    assert_limited(world.engine.call_typed::<Verify>(incoming, request).await);
}

#[tokio::test]
async fn whoever_waits_as_told_is_let_through_and_no_earlier() {
    let world = World::new().await;
    use_up(&world, "app").await;
    world.steady.pass(11);
    assert_limited(verify(&world, "app", HASH).await);
    world.steady.pass(1);
    verify(&world, "app", HASH).await.unwrap();
    assert_limited(verify(&world, "app", HASH).await);
}

#[tokio::test]
async fn after_a_minute_there_are_five_guesses_again() {
    let world = World::new().await;
    use_up(&world, "app").await;
    world.steady.pass(60);
    use_up(&world, "app").await;
    assert_limited(verify(&world, "app", HASH).await);
}

#[tokio::test]
async fn a_jump_of_the_wall_clock_neither_locks_nor_resets() {
    let world = World::new().await;
    let hour = Duration::from_hours(1);
    let in_2038 = Timestamp::from_unix_seconds(i64::from(i32::MAX) + 1);
    let ten_years = Duration::from_hours(24 * 3_652);
    for (turn, time) in [
        START.after(hour),
        START.before(hour),
        START.before(ten_years),
        in_2038,
    ]
    .into_iter()
    .enumerate()
    {
        let caller = format!("app{turn}");
        world.clock.set(START);
        use_up(&world, &caller).await;
        world.clock.set(time);
        assert_limited(verify(&world, &caller, HASH).await);
        world.steady.pass(12);
        verify(&world, &caller, HASH).await.unwrap();
    }
}

#[tokio::test]
async fn sixty_verifications_come_from_one_address_whoever_calls_and_no_more() {
    let world = World::new().await;
    let from = |last: &str, turn: u32| {
        let request = guess(&format!("no hash {turn}"));
        let (world, here) = (&world, address(last));
        async move {
            world
                .call_from(
                    here,
                    app(&format!("app{}", turn % 7)),
                    "password_verify",
                    &request,
                )
                .await
                .result
        }
    };
    for turn in 0..60 {
        assert_eq!(from("192.0.2.1", turn).await.unwrap_err().code, "unknown_hash");
    }
    assert_limited(from("192.0.2.1", 60).await);
    // The same address as IPv6 writes it.
    assert_limited(from("::ffff:192.0.2.1", 61).await);
    assert_eq!(from("192.0.2.2", 62).await.unwrap_err().code, "unknown_hash");
    world.steady.pass(1);
    assert_eq!(from("192.0.2.1", 63).await.unwrap_err().code, "unknown_hash");
}

#[tokio::test]
async fn addresses_of_one_ipv6_network_are_one_client() {
    let world = World::with(|settings| settings.limits.guesses_per_address = Quota::per_minute(1)).await;
    let from = async |text| {
        let reply = world
            .call_from(address(text), app("app"), "password_verify", &guess(HASH))
            .await;
        reply.result
    };
    from("2001:db8:0:1::1").await.unwrap();
    assert_limited(from("2001:db8:0:1:ffff::2").await);
    from("2001:db8:0:2::1").await.unwrap();
}

#[tokio::test]
async fn a_caller_that_may_not_uses_up_nothing_of_its_address() {
    let world = World::with(|settings| settings.limits.guesses_per_address = Quota::per_minute(1)).await;
    let here = address("192.0.2.1");
    let nobody = Credential::Vouched(Box::new(Principal::api_key("nobody", ScopeSet::empty())));
    let refused = world
        .call_from(here, nobody, "password_verify", &guess(HASH))
        .await;
    assert_eq!(refused.result.unwrap_err().code, "missing_scope");
    let reply = world
        .call_from(here, app("app"), "password_verify", &guess(HASH))
        .await;
    reply.result.unwrap();
}

#[tokio::test]
async fn callers_of_a_development_server_are_limited_by_address() {
    let world = World::with(|settings| settings.dev = true).await;
    let from = async |text| {
        let reply = world
            .call_from(address(text), Credential::None, "password_verify", &guess(HASH))
            .await;
        reply.result
    };
    for _ in 0..5 {
        from("127.0.0.1").await.unwrap();
    }
    assert_limited(from("127.0.0.1").await);
    from("127.0.0.2").await.unwrap();
}

#[tokio::test]
async fn the_local_command_line_has_no_limits() {
    let world = World::new().await;
    for _ in 0..20 {
        let reply = world
            .call_from(None, administrator(), "password_verify", &guess(HASH))
            .await;
        reply.result.unwrap();
        assert_eq!(reply.limits.rate_limit(), None);
    }
}

#[tokio::test]
async fn limits_that_are_switched_off_limit_nothing() {
    let world = World::with(|settings| settings.limits.enabled = false).await;
    for _ in 0..20 {
        let reply = world
            .call_from(address("192.0.2.1"), app("app"), "password_verify", &guess(HASH))
            .await;
        reply.result.unwrap();
        assert_eq!(reply.limits.rate_limit_policy(), None);
    }
    for _ in 0..400 {
        let reply = world
            .call_from(address("192.0.2.1"), bearer("x"), "whoami", "{}")
            .await;
        assert_eq!(reply.result.unwrap_err().code, "invalid_credential");
    }
}

#[tokio::test]
async fn calls_that_do_not_decode_count_too() {
    let world = World::with(quota("key_list", 2)).await;
    for _ in 0..2 {
        assert_eq!(
            world.call_as(app("app"), "key_list", "{").await.unwrap_err().code,
            "malformed_json"
        );
    }
    assert_limited(world.call_as(app("app"), "key_list", "{}").await);
    world.call_as(app("app"), "whoami", "{}").await.unwrap();
}

#[tokio::test]
async fn calls_that_are_forbidden_count_too() {
    let world = World::with(quota("key_list", 2)).await;
    let nobody = || Credential::Vouched(Box::new(Principal::api_key("nobody", ScopeSet::empty())));
    for _ in 0..2 {
        assert_eq!(
            world.call_as(nobody(), "key_list", "{}").await.unwrap_err().code,
            "missing_scope"
        );
    }
    assert_limited(world.call_as(nobody(), "key_list", "{}").await);
}

#[tokio::test]
async fn calls_of_names_that_do_not_exist_count_as_one_tool() {
    let world = World::with(quota("unknown", 2)).await;
    for name in ["a", "b"] {
        assert_eq!(
            world.call_as(app("app"), name, "{}").await.unwrap_err().code,
            "unknown_tool"
        );
    }
    assert_limited(world.call_as(app("app"), "c", "{}").await);
}

#[tokio::test]
async fn a_flood_without_a_credential_that_counts_is_limited_by_address() {
    let world = World::with(|settings| settings.limits.refused_per_address = Quota::per_minute(4)).await;
    let here = address("192.0.2.1");
    for (credential, name) in [
        (Credential::None, "whoami"),
        (bearer("x"), "whoami"),
        (bearer("ward_x"), "key_list"),
        (Credential::None, "no_such_tool"),
    ] {
        let error = world
            .call_from(here, credential, name, "{}")
            .await
            .result
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unauthenticated);
    }
    assert_limited(world.call_from(here, bearer("x"), "whoami", "{}").await.result);
    let elsewhere = world
        .call_from(address("192.0.2.2"), bearer("x"), "whoami", "{}")
        .await;
    assert_eq!(elsewhere.result.unwrap_err().kind, ErrorKind::Unauthenticated);
}

#[tokio::test]
async fn a_flood_from_an_address_does_not_lock_out_a_good_credential_behind_it() {
    let world = World::with(|settings| settings.limits.refused_per_address = Quota::per_minute(1)).await;
    let here = address("192.0.2.1");
    for _ in 0..10 {
        let _ = world.call_from(here, bearer("x"), "whoami", "{}").await;
    }
    world
        .call_from(here, app("app"), "whoami", "{}")
        .await
        .result
        .unwrap();
}

#[tokio::test]
async fn what_a_face_refuses_is_limited_by_address() {
    let world = World::with(|settings| settings.limits.refused_per_address = Quota::per_minute(2)).await;
    let refuse = async || {
        let incoming = Incoming {
            address: Some(address("192.0.2.1")),
            ..Incoming::new(Face::Http, Credential::None)
        };
        world
            .engine
            .record_refusal(&incoming, "encrypt", "too_large")
            .await
    };
    refuse().await.unwrap();
    refuse().await.unwrap();
    assert_limited(refuse().await);
}

#[tokio::test]
async fn work_counts_by_its_weight_and_before_it_is_done() {
    let world = World::with(quota("password_hash", 5)).await;
    let hash = async |rounds: u8| {
        let request = json!({"password": "pw", "salt_rounds": rounds}).to_string();
        world.call_as(app("app"), "password_hash", &request).await
    };
    hash(4).await.unwrap();
    // 4 and more of 100 ms, of which 4 are left less the one that every call takes.
    assert_limited(hash(13).await);
    hash(4).await.unwrap();
}

#[tokio::test]
async fn work_above_the_whole_burst_needs_a_full_bucket() {
    let world = World::with(quota("password_hash", 2)).await;
    let request = r#"{"password": "pw", "salt_rounds": 12}"#;
    world.call_as(app("app"), "password_hash", request).await.unwrap();
    world.steady.pass(59);
    assert_limited(world.call_as(app("app"), "password_hash", request).await);
    world.steady.pass(60);
    world.call_as(app("app"), "password_hash", request).await.unwrap();
}

#[tokio::test]
async fn a_password_makes_encryption_work() {
    let world = World::with(quota("encrypt", 3)).await;
    let with_password = r#"{"data": "x", "password": "pw"}"#;
    world.call_as(app("app"), "encrypt", with_password).await.unwrap();
    assert_limited(world.call_as(app("app"), "encrypt", with_password).await);
    world
        .call_as(app("app"), "encrypt", r#"{"data": "x"}"#)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_hash_above_the_caps_is_refused_before_the_queue() {
    let nobody_gets_in = PoolLimits {
        threads: 0,
        queue: 0,
        wait: Duration::ZERO,
    };
    let world = World::with(|settings| settings.pool = nobody_gets_in).await;
    let costly = HASH.replacen("$04$", "$31$", 1);
    assert_eq!(
        verify(&world, "app", &costly).await.unwrap_err().code,
        "hash_too_costly"
    );
    assert_eq!(
        verify(&world, "app", HASH).await.unwrap_err().code,
        "hashing_busy"
    );
}

#[tokio::test]
async fn light_tools_answer_while_five_hundred_callers_wait_for_hashes() {
    let pool = PoolLimits {
        threads: 1,
        queue: 2,
        wait: Duration::from_mins(1),
    };
    let world = World::with(|settings| settings.pool = pool).await;
    let (world, mut hashes) = (&world, FuturesUnordered::new());
    for caller in 0..500 {
        hashes.push(async move {
            // Long enough to be still at work when the others have been turned away.
            let request = r#"{"password": "pw", "salt_rounds": 13}"#;
            world
                .call_as(app(&format!("app{caller}")), "password_hash", request)
                .await
        });
    }
    // All but the one at work and the two that wait are turned away.
    for _ in 0..497 {
        let error = hashes.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind, error.code), (ErrorKind::Unavailable, "hashing_busy"));
    }
    let light = pin!(world.call_as(app("light"), "whoami", "{}"));
    let rest = pin!(hashes.collect::<Vec<_>>());
    let Either::Left((answer, rest)) = select(light, rest).await else {
        panic!("three hashes were faster than whoami")
    };
    answer.unwrap();
    let ended = rest.await;
    assert_eq!(ended.iter().filter(|result| result.is_ok()).count(), 3);
}

#[tokio::test]
async fn a_reply_tells_how_the_caller_stands() {
    let world = World::new().await;
    let reply = world
        .call_from(address("192.0.2.1"), app("app"), "password_verify", &guess(HASH))
        .await;
    let limits = reply.limits;
    assert_eq!(
        limits.rate_limit_policy().unwrap(),
        r#""work";q=600;w=60, "address";q=60;w=60, "target";q=5;w=60"#
    );
    assert_eq!(
        limits.rate_limit().unwrap(),
        r#""work";r=599;t=1, "address";r=59;t=1, "target";r=4;t=12"#
    );
    let numbers = limits.x_rate_limit(START).unwrap();
    assert_eq!((numbers.limit, numbers.remaining), (5, 4));
    assert_eq!(numbers.reset, START.unix_seconds() + 12);
}

#[tokio::test]
async fn a_refusal_tells_how_the_caller_stands() {
    let world = World::new().await;
    use_up(&world, "app").await;
    let reply = world
        .call_from(None, app("app"), "password_verify", &guess(HASH))
        .await;
    assert_limited(reply.result);
    assert_eq!(
        reply.limits.rate_limit().unwrap(),
        r#""work";r=594;t=1, "target";r=0;t=12"#
    );
}

#[tokio::test]
async fn whoami_tells_the_callers_own_limits() {
    let world = World::new().await;
    use_up(&world, "app").await;
    let who = world
        .call_from(address("192.0.2.1"), app("app"), "whoami", "{}")
        .await;
    let who: Value = serde_json::from_slice(&who.result.unwrap()).unwrap();
    let rates = who["limits"]["rates"].as_array().unwrap();
    let of = |tool: &str| {
        rates
            .iter()
            .filter(|rate| rate["tool"] == tool)
            .cloned()
            .collect::<Vec<_>>()
    };
    let rate = |policy, count, remaining: Option<u32>| {
        let mut rate = json!({"tool": "password_verify", "policy": policy, "count": count, "per_seconds": 60,
            "burst": count});
        if let Some(remaining) = remaining {
            rate["remaining"] = json!(remaining);
        }
        rate
    };
    assert_eq!(
        of("password_verify"),
        [
            rate("work", 600, Some(595)),
            rate("address", 60, Some(60)),
            rate("target", 5, None)
        ]
    );
    assert_eq!(of("whoami")[0]["remaining"], 19_999);
    let admin = world.call("whoami", "{}").await.unwrap();
    assert_eq!(admin["limits"]["rates"], json!([]));
}

#[tokio::test]
async fn refusals_by_a_limit_are_recorded_ever_more_rarely_and_counted_exactly() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let _here = metrics::set_default_local_recorder(&recorder);
    let world = World::new().await;
    use_up(&world, "app").await;
    for _ in 0..40 {
        assert_limited(verify(&world, "app", HASH).await);
    }
    let entries = world.entries(100).await;
    let refused: Vec<&Value> = entries
        .iter()
        .filter(|entry| entry["code"] == "rate_limited")
        .collect();
    let mut counts: Vec<u64> = refused
        .iter()
        .map(|entry| entry["count"].as_u64().unwrap())
        .collect();
    counts.reverse();
    assert_eq!(counts, [1, 1, 1, 1, 1, 1, 1, 1, 8, 16]);
    for entry in refused {
        assert_eq!(
            (&entry["decision"], &entry["operation"], &entry["principal"]),
            (&json!("refused"), &json!("password_verify"), &json!("apikey:app"))
        );
    }
    let metrics = recorder.handle().render();
    assert!(
        metrics.contains("ward_rate_limited_total{tool=\"password_verify\"} 40\n"),
        "{metrics}"
    );
    let outcome = "ward_tool_calls_total{tool=\"password_verify\",face=\"http\",outcome=\"refused\"} 40\n";
    assert!(metrics.contains(outcome), "{metrics}");
}

#[tokio::test]
async fn refusals_of_two_callers_are_recorded_apart() {
    let world = World::new().await;
    for caller in ["app", "other"] {
        use_up(&world, caller).await;
        for _ in 0..12 {
            assert_limited(verify(&world, caller, HASH).await);
        }
    }
    let newest = &world.entries(1).await[0];
    assert_eq!(
        (&newest["principal"], &newest["count"]),
        (&json!("apikey:other"), &json!(1))
    );
}
