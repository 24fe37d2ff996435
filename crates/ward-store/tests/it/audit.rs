//! The log of a healthy store: verified, exported, searched, followed.

use std::io::BufReader;

use ward_audit::entry::{Event, OpaqueId, Outcome};
use ward_audit::export::verify_export;
use ward_audit::{Claims, Report};
use ward_store::{AuditFilter, Store};

use crate::world::{World, event, insert, keyset, record, root_key};

fn reverify(store: &Store, export: &[u8]) -> Report {
    let head = store.audit_head();
    let claims = Claims {
        origin: store.audit_origin(),
        keys: &[store.audit_verifier()],
        state: None,
        latest: None,
        outside: &[&head.checkpoint],
    };
    verify_export(BufReader::new(export), claims, Some(store.audit_tag_key())).unwrap()
}

#[tokio::test]
async fn a_log_that_nobody_touched_verifies() {
    let world = World::new();
    let store = world.store().await;
    assert!(store.verify_audit(&[]).await.unwrap().ok, "the empty one does");
    record(&store, 300).await;
    let early = store.audit_head().checkpoint;
    record(&store, 2500).await;
    let head = store.audit_head();
    let report = store.verify_audit(&[&early, &head.checkpoint]).await.unwrap();
    assert!(report.ok, "{report:?}");
    assert_eq!(
        (report.size, report.root, report.signed_size),
        (2800, head.root, Some(2800))
    );
    store.close().await;
}

#[tokio::test]
async fn checkpoints_are_kept_along_the_way_and_verified() {
    let world = World::new();
    let store = world.store().await;
    record(&store, 3000).await;
    let (head, kept) = store.read_audit_log(|_| ()).await.unwrap();
    assert_eq!(head.size, 3000);
    assert_eq!(kept.len(), 2);
    store.close().await;
    // A kept one that vouches for something else is a fault.
    world
        .attack("UPDATE audit_checkpoint SET size = size + 1 WHERE size < 2000")
        .await;
    let store = world.store().await;
    let report = store.verify_audit(&[]).await.unwrap();
    assert_eq!(
        report
            .faults
            .iter()
            .map(ward_audit::Fault::slug)
            .collect::<Vec<_>>(),
        ["size_differs"]
    );
    store.close().await;
}

#[tokio::test]
async fn verification_goes_on_while_others_write() {
    let world = World::new();
    let store = world.store().await;
    record(&store, 1200).await;
    let verify = async {
        for _ in 0..5 {
            let report = store.verify_audit(&[]).await.unwrap();
            assert!(report.ok, "{report:?}");
        }
    };
    let write = async {
        for _ in 0..30 {
            record(&store, 10).await;
        }
    };
    tokio::join!(verify, write);
    store.close().await;
}

#[tokio::test]
async fn verification_offline_needs_no_consistent_state_and_changes_nothing() {
    let world = World::new();
    let store = world.store().await;
    record(&store, 5).await;
    let head = store.audit_head();
    store.close().await;
    let before = std::fs::read(world.database()).unwrap();
    let offline = Store::open_for_verification(&world.location(), &root_key())
        .await
        .unwrap();
    let report = offline.verify(&[&head.checkpoint]).await.unwrap();
    assert!(report.ok, "{report:?}");
    assert_eq!(offline.export(std::io::sink()).await.unwrap(), 5);
    offline.close().await;
    assert_eq!(std::fs::read(world.database()).unwrap(), before);
}

#[tokio::test]
async fn verification_offline_runs_beside_a_store_that_writes() {
    let world = World::new();
    let store = world.store().await;
    record(&store, 50).await;
    let offline = Store::open_for_verification(&world.location(), &root_key())
        .await
        .unwrap();
    record(&store, 50).await;
    let report = offline.verify(&[&store.audit_head().checkpoint]).await.unwrap();
    assert!(report.ok, "{report:?}");
    assert_eq!(report.size, 100);
    offline.close().await;
    store.close().await;
}

#[tokio::test]
async fn an_export_verifies_without_the_store() {
    let world = World::new();
    let store = world.store().await;
    insert(&store, keyset("orders")).await.unwrap();
    record(&store, 2200).await;
    let mut export = Vec::new();
    assert_eq!(store.export_audit(&mut export).await.unwrap(), 2201);
    let report = reverify(&store, &export);
    assert!(report.ok, "{report:?}");
    assert_eq!((report.size, report.signed_size), (2201, Some(2201)));
    let checkpoints = export
        .split(|byte| *byte == b'\n')
        .filter(|line| line.starts_with(b"{\"checkpoint\""));
    assert_eq!(checkpoints.count(), 3, "two kept ones and the latest");
    store.close().await;
}

#[tokio::test]
async fn an_export_of_an_empty_log_verifies() {
    let world = World::new();
    let store = world.store().await;
    let mut export = Vec::new();
    assert_eq!(store.export_audit(&mut export).await.unwrap(), 0);
    assert!(reverify(&store, &export).ok);
    store.close().await;
}

#[tokio::test]
async fn an_export_of_an_altered_log_shows_the_alteration() {
    let world = World::new();
    let store = world.store().await;
    record(&store, 20).await;
    store.close().await;
    world
        .attack("UPDATE audit_entry SET line = replace(line, 'allowed', 'refused') WHERE idx = 7")
        .await;
    let store = world.store().await;
    let mut export = Vec::new();
    store.export_audit(&mut export).await.unwrap();
    let first = reverify(&store, &export).first_bad.unwrap();
    assert_eq!((first.index, first.fault.slug()), (7, "line_altered"));
    store.close().await;
}

#[tokio::test]
async fn a_search_finds_by_each_field_newest_first() {
    let world = World::new();
    let store = world.store().await;
    for number in 0..10 {
        let request = OpaqueId::new(format!("r{number}"));
        let outcome = if number == 4 { Outcome::No } else { Outcome::Ok };
        store
            .record(Event {
                request,
                ..event(outcome)
            })
            .await
            .unwrap();
    }
    let search = async |filter: AuditFilter| {
        let page = store.search_audit(&filter, None, 100).await.unwrap();
        page.entries.iter().map(|entry| entry.index).collect::<Vec<_>>()
    };
    let request = Some("r7".to_owned());
    assert_eq!(
        search(AuditFilter {
            request,
            ..AuditFilter::default()
        })
        .await,
        [7]
    );
    let outcome = Some("no".to_owned());
    assert_eq!(
        search(AuditFilter {
            outcome,
            ..AuditFilter::default()
        })
        .await,
        [4]
    );
    let principal = Some("system:test".to_owned());
    assert_eq!(
        search(AuditFilter {
            principal,
            ..AuditFilter::default()
        })
        .await,
        [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    );
    let until = Some(ward_secret::Timestamp::from_unix_seconds(1));
    assert!(
        search(AuditFilter {
            until,
            ..AuditFilter::default()
        })
        .await
        .is_empty()
    );
    let page = store
        .search_audit(&AuditFilter::default(), Some(5), 3)
        .await
        .unwrap();
    assert_eq!(
        page.entries.iter().map(|entry| entry.index).collect::<Vec<_>>(),
        [4, 3, 2]
    );
    assert_eq!(page.next, Some(2));
    store.close().await;
}

#[tokio::test]
async fn an_unreadable_line_does_not_hide_the_others_from_a_search() {
    let world = World::new();
    let store = world.store().await;
    record(&store, 5).await;
    store.close().await;
    world
        .attack("UPDATE audit_entry SET line = '{' WHERE idx = 2")
        .await;
    let store = world.store().await;
    let filter = AuditFilter {
        operation: Some("key_create".to_owned()),
        ..AuditFilter::default()
    };
    let page = store.search_audit(&filter, None, 10).await.unwrap();
    assert_eq!(
        page.entries.iter().map(|entry| entry.index).collect::<Vec<_>>(),
        [4, 3, 1, 0]
    );
    store.close().await;
}
