//! The end of a server: what runs is finished, what idles is not waited for, what hangs is cut off.

use std::time::Duration;

use crate::world::World;

/// A client whose call has begun and waits for the rest of its body.
async fn half_sent(world: &World) -> crate::client::Client {
    let mut client = world.connect().await;
    let request = world.request("whoami", &["expect: 100-continue"], "{}");
    client.send(request.strip_suffix("{}").unwrap()).await;
    assert_eq!(client.reply().await.status, 100);
    client
}

#[tokio::test]
async fn a_running_request_is_finished() {
    let mut world = World::new().await;
    let mut client = half_sent(&world).await;
    world.stop();
    client.send("{}").await;
    assert_eq!(client.reply().await.status, 200);
    world.stopped().await;
}

#[tokio::test]
async fn idle_connections_are_not_waited_for() {
    let mut world = World::limited(|limits| limits.drain = Duration::from_hours(1)).await;
    let mut idle = world.connect().await;
    assert_eq!(
        idle.ask("GET /health HTTP/1.1\r\nhost: ward\r\n\r\n")
            .await
            .status,
        200
    );
    world.stop();
    world.stopped().await;
    assert_eq!(idle.closed().await, b"");
}

#[tokio::test]
async fn a_request_that_hangs_is_cut_off() {
    let mut world = World::limited(|limits| limits.drain = Duration::from_millis(100)).await;
    let client = half_sent(&world).await;
    world.stop();
    world.stopped().await;
    assert_eq!(client.closed().await, b"");
}

#[tokio::test]
async fn a_stopped_server_takes_no_connections() {
    let mut world = World::new().await;
    let address = world.address;
    world.stop();
    world.stopped().await;
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
