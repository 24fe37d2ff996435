//! Calls and those who wait for them.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use super::*;

#[tokio::test]
async fn a_call_runs_to_its_end_when_nobody_waits_for_it_any_more() {
    let app = crate::testing::app(&[]).await;
    let (begun, has_begun) = oneshot::channel();
    let (go_on, may_go_on) = oneshot::channel();
    let (ended, has_ended) = oneshot::channel();
    let client = tokio::spawn({
        let app = app.clone();
        async move {
            app.to_its_end(async {
                begun.send(()).unwrap();
                may_go_on.await.unwrap();
                ended.send(()).unwrap();
                Ok(())
            })
            .await
        }
    });
    has_begun.await.unwrap();
    client.abort();
    assert!(client.await.unwrap_err().is_cancelled());
    go_on.send(()).unwrap();
    has_ended.await.unwrap();
}

#[tokio::test]
async fn calls_are_done_once_the_last_has_ended() {
    let app = crate::testing::app(&[]).await;
    let (go_on, may_go_on) = oneshot::channel();
    let call = tokio::spawn({
        let app = app.clone();
        async move {
            app.to_its_end(async {
                may_go_on
                    .await
                    .map_err(|_| OpError::internal("not told to go on"))
            })
            .await
        }
    });
    // The runtime has one thread, so after this the call waits.
    tokio::task::yield_now().await;
    assert!(
        timeout(Duration::from_millis(50), app.calls_are_done())
            .await
            .is_err()
    );
    go_on.send(()).unwrap();
    app.calls_are_done().await;
    call.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_call_that_panics_is_an_internal_error_and_frees_its_place() {
    let app = crate::testing::app(&[]).await;
    let (_, cut) = oneshot::channel::<()>();
    let call = app.to_its_end(async {
        cut.await.expect("never sent, so this panics");
        Ok(())
    });
    assert_eq!(call.await.unwrap_err().code, "internal");
    app.calls_are_done().await;
}

#[tokio::test]
async fn no_two_routes_share_a_label() {
    let app = crate::testing::app(&[]).await;
    let mut paths = routes(app.engine.registry()).paths;
    let count = paths.len();
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), count);
}
