//! `/metrics`: names and labels that dashboards know, and nothing of a caller.

use std::collections::HashMap;

use ward_server::install_metrics;

use crate::world::World;

/// Reads the text format: name with labels → value. Fails on a line that is none.
fn parse(text: &str) -> HashMap<&str, f64> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with("# HELP ") && !line.starts_with("# TYPE "))
        .map(|line| line.rsplit_once(' ').unwrap())
        .map(|(series, value)| (series, value.parse().unwrap()))
        .collect()
}

#[tokio::test]
async fn requests_are_counted_by_route_method_and_class() {
    let world = World::new().await;
    world.get("/health").await;
    world.get("/health").await;
    world.get("/marker").await;
    world.call("whoami", "{}").await;
    world.call("marker", "{}").await;
    world.get("/tools/whoami").await;
    world.ask("MARKER /health HTTP/1.1\r\nhost: ward\r\n\r\n").await;
    let reply = world.get("/metrics").await;
    assert_eq!(
        reply.header("content-type"),
        Some("text/plain; version=0.0.4; charset=utf-8")
    );
    let series = parse(reply.text());
    for (labels, count) in [
        (r#"handler="/health",method="GET",status="2xx""#, 2.0),
        (r#"handler="/tools/whoami",method="POST",status="2xx""#, 1.0),
        // The path that does not exist, and the method that the path does not take.
        (r#"handler="none",method="GET",status="4xx""#, 2.0),
        (r#"handler="none",method="POST",status="4xx""#, 1.0),
        (r#"handler="none",method="OTHER",status="4xx""#, 1.0),
    ] {
        assert_eq!(
            series.get(format!("http_requests_total{{{labels}}}").as_str()),
            Some(&count),
            "{labels}"
        );
    }
    assert!(!reply.text().to_ascii_lowercase().contains("marker"));
}

#[tokio::test]
async fn sizes_are_summed_by_route() {
    let world = World::new().await;
    let first = world.call("whoami", "{}").await.body.len();
    let second = world.call("whoami", "{ }").await.body.len();
    let reply = world.get("/metrics").await;
    let series = parse(reply.text());
    let value = |name: &str| series[format!("{name}{{handler=\"/tools/whoami\"}}").as_str()];
    assert_eq!(
        (
            value("http_request_size_bytes_count"),
            value("http_request_size_bytes_sum")
        ),
        (2.0, 5.0)
    );
    assert_eq!(value("http_response_size_bytes_count"), 2.0);
    assert_eq!(
        value("http_response_size_bytes_sum"),
        f64::from(u32::try_from(first + second).unwrap())
    );
}

#[tokio::test]
async fn a_claimed_length_is_not_counted_as_a_size() {
    let world = World::new().await;
    world
        .ask(
            &world
                .request("whoami", &[], "")
                .replace("content-length: 0", "content-length: 1000000000000"),
        )
        .await;
    let reply = world.get("/metrics").await;
    assert_eq!(
        parse(reply.text())[r#"http_request_size_bytes_sum{handler="/tools/whoami"}"#],
        0.0
    );
}

#[tokio::test]
async fn durations_have_the_bounds_of_the_predecessor() {
    let world = World::new().await;
    world.get("/health").await;
    let reply = world.get("/metrics").await;
    let bounds = |name: &str| -> Vec<&str> {
        reply
            .text()
            .lines()
            .filter(|line| line.starts_with(name))
            .map(|line| line.split_once("le=\"").unwrap().1.split_once('"').unwrap().0)
            .collect()
    };
    assert_eq!(
        bounds("http_request_duration_seconds_bucket{handler=\"/health\""),
        ["0.1", "0.5", "1.0", "+Inf"]
    );
    assert_eq!(
        bounds("http_request_duration_highr_seconds_bucket").join(" "),
        "0.01 0.025 0.05 0.075 0.1 0.25 0.5 0.75 1.0 1.5 2.0 2.5 3.0 3.5 4.0 4.5 5.0 7.5 10.0 30.0 60.0 +Inf"
    );
    let series = parse(reply.text());
    assert_eq!(series["http_request_duration_highr_seconds_count"], 1.0);
    assert!(series["http_request_duration_highr_seconds_sum"] > 0.0);
}

#[tokio::test]
async fn each_name_has_its_type_once() {
    let world = World::with(|_, options| options.metrics = Some(install_metrics())).await;
    world.call("whoami", "{}").await;
    let reply = world.get("/metrics").await;
    for line in [
        "http_requests_total counter",
        "http_request_size_bytes summary",
        "http_response_size_bytes summary",
        "http_request_duration_seconds histogram",
        "http_request_duration_highr_seconds histogram",
        "ward_audit_head gauge",
        "ward_kdf_inflight gauge",
        "ward_tool_calls_total counter",
        "ward_tool_duration_seconds histogram",
    ] {
        assert_eq!(
            reply.text().matches(&format!("# TYPE {line}\n")).count(),
            1,
            "{line}"
        );
    }
    parse(reply.text());
}

#[tokio::test]
async fn tools_are_counted_by_outcome_also_when_the_face_refuses() {
    let world = World::with(|_, options| options.metrics = Some(install_metrics())).await;
    let count = async |outcome: &str| {
        let series =
            format!("ward_tool_calls_total{{tool=\"key_rotate\",face=\"http\",outcome=\"{outcome}\"}}");
        parse(world.get("/metrics").await.text())
            .get(series.as_str())
            .copied()
            .unwrap_or(0.0)
    };
    let (failed, refused) = (count("failed").await, count("refused").await);
    world.call("key_rotate", r#"{"name": "none"}"#).await;
    world
        .ask(&world.request("key_rotate", &["content-encoding: gzip"], "{}"))
        .await;
    assert_eq!(
        (count("failed").await - failed, count("refused").await - refused),
        (1.0, 1.0)
    );
}

#[tokio::test]
async fn the_head_of_the_audit_log_moves_with_each_call() {
    let world = World::new().await;
    let head = async || parse(world.get("/metrics").await.text())["ward_audit_head"];
    let before = head().await;
    world.call("whoami", "{}").await;
    assert!(head().await > before);
}
