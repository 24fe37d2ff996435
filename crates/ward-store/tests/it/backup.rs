//! Backups are whole, closed, and put back only on purpose.

use ward_secret::Secret;
use ward_store::{RootKeySource, Store, StoreError, checkpoint_file, restore};

use crate::world::{World, insert, keyset, material, name, record, root_key};

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_working_store_is_of_one_moment() {
    let world = World::new();
    let store = world.store().await;
    let orders = keyset("orders");
    insert(&store, orders.clone()).await.unwrap();
    let write = async {
        for _ in 0..40 {
            record(&store, 5).await;
        }
    };
    let path = world.path("backup.db");
    let (backup, ()) = tokio::join!(store.backup(&path), write);
    let backup = backup.unwrap();
    assert_eq!(
        backup.bytes,
        std::fs::metadata(world.path("backup.db")).unwrap().len()
    );
    store.close().await;

    let target = World::new();
    let report = restore(&world.path("backup.db"), &target.database(), &root_key())
        .await
        .unwrap();
    assert_eq!(report.audit_size, backup.audit_size);
    let restored = target.store().await;
    assert_eq!(restored.audit_head().size, backup.audit_size);
    assert!(restored.verify_audit(&[]).await.unwrap().ok);
    let found = restored.keyset_by_name(&name("orders")).await.unwrap().unwrap();
    assert_eq!(material(&found), material(&orders));
    restored.close().await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_backup_and_what_is_restored_from_it_are_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    let store = world.store().await;
    store.backup(&world.path("backup.db")).await.unwrap();
    store.close().await;
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(world.path("backup.db")), 0o600);
    std::fs::set_permissions(world.path("backup.db"), PermissionsExt::from_mode(0o644)).unwrap();
    restore(&world.path("backup.db"), &world.path("restored.db"), &root_key())
        .await
        .unwrap();
    assert_eq!(mode(world.path("restored.db")), 0o600);
}

#[tokio::test]
async fn a_backup_replaces_no_file() {
    let world = World::new();
    let store = world.store().await;
    std::fs::write(world.path("backup.db"), "precious").unwrap();
    assert!(matches!(
        store.backup(&world.path("backup.db")).await,
        Err(StoreError::File(_))
    ));
    assert_eq!(
        std::fs::read_to_string(world.path("backup.db")).unwrap(),
        "precious"
    );
    store.close().await;
}

async fn refused(backup: &std::path::Path, key: &RootKeySource) -> StoreError {
    let target = World::new();
    let store = target.store().await;
    record(&store, 1).await;
    store.close().await;
    let before = std::fs::read(target.database()).unwrap();
    let error = restore(backup, &target.database(), key).await.unwrap_err();
    assert_eq!(
        std::fs::read(target.database()).unwrap(),
        before,
        "the database in place is untouched"
    );
    assert_eq!(
        std::fs::read_dir(target.folder()).unwrap().count(),
        1,
        "nothing is left over"
    );
    error
}

#[tokio::test]
async fn a_backup_under_another_root_key_is_not_restored() {
    let world = World::new();
    world.store().await.close().await;
    let other = RootKeySource::Key(Secret::new([8; 32]));
    assert!(matches!(
        refused(&world.database(), &other).await,
        StoreError::WrongRootKey
    ));
}

#[tokio::test]
async fn a_cut_backup_is_not_restored() {
    let world = World::new();
    let store = world.store().await;
    record(&store, 100).await;
    store.close().await;
    let bytes = std::fs::read(world.database()).unwrap();
    std::fs::write(world.path("backup.db"), &bytes[..bytes.len() - 4096]).unwrap();
    let error = refused(&world.path("backup.db"), &root_key()).await;
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
}

#[tokio::test]
async fn a_backup_with_an_altered_log_is_not_restored() {
    let world = World::new();
    let store = world.store().await;
    record(&store, 10).await;
    store.close().await;
    world
        .attack("UPDATE audit_entry SET line = replace(line, 'allowed', 'refused') WHERE idx = 7")
        .await;
    let error = refused(&world.database(), &root_key()).await;
    assert!(
        matches!(error, StoreError::Damaged { table: "audit_entry" }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_restored_store_works_once_the_outside_checkpoint_is_set_aside() {
    let world = World::new();
    let outside = world.path("ward.checkpoint");
    let store = world.store().await;
    record(&store, 10).await;
    store.backup(&world.path("backup.db")).await.unwrap();
    let keeper = store.keep_checkpoint_file(outside.clone());
    record(&store, 10).await;
    store.close().await;
    keeper.finished().await.unwrap();

    let report = restore(&world.path("backup.db"), &world.database(), &root_key())
        .await
        .unwrap();
    assert_eq!(report.audit_size, 10);
    assert!(world.path("ward.db.before-restore").exists());
    let store = world.store().await;
    assert!(matches!(
        store.check_against(&outside).await,
        Err(StoreError::RolledBack)
    ));
    let archived = checkpoint_file::set_aside(&outside).unwrap().unwrap();
    assert_eq!(archived, world.path("ward.checkpoint.superseded-20"));
    store.check_against(&outside).await.unwrap();
    let keeper = store.keep_checkpoint_file(outside.clone());
    record(&store, 1).await;
    store.close().await;
    keeper.finished().await.unwrap();
    let store = Store::open(world.location(), &root_key()).await.unwrap();
    store.check_against(&outside).await.unwrap();
    store.close().await;
}
