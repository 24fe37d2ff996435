//! Changes and their entries: together or not at all.

use std::sync::Arc;

use ward_audit::entry::Outcome;
use ward_keys::keyset::Keyset;
use ward_store::{AuditFilter, StoreError};

use crate::world::{World, event, insert, keyset, name};

#[tokio::test]
async fn what_was_committed_is_there_after_reopening() {
    let world = World::new();
    let store = world.store().await;
    let orders = keyset("orders");
    assert_eq!(insert(&store, orders.clone()).await.unwrap(), 0);
    let head = store.audit_head();
    store.close().await;

    let store = world.store().await;
    let found = store.keyset_by_name(&name("orders")).await.unwrap().unwrap();
    assert_eq!((found.name, found.keyset.id()), (orders.name, orders.keyset.id()));
    let material = |keyset: &Keyset| keyset.primary().material().unwrap().expose().clone();
    assert_eq!(material(&found.keyset), material(&orders.keyset));
    assert_eq!(store.audit_head(), head);
    assert_eq!(head.size, 1);
    assert!(store.keyset_by_name(&name("other")).await.unwrap().is_none());
    store.close().await;
}

#[tokio::test]
async fn a_failing_change_is_rolled_back_and_recorded() {
    let world = World::new();
    let store = world.store().await;
    insert(&store, keyset("orders")).await.unwrap();
    let second = keyset("orders");
    let id = second.keyset.id();
    assert!(matches!(insert(&store, second).await, Err(StoreError::Taken)));
    assert!(store.keyset_by_id(id).await.unwrap().is_none());
    let page = store
        .search_audit(&AuditFilter::default(), None, 10)
        .await
        .unwrap();
    let lines: Vec<_> = page.entries.iter().map(|entry| entry.line.as_str()).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains(r#""outcome":"failed""#) && lines[1].contains(r#""outcome":"ok""#));
    store.close().await;
}

#[tokio::test]
async fn a_panic_in_a_change_leaves_nothing_but_its_entry() {
    let world = World::new();
    let store = world.store().await;
    let result = store
        .commit(
            |transaction| {
                Box::pin(async move {
                    transaction.insert_keyset(&keyset("orders")).await?;
                    panic!("on purpose")
                })
            },
            |_: &Result<(), StoreError>| event(Outcome::Ok),
            event(Outcome::Failed),
        )
        .await;
    assert!(result.is_err());
    assert!(store.keyset_by_name(&name("orders")).await.unwrap().is_none());
    assert_eq!(store.audit_head().size, 1);
    insert(&store, keyset("orders")).await.unwrap();
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_callers_share_commits_and_each_gets_its_own_index() {
    let world = World::new();
    let store = Arc::new(world.store().await);
    let callers: Vec<_> = (0..200)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.record(event(Outcome::Ok)).await.unwrap().index })
        })
        .collect();
    let mut indexes = Vec::new();
    for caller in callers {
        indexes.push(caller.await.unwrap());
    }
    indexes.sort_unstable();
    assert_eq!(indexes, (0..200).collect::<Vec<_>>());
    store.close().await;
}

#[tokio::test]
async fn two_processes_append_to_one_log() {
    let world = World::new();
    let one = world.store().await;
    let two = world.store().await;
    for (store, index) in [(&one, 0), (&two, 1), (&two, 2), (&one, 3)] {
        assert_eq!(store.record(event(Outcome::Ok)).await.unwrap().index, index);
    }
    let mark = one.change_mark().await.unwrap();
    assert_eq!(one.change_mark().await.unwrap(), mark);
    insert(&two, keyset("orders")).await.unwrap();
    assert_ne!(one.change_mark().await.unwrap(), mark);
    one.close().await;
    two.close().await;
}

#[tokio::test]
async fn a_closed_store_answers_busy() {
    let world = World::new();
    let store = world.store().await;
    store.close().await;
    assert!(matches!(
        store.record(event(Outcome::Ok)).await,
        Err(StoreError::Busy)
    ));
}
