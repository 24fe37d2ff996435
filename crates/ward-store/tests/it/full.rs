//! A store that may not grow: nothing half written, everybody answered, reading goes on, and it recovers.

use std::sync::Arc;

use futures_util::future::join_all;
use ward_audit::entry::Outcome;
use ward_store::{Store, StoreError};

use crate::world::{World, event, insert, keyset, name, record};

/// A store with some content and no room for more.
async fn filled(world: &World) -> Store {
    let store = world.store().await;
    insert(&store, keyset("orders")).await.unwrap();
    record(&store, 50).await;
    store.set_quota(Some(1));
    while store.record(event(Outcome::Ok)).await.is_ok() {}
    store
}

async fn assert_sound(store: &Store) {
    let head = store.audit_head();
    let report = store.verify_audit(&[&head.checkpoint]).await.unwrap();
    assert!(report.ok, "{report:?}");
    assert_eq!(report.size, head.size);
}

#[tokio::test]
async fn a_full_store_says_so_and_writes_nothing() {
    let world = World::new();
    let store = filled(&world).await;
    let before = store.audit_head();
    // A change takes more room than an entry, so it cannot fit where an entry does not.
    let change = insert(&store, keyset("more")).await;
    assert!(matches!(change, Err(StoreError::Full)), "{change:?}");
    assert!(matches!(
        store.record(event(Outcome::Ok)).await,
        Err(StoreError::Full)
    ));
    assert_eq!(store.audit_head(), before);
    assert_sound(&store).await;
    store.close().await;
}

#[tokio::test]
async fn reading_a_full_store_goes_on() {
    let world = World::new();
    let store = filled(&world).await;
    assert!(store.keyset_by_name(&name("orders")).await.unwrap().is_some());
    assert!(store.export_audit(std::io::sink()).await.unwrap() > 50);
    store.close().await;
}

#[tokio::test]
async fn a_full_store_works_again_once_there_is_room() {
    let world = World::new();
    let store = filled(&world).await;
    assert!(insert(&store, keyset("more")).await.is_err());
    store.set_quota(None);
    insert(&store, keyset("more")).await.unwrap();
    assert!(store.keyset_by_name(&name("more")).await.unwrap().is_some());
    assert_sound(&store).await;
    store.close().await;
    let store = world.store().await;
    assert_sound(&store).await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_caller_of_a_failed_batch_is_answered() {
    let world = World::new();
    let store = Arc::new(filled(&world).await);
    let before = store.audit_head().size;
    let callers = (0..300).map(|number| {
        let store = store.clone();
        tokio::spawn(async move {
            if number % 3 == 0 {
                insert(&store, keyset(&format!("more-{number}")))
                    .await
                    .map(|_| ())
            } else {
                store.record(event(Outcome::Ok)).await.map(|_| ())
            }
        })
    });
    for answer in join_all(callers).await {
        assert!(matches!(answer.unwrap(), Err(StoreError::Full)));
    }
    assert_eq!(store.audit_head().size, before);
    assert_eq!(store.keysets(0, 1000).await.unwrap().len(), 1);
    assert_sound(&store).await;
    store.close().await;
}

/// The database rolls a full transaction back by itself. A change that passes the error over must not have its later
/// statements committed one by one, outside any transaction and without an entry.
#[tokio::test]
async fn a_change_that_passes_a_full_disk_over_leaves_nothing_behind() {
    let world = World::new();
    let store = filled(&world).await;
    let before = store.audit_head();
    let large = vec![0; 100_000];
    let result = store
        .commit(
            move |transaction| {
                Box::pin(async move {
                    assert!(matches!(
                        transaction.insert_api_key("large", &large).await,
                        Err(StoreError::Full)
                    ));
                    // Small enough for the room left in a page.
                    let small = transaction.insert_api_key("small", b"x").await;
                    assert!(matches!(small, Err(StoreError::Full)), "{small:?}");
                    Ok::<(), StoreError>(())
                })
            },
            |_| event(Outcome::Ok),
            event(Outcome::Failed),
        )
        .await;
    assert!(matches!(result, Err(StoreError::Full)), "{result:?}");
    assert!(store.api_key("small").await.unwrap().is_none());
    assert_eq!(store.audit_head(), before);
    store.set_quota(None);
    record(&store, 1).await;
    assert_sound(&store).await;
    store.close().await;
}
