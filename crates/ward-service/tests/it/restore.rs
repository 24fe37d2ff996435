use crate::world::World;

#[test]
fn a_backup_brings_back_what_it_held() {
    let world = World::new();
    world.ward(&["key", "create", "orders"]).ok();
    let token = world.ward_with(&["encrypt", "--key", "orders"], "text").ok();
    let backup = world.path("backup.db");
    let backup = backup.to_str().unwrap();
    world.ward(&["backup", backup]).ok();
    world.ward(&["key", "create", "later"]).ok();

    let ran = world.ward(&["restore", backup]);
    assert!(ran.err.contains("former checkpoint is kept as"), "{ran:?}");
    ran.ok();
    assert!(!world.ward(&["key", "list"]).ok().contains("later"));
    assert_eq!(world.ward_with(&["decrypt"], &token).ok(), "text");
    world.ward(&["audit", "verify"]).ok();
    let search = world
        .ward(&["audit", "search", "--operation", "restore", "--json"])
        .json();
    assert_eq!(search["items"][0]["effect"], "destroy");
}

#[test]
fn a_backup_opens_on_a_new_machine_with_the_root_key_only() {
    let world = World::new();
    world.ward(&["key", "create", "orders"]).ok();
    let backup = world.path("backup.db");
    let backup = backup.to_str().unwrap();
    world.ward(&["backup", backup]).ok();
    let other = World::new();
    assert!(
        other
            .ward(&["restore", backup])
            .failed(5)
            .contains("there is no root key")
    );
    std::fs::copy(world.data("root.key"), other.data("root.key")).unwrap();
    other.ward(&["restore", backup]).ok();
    assert!(other.ward(&["key", "list"]).ok().contains("orders"));
}

#[test]
fn a_backup_replaces_no_file() {
    let world = World::new();
    let taken = world.write("taken", "mine");
    world.ward(&["backup", &taken]).failed(5);
    assert_eq!(std::fs::read_to_string(taken).unwrap(), "mine");
}

#[test]
fn what_is_no_backup_changes_nothing() {
    let world = World::new();
    world.ward(&["key", "create", "orders"]).ok();
    let nonsense = world.write("nonsense", "not a database");
    assert_eq!(world.ward(&["restore", &nonsense]).code, 5);
    assert_eq!(world.ward(&["restore", "/nonexistent"]).code, 5);
    assert!(world.ward(&["key", "list"]).ok().contains("orders"));
}

#[test]
fn a_store_in_use_is_not_restored() {
    let world = World::new();
    let _server = world.serve(&[]);
    let backup = world.path("backup.db");
    world.ward(&["backup", backup.to_str().unwrap()]).ok();
    assert_eq!(
        world.ward(&["restore", backup.to_str().unwrap()]).failed(4),
        "error: another process has the store open"
    );
}
