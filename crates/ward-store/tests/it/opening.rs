//! What opening refuses: files of others, newer schemas, stores whose keys were taken away.

use ward_store::{Location, Store, StoreError};

use crate::world::{World, insert, keyset, record, root_key};

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let world = World::new();
    world.store().await.close().await;
    world.attack("PRAGMA user_version = 99").await;
    assert!(matches!(
        world.try_store().await,
        Err(StoreError::NewerSchema { found: 99, known: 1 })
    ));
    let offline = Store::open_for_verification(&world.location(), &root_key()).await;
    assert!(matches!(offline, Err(StoreError::NewerSchema { found: 99, .. })));
}

#[tokio::test]
async fn the_database_of_another_program_is_refused_and_left_alone() {
    let world = World::new();
    std::fs::write(world.database(), b"").unwrap();
    world
        .attack("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)")
        .await;
    let before = std::fs::read(world.database()).unwrap();
    assert!(matches!(world.try_store().await, Err(StoreError::NotWard)));
    assert_eq!(std::fs::read(world.database()).unwrap(), before);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let world = World::new();
    let text = b"dear diary, ".repeat(1000);
    std::fs::write(world.database(), &text).unwrap();
    assert!(matches!(world.try_store().await, Err(StoreError::NotWard)));
    assert_eq!(std::fs::read(world.database()).unwrap(), text);
}

#[tokio::test]
async fn verification_does_not_make_a_database() {
    let world = World::new();
    let offline = Store::open_for_verification(&world.location(), &root_key()).await;
    assert!(matches!(offline, Err(StoreError::File(error)) if error.kind() == std::io::ErrorKind::NotFound));
    assert!(!world.database().exists());
}

#[tokio::test]
async fn an_empty_file_is_not_yet_a_store() {
    let world = World::new();
    assert!(!Store::exists(&world.location()).unwrap());
    std::fs::write(world.database(), b"").unwrap();
    assert!(!Store::exists(&world.location()).unwrap());
    world.store().await.close().await;
    assert!(Store::exists(&world.location()).unwrap());
    assert!(!Store::exists(&Location::Memory).unwrap());
}

#[cfg(unix)]
#[tokio::test]
async fn the_database_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let store = world.store().await;
    record(&store, 1).await;
    for suffix in ["", "-wal", "-shm"] {
        let path = world.path(&format!("ward.db{suffix}"));
        assert_eq!(
            std::fs::metadata(path).unwrap().permissions().mode() & 0o777,
            0o600,
            "{suffix}"
        );
    }
    store.close().await;
}

#[tokio::test]
async fn closing_leaves_one_file() {
    let world = World::new();
    let store = world.store().await;
    insert(&store, keyset("orders")).await.unwrap();
    store.keysets(0, 10).await.unwrap();
    store.close().await;
    let names: Vec<_> = std::fs::read_dir(world.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["ward.db"]);
}

/// A store whose keys are gone must not begin anew over what the old ones sealed and signed.
#[tokio::test]
async fn a_store_without_its_data_keys_is_not_begun_anew() {
    let world = World::new();
    let store = world.store().await;
    record(&store, 1).await;
    store.close().await;
    for statements in ["DELETE FROM store_key", "DELETE FROM store_secret"] {
        world.attack(statements).await;
        assert!(matches!(
            world.try_store().await,
            Err(StoreError::Damaged { table: "store_key" })
        ));
    }
}

#[tokio::test]
async fn a_log_without_its_keys_is_not_begun_anew() {
    let world = World::new();
    let store = world.store().await;
    insert(&store, keyset("orders")).await.unwrap();
    store.close().await;
    world
        .attack("DELETE FROM store_secret WHERE name = 'audit.tag'")
        .await;
    assert!(matches!(
        world.try_store().await,
        Err(StoreError::Damaged {
            table: "store_secret"
        })
    ));
    world.attack("DELETE FROM store_secret").await;
    assert!(matches!(
        world.try_store().await,
        Err(StoreError::Damaged { table: "audit_state" })
    ));
}

#[tokio::test]
async fn a_log_that_was_emptied_is_not_begun_anew() {
    let world = World::new();
    let store = world.store().await;
    record(&store, 3).await;
    store.close().await;
    world
        .attack("DELETE FROM audit_entry; DELETE FROM audit_state; DELETE FROM audit_checkpoint")
        .await;
    assert!(matches!(
        world.try_store().await,
        Err(StoreError::Damaged { table: "audit_state" })
    ));
}

#[tokio::test]
async fn two_first_starts_at_once_agree_on_one_key() {
    let world = World::new();
    let (one, two) = tokio::join!(world.try_store(), world.try_store());
    let (one, two) = (one.unwrap(), two.unwrap());
    insert(&one, keyset("orders")).await.unwrap();
    assert!(
        two.keyset_by_name(&crate::world::name("orders"))
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(one.audit_origin(), two.audit_origin());
    one.close().await;
    two.close().await;
}
