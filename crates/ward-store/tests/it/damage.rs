//! A store of which pages were lost: intact data or a typed error, never a panic nor another plaintext.

use std::path::Path;

use ward_store::{AuditFilter, Location, Store, StoreError};

use crate::world::{World, insert, insert_api_key, keyset, material, name, record, root_key};

const PAGE: usize = 4096;

/// What was in the store before it was damaged.
struct Furnished {
    world: World,
    bytes: Vec<u8>,
    orders: Vec<Vec<u8>>,
    head: ward_store::AuditHead,
}

async fn furnished() -> Furnished {
    let world = World::new();
    let store = world.store().await;
    let orders = keyset("orders");
    insert(&store, orders.clone()).await.unwrap();
    for number in 0..20 {
        insert(&store, keyset(&format!("more-{number}"))).await.unwrap();
    }
    insert_api_key(&store, "k1", b"may everything").await;
    record(&store, 60).await;
    let head = store.audit_head();
    store.close().await;
    let bytes = std::fs::read(world.database()).unwrap();
    assert_eq!(bytes.len() % PAGE, 0);
    Furnished {
        world,
        bytes,
        orders: material(&orders),
        head,
    }
}

/// The errors that tell a caller what is wrong. Anything else would be a library's, with words of its own.
fn is_typed(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Damaged { .. }
            | StoreError::NotWard
            | StoreError::WrongRootKey
            | StoreError::NewerSchema { .. }
    )
}

#[track_caller]
fn typed<T>(result: Result<T, StoreError>, what: &str) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) if is_typed(&error) => None,
        Err(error) => panic!("{what}: {error:?}"),
    }
}

/// Opens the damaged database and reads everything there is. Returns whether the damage was noticed somewhere.
async fn examine(furnished: &Furnished, path: &Path, what: &str) -> bool {
    let mut noticed = false;
    let location = Location::File(path.to_owned());
    if let Some(offline) = typed(Store::open_for_verification(&location, &root_key()).await, what) {
        let report = typed(offline.verify(&[&furnished.head.checkpoint]).await, what);
        noticed |= !report.is_some_and(|report| {
            assert!(
                !report.ok || report.root == furnished.head.root,
                "{what}: another log passes"
            );
            report.ok
        });
        noticed |= typed(offline.export(std::io::sink()).await, what).is_none();
        offline.close().await;
    } else {
        noticed = true;
    }
    let Some(store) = typed(Store::open(location, &root_key()).await, what) else {
        return true;
    };
    match typed(store.keyset_by_name(&name("orders")).await, what) {
        Some(Some(found)) => assert_eq!(material(&found), furnished.orders, "{what}"),
        _ => noticed = true,
    }
    match typed(store.api_key("k1").await, what) {
        Some(Some(found)) => assert_eq!(found.record.expose(), b"may everything", "{what}"),
        _ => noticed = true,
    }
    noticed |= typed(store.keysets(0, 100).await, what).is_none_or(|all| all.len() != 21);
    noticed |= typed(store.api_keys(0, 100).await, what).is_none_or(|all| all.len() != 1);
    let found = typed(store.search_audit(&AuditFilter::default(), None, 100).await, what);
    noticed |= found.is_none_or(|page| page.entries.len() != 82);
    noticed |= typed(store.verify_audit(&[]).await, what).is_none_or(|report| !report.ok);
    typed(insert(&store, keyset("after")).await, what);
    store.close().await;
    noticed
}

#[tokio::test]
async fn every_page_that_is_zeroed_is_noticed_or_harmless() {
    let furnished = furnished().await;
    let path = furnished.world.path("damaged.db");
    for page in 0..furnished.bytes.len() / PAGE {
        let mut damaged = furnished.bytes.clone();
        damaged[page * PAGE..(page + 1) * PAGE].fill(0);
        std::fs::write(&path, &damaged).unwrap();
        examine(&furnished, &path, &format!("page {page} zeroed")).await;
        for side in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(furnished.world.path(&format!("damaged.db{side}")));
        }
    }
}

#[tokio::test]
async fn every_cut_is_noticed() {
    let furnished = furnished().await;
    let path = furnished.world.path("damaged.db");
    let pages = furnished.bytes.len() / PAGE;
    for length in (1..pages)
        .map(|page| page * PAGE)
        .chain([100, 1000, PAGE + 17, furnished.bytes.len() - 1])
    {
        std::fs::write(&path, &furnished.bytes[..length]).unwrap();
        assert!(
            examine(&furnished, &path, &format!("cut to {length}")).await,
            "cut to {length} bytes"
        );
        for side in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(furnished.world.path(&format!("damaged.db{side}")));
        }
    }
}

#[tokio::test]
async fn an_undamaged_store_passes_the_examination() {
    let furnished = furnished().await;
    let path = furnished.world.path("copy.db");
    std::fs::write(&path, &furnished.bytes).unwrap();
    assert!(!examine(&furnished, &path, "nothing").await);
}

/// The verifier goes on behind what it cannot read, and names the gap.
#[tokio::test]
async fn a_lost_page_in_the_middle_of_the_log_is_named_as_a_gap() {
    let world = World::new();
    let store = world.store().await;
    record(&store, 400).await;
    store.close().await;
    let mut bytes = std::fs::read(world.database()).unwrap();
    let needle = br#"{"v":1,"index":200,"#;
    let at = bytes
        .windows(needle.len())
        .position(|window| window == needle)
        .unwrap();
    let page = at / PAGE;
    bytes[page * PAGE..(page + 1) * PAGE].fill(0);
    std::fs::write(world.database(), &bytes).unwrap();
    let offline = Store::open_for_verification(&world.location(), &root_key())
        .await
        .unwrap();
    let report = offline.verify(&[]).await.unwrap();
    offline.close().await;
    let first = report.first_bad.unwrap();
    assert_eq!(first.fault.slug(), "index_gap");
    assert!((180..=200).contains(&first.index), "{report:?}");
    assert!(report.size > 350, "entries behind the gap were read: {report:?}");
}
