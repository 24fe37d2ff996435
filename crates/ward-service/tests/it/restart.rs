use crate::world::World;

#[test]
fn a_restart_keeps_tokens_ciphertexts_keys_and_the_log() {
    let world = World::new();
    let mut server = world.serve(&[]);
    let key = server.key();
    let caller = |url: &str| World::new().with("WARD_URL", url).with("WARD_TOKEN", &key);
    let first = caller(&server.url);
    let token = first.ward(&["token", "issue", "alice"]).ok();
    first.ward(&["key", "create", "orders"]).ok();
    let sealed = first.ward_with(&["encrypt", "--key", "orders"], "named").ok();
    let package = first.ward_with(&["encrypt"], "fresh").ok();
    let before = first.ward(&["audit", "verify", "--json"]).json()["size"]
        .as_u64()
        .unwrap();
    assert_eq!(server.stop("-TERM").code, 0);

    let server = world.serve(&[]);
    let second = caller(&server.url);
    second.ward_with(&["token", "verify"], &token).ok();
    assert_eq!(second.ward_with(&["decrypt"], &sealed).ok(), "named");
    assert_eq!(second.ward_with(&["decrypt"], &package).ok(), "fresh");
    let verified = second.ward(&["audit", "verify", "--json"]).json();
    assert_eq!(verified["ok"], true);
    assert!(verified["size"].as_u64().unwrap() > before);
}

#[test]
fn the_checkpoint_file_follows_the_log() {
    let world = World::new();
    world.ward(&["key", "list"]).ok();
    let size = |text: String| text.lines().nth(1).unwrap().parse::<u64>().unwrap();
    let first = size(std::fs::read_to_string(world.data("checkpoint")).unwrap());
    let server = world.serve(&[]);
    world.ward(&["key", "create", "orders"]).ok();
    server.stop("-TERM");
    let second = size(std::fs::read_to_string(world.data("checkpoint")).unwrap());
    assert!(second > first);
    world.ward(&["audit", "verify"]).ok();
}
