//! Responses that no route of ours makes.

use axum::http::StatusCode;
use axum::routing::get;
use http_body_util::BodyExt as _;
use serde_json::Value;

use super::*;

/// A front with one route that misbehaves.
async fn front(route: axum::routing::MethodRouter) -> Front {
    let app = crate::testing::app(&["/odd"]).await;
    Front {
        app,
        router: Router::new().route("/odd", route),
    }
}

async fn ask(front: &Front) -> (StatusCode, HeaderMap, Value) {
    let request = Request::get("/odd")
        .header("host", "localhost")
        .body(Body::empty())
        .unwrap();
    let (parts, body) = front.answer_any(request, None).await.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    (
        parts.status,
        parts.headers,
        serde_json::from_slice(&bytes).unwrap(),
    )
}

#[tokio::test]
async fn a_panic_is_a_problem_and_the_next_request_is_answered() {
    async fn panics() -> &'static str {
        panic!("marker")
    }
    let front = front(get(panics)).await;
    for _ in 0..2 {
        let (status, headers, problem) = ask(&front).await;
        assert_eq!(
            (status, &problem["type"]),
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                &"urn:ward:problem:internal".into()
            )
        );
        assert_eq!(headers["x-request-id"], problem["instance"].as_str().unwrap());
        assert!(!problem.to_string().contains("marker"));
    }
}

#[tokio::test]
async fn an_error_that_a_library_made_loses_its_text() {
    let front = front(get(async || (StatusCode::UNPROCESSABLE_ENTITY, "marker"))).await;
    let (status, headers, problem) = ask(&front).await;
    assert_eq!(
        (status, &problem["status"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &422.into())
    );
    assert_eq!(headers["content-type"], "application/problem+json");
    assert!(!problem.to_string().contains("marker"));
}

#[tokio::test]
async fn a_panic_is_counted() {
    async fn panics() -> &'static str {
        panic!("on purpose")
    }
    let front = front(get(panics)).await;
    ask(&front).await;
    let mut text = String::new();
    front.app.traffic.render(&mut text);
    assert!(text.contains("http_requests_total{handler=\"/odd\",method=\"GET\",status=\"5xx\"} 1"));
}
