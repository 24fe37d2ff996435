//! `/health` and `/ready`.

use crate::world::World;

#[tokio::test]
async fn health_has_the_fields_of_the_predecessor_and_the_version() {
    let world = World::new().await;
    let reply = world.get("/health").await;
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some("application/json"))
    );
    insta::assert_json_snapshot!(reply.json(), { ".version" => "[version]" });
}

#[tokio::test]
async fn health_names_the_algorithm_of_a_configured_secret() {
    let world = World::with(|settings, _| settings.token_secret = Some(vec![7; 32].into())).await;
    assert_eq!(
        world.get("/health").await.json()["security"]["algorithm"],
        "HS256"
    );
}

#[tokio::test]
async fn health_shows_the_port_that_it_was_given() {
    let world = World::with(|_, options| options.port = 17008).await;
    assert_eq!(world.get("/health").await.json()["port"], 17008);
}

#[tokio::test]
async fn a_head_of_health_has_no_body() {
    let world = World::new().await;
    let mut client = world.connect().await;
    client.send("HEAD /health HTTP/1.1\r\nhost: ward\r\n\r\n").await;
    assert_eq!(client.reply_to("HEAD").await.status, 200);
    // Would begin with the body if there were one.
    assert_eq!(
        client
            .ask("GET /ready HTTP/1.1\r\nhost: ward\r\n\r\n")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn ready_says_so_while_the_store_answers() {
    let world = World::new().await;
    let reply = world.get("/ready").await;
    assert_eq!((reply.status, reply.text()), (200, r#"{"status":"ready"}"#));
}

#[tokio::test]
async fn without_its_store_the_server_is_alive_and_not_ready() {
    let world = World::new().await;
    world.store.close().await;
    let reply = world.get("/ready").await;
    assert_eq!(
        (reply.status, reply.header("retry-after"), reply.code()),
        (503, Some("1"), "not_ready".to_owned())
    );
    assert_eq!(world.get("/health").await.status, 200);
}
