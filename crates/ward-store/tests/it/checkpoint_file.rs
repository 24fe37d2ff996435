//! The checkpoint outside: never older than it was, never somebody else's, and what it shows.

use std::path::PathBuf;

use ward_store::{Store, StoreError, checkpoint_file};

use crate::world::{World, record, root_key};

/// A store, the path of its checkpoint file, and checkpoints of three sizes.
async fn world() -> (World, Store, PathBuf, [String; 3]) {
    let world = World::new();
    let store = world.store().await;
    let mut notes = Vec::new();
    for _ in 0..3 {
        record(&store, 10).await;
        notes.push(store.audit_head().checkpoint);
    }
    let path = world.path("ward.checkpoint");
    (world, store, path, notes.try_into().unwrap())
}

fn put(store: &Store, path: &std::path::Path, note: &str) -> Result<bool, StoreError> {
    checkpoint_file::write(path, note, &store.audit_verifier())
}

#[tokio::test]
async fn a_missing_file_reads_as_none_and_blocks_nothing() {
    let (_world, store, path, _) = world().await;
    assert_eq!(checkpoint_file::read(&path).unwrap(), None);
    store.check_against(&path).await.unwrap();
    assert_eq!(checkpoint_file::set_aside(&path).unwrap(), None);
}

#[tokio::test]
async fn a_newer_checkpoint_replaces_and_an_older_does_not() {
    let (_world, store, path, [early, middle, late]) = world().await;
    assert!(put(&store, &path, &middle).unwrap());
    assert!(!put(&store, &path, &early).unwrap());
    assert!(!put(&store, &path, &middle).unwrap());
    assert_eq!(checkpoint_file::read(&path).unwrap().unwrap(), middle);
    assert!(put(&store, &path, &late).unwrap());
    assert_eq!(checkpoint_file::read(&path).unwrap().unwrap(), late);
}

#[cfg(unix)]
#[tokio::test]
async fn others_may_read_the_file_and_not_write_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_world, store, path, [note, ..]) = world().await;
    put(&store, &path, &note).unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode & 0o600, 0o600);
    assert_eq!(mode & 0o133, 0, "{mode:o}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_in_place_of_the_temporary_file_is_not_followed() {
    let (world, store, path, [note, ..]) = world().await;
    let victim = world.path("victim");
    std::fs::write(&victim, "precious").unwrap();
    std::os::unix::fs::symlink(&victim, world.path("ward.checkpoint.new")).unwrap();
    assert!(put(&store, &path, &note).unwrap());
    assert_eq!(std::fs::read_to_string(victim).unwrap(), "precious");
}

#[tokio::test]
async fn a_file_that_holds_something_else_is_left_alone() {
    let (_world, store, path, [note, ..]) = world().await;
    let other = World::new();
    let others = other.store().await;
    record(&others, 50).await;
    let forged = note.replacen("\n10\n", "\n11\n", 1);
    assert_ne!(forged, note);
    for (text, reason) in [
        ("precious", "the checkpoint file does not hold a checkpoint"),
        (
            &others.audit_head().checkpoint,
            "the checkpoint file holds a checkpoint that another log signed",
        ),
        (&forged, "the signature of the checkpoint file does not match it"),
        (
            &"x".repeat(200_000),
            "the checkpoint file does not hold a checkpoint",
        ),
    ] {
        std::fs::write(&path, text).unwrap();
        assert_eq!(put(&store, &path, &note).unwrap_err().to_string(), reason);
        assert_eq!(store.check_against(&path).await.unwrap_err().to_string(), reason);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
    others.close().await;
}

#[tokio::test]
async fn a_note_of_another_log_is_not_put_there() {
    let (_world, store, path, _) = world().await;
    let other = World::new();
    let others = other.store().await;
    let note = others.audit_head().checkpoint;
    assert!(matches!(
        put(&store, &path, &note),
        Err(StoreError::CheckpointFile(_))
    ));
    assert!(!path.exists());
    others.close().await;
}

#[tokio::test]
async fn an_older_database_is_refused_by_the_file() {
    let world = World::new();
    let path = world.path("ward.checkpoint");
    let store = world.store().await;
    record(&store, 10).await;
    store.close().await;
    let older = std::fs::read(world.database()).unwrap();
    let store = world.store().await;
    record(&store, 5).await;
    put(&store, &path, &store.audit_head().checkpoint).unwrap();
    store.check_against(&path).await.unwrap();
    store.close().await;

    std::fs::write(world.database(), older).unwrap();
    let store = world.store().await;
    assert!(matches!(
        store.check_against(&path).await,
        Err(StoreError::RolledBack)
    ));
    // Grown to the same size, it is still another log.
    record(&store, 4).await;
    store
        .record(crate::world::event(ward_audit::entry::Outcome::No))
        .await
        .unwrap();
    assert!(matches!(
        store.check_against(&path).await,
        Err(StoreError::RolledBack)
    ));
    assert!(matches!(
        put(&store, &path, &store.audit_head().checkpoint),
        Err(StoreError::RolledBack)
    ));
    store.close().await;
}

#[tokio::test]
async fn a_file_behind_the_log_passes() {
    let (_world, store, path, [early, ..]) = world().await;
    put(&store, &path, &early).unwrap();
    store.check_against(&path).await.unwrap();
}

#[tokio::test]
async fn setting_aside_archives_under_a_name_of_its_own() {
    let (world, store, path, [early, ..]) = world().await;
    for expected in ["ward.checkpoint.superseded-10", "ward.checkpoint.superseded-10.2"] {
        put(&store, &path, &early).unwrap();
        assert_eq!(
            checkpoint_file::set_aside(&path).unwrap().unwrap(),
            world.path(expected)
        );
        assert_eq!(std::fs::read_to_string(world.path(expected)).unwrap(), early);
        assert!(!path.exists());
    }
    store.check_against(&path).await.unwrap();
}

#[tokio::test]
async fn the_keeper_follows_the_log_and_writes_its_last_word() {
    let world = World::new();
    let path = world.path("ward.checkpoint");
    let store = world.store().await;
    record(&store, 3).await;
    let keeper = store.keep_checkpoint_file(path.clone());
    record(&store, 30).await;
    let last = store.audit_head().checkpoint;
    store.close().await;
    keeper.finished().await.unwrap();
    assert_eq!(checkpoint_file::read(&path).unwrap().unwrap(), last);
    let store = world.store().await;
    store.check_against(&path).await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn the_keeper_reports_a_file_that_it_could_not_write() {
    let world = World::new();
    let store = world.store().await;
    let keeper = store.keep_checkpoint_file(world.path("no-such-folder").join("ward.checkpoint"));
    record(&store, 3).await;
    store.close().await;
    assert!(matches!(keeper.finished().await, Err(StoreError::File(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_keep_one_file_and_the_newest_stays() {
    let world = World::new();
    let path = world.path("ward.checkpoint");
    let (one, two) = (world.store().await, world.store().await);
    let keepers = [
        one.keep_checkpoint_file(path.clone()),
        two.keep_checkpoint_file(path.clone()),
    ];
    for _ in 0..10 {
        record(&one, 3).await;
        record(&two, 3).await;
    }
    let newest = two.audit_head().checkpoint;
    two.close().await;
    one.close().await;
    for keeper in keepers {
        keeper.finished().await.unwrap();
    }
    assert_eq!(checkpoint_file::read(&path).unwrap().unwrap(), newest);
}

#[tokio::test]
async fn the_note_in_the_file_serves_the_verifier() {
    let (world, store, path, [_, _, late]) = world().await;
    put(&store, &path, &late).unwrap();
    store.close().await;
    world.attack("DELETE FROM audit_entry WHERE idx >= 20").await;
    let note = checkpoint_file::read(&path).unwrap().unwrap();
    let offline = Store::open_for_verification(&world.location(), &root_key())
        .await
        .unwrap();
    let report = offline.verify(&[&note]).await.unwrap();
    assert_eq!(report.first_bad.unwrap().index, 20);
    offline.close().await;
}
