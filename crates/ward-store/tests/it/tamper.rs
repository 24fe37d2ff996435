//! The log under the hands of somebody who can write the database file and has no key. Every attack is on the real
//! file; the verifier must name it.

use sqlx::{Connection as _, Row as _};
use ward_audit::merkle::{Frontier, leaf_hash};
use ward_audit::{Fault, Report};
use ward_store::{Store, StoreError};

use crate::world::{World, event, record, root_key};

const SIZE: usize = 40;

/// A closed store with a log, and the checkpoint that an auditor took.
async fn world() -> (World, String) {
    let world = World::new();
    let store = world.store().await;
    record(&store, SIZE).await;
    let checkpoint = store.audit_head().checkpoint;
    store.close().await;
    (world, checkpoint)
}

async fn verify(world: &World, outside: &[&str]) -> Report {
    let offline = Store::open_for_verification(&world.location(), &root_key())
        .await
        .unwrap();
    let report = offline.verify(outside).await.unwrap();
    offline.close().await;
    report
}

/// What the report says after these statements: the first bad entry and the faults of the whole.
async fn after(statements: &'static str) -> (Option<(u64, &'static str)>, Vec<&'static str>) {
    let (world, checkpoint) = world().await;
    world.attack(statements).await;
    let report = verify(&world, &[]).await;
    assert!(!report.ok, "{statements}");
    // A running store must find what the offline verifier finds, where it opens at all.
    if let Ok(store) = world.try_store().await {
        let running = store.verify_audit(&[]).await.unwrap();
        assert_eq!(running.first_bad, report.first_bad, "{statements}");
        store.close().await;
    }
    assert!(!verify(&world, &[&checkpoint]).await.ok);
    let first = report.first_bad.map(|bad| (bad.index, bad.fault.slug()));
    (first, report.faults.iter().map(Fault::slug).collect())
}

#[tokio::test]
async fn an_altered_line_is_named() {
    let (first, faults) =
        after("UPDATE audit_entry SET line = replace(line, 'allowed', 'refused') WHERE idx = 17").await;
    assert_eq!(first, Some((17, "line_altered")));
    assert!(faults.contains(&"root_differs"));
}

#[tokio::test]
async fn an_altered_leaf_hash_is_named() {
    let (first, _) = after("UPDATE audit_entry SET leaf_hash = zeroblob(32) WHERE idx = 17").await;
    assert_eq!(first, Some((17, "leaf_hash_altered")));
}

#[tokio::test]
async fn an_altered_tag_is_named() {
    let (first, _) = after("UPDATE audit_entry SET tag = zeroblob(32) WHERE idx = 17").await;
    assert_eq!(first, Some((17, "tag_mismatch")));
}

#[tokio::test]
async fn a_line_that_is_not_text_is_named() {
    let (first, _) = after("UPDATE audit_entry SET line = CAST(x'fffe' AS TEXT) WHERE idx = 17").await;
    assert_eq!(first, Some((17, "line_altered")));
}

#[tokio::test]
async fn a_deleted_entry_is_named() {
    let (first, _) = after("DELETE FROM audit_entry WHERE idx = 17").await;
    assert_eq!(first, Some((17, "index_gap")));
}

#[tokio::test]
async fn a_deleted_first_entry_is_named() {
    let (first, _) = after("DELETE FROM audit_entry WHERE idx = 0").await;
    assert_eq!(first, Some((0, "index_gap")));
}

#[tokio::test]
async fn swapped_entries_are_named() {
    let (first, _) = after(
        "UPDATE audit_entry SET idx = -1 WHERE idx = 17;
         UPDATE audit_entry SET idx = 17 WHERE idx = 23;
         UPDATE audit_entry SET idx = 23 WHERE idx = -1",
    )
    .await;
    assert_eq!(first, Some((17, "index_differs")));
}

#[tokio::test]
async fn an_inserted_entry_is_named() {
    let (first, _) = after(
        "UPDATE audit_entry SET idx = -idx - 1 WHERE idx >= 17;
         UPDATE audit_entry SET idx = -idx WHERE idx < 0;
         INSERT INTO audit_entry SELECT 17, line, leaf_hash, tag FROM audit_entry WHERE idx = 3",
    )
    .await;
    assert_eq!(first, Some((17, "index_differs")));
}

#[tokio::test]
async fn a_replayed_entry_at_the_end_is_named() {
    let (first, faults) =
        after("INSERT INTO audit_entry SELECT 40, line, leaf_hash, tag FROM audit_entry WHERE idx = 3").await;
    assert_eq!(first, Some((40, "index_differs")));
    assert!(faults.contains(&"size_differs"));
}

#[tokio::test]
async fn an_entry_before_the_first_is_named() {
    let (first, _) =
        after("INSERT INTO audit_entry SELECT -5, line, leaf_hash, tag FROM audit_entry WHERE idx = 3").await;
    assert_eq!(first, Some((0, "index_differs")));
}

#[tokio::test]
async fn an_entry_at_the_last_place_there_is_is_named() {
    let (first, _) = after(
        "INSERT INTO audit_entry SELECT 9223372036854775807, line, leaf_hash, tag FROM audit_entry WHERE idx = 3",
    )
    .await;
    assert_eq!(first, Some((40, "index_gap")));
}

#[tokio::test]
async fn a_cut_tail_is_named() {
    let (first, faults) = after("DELETE FROM audit_entry WHERE idx >= 30").await;
    assert_eq!(first, Some((30, "tail_cut")));
    assert_eq!(faults, ["tail_cut", "size_differs"]);
}

#[tokio::test]
async fn an_emptied_log_is_named() {
    let (first, faults) = after("DELETE FROM audit_entry").await;
    assert_eq!(first, Some((0, "tail_cut")));
    assert_eq!(faults, ["tail_cut", "size_differs"]);
}

#[tokio::test]
async fn an_altered_size_is_a_fault_and_refused_at_opening() {
    let (_, faults) = after("UPDATE audit_state SET size = 39").await;
    assert!(
        faults.contains(&"size_differs") || faults.contains(&"root_differs"),
        "{faults:?}"
    );
    let (world, _) = world().await;
    world.attack("UPDATE audit_state SET size = 39").await;
    assert!(matches!(
        world.try_store().await,
        Err(StoreError::Damaged { table: "audit_state" })
    ));
}

#[tokio::test]
async fn an_altered_frontier_is_a_fault_and_refused_at_opening() {
    for statements in [
        "UPDATE audit_state SET frontier = x'00'",
        "UPDATE audit_state SET frontier = CAST(substr(frontier, 1, 8) || zeroblob(64) AS BLOB)",
    ] {
        let (_, faults) = after(statements).await;
        assert_eq!(faults, ["root_differs"], "{statements}");
        let (world, _) = world().await;
        world.attack(statements).await;
        assert!(matches!(
            world.try_store().await,
            Err(StoreError::Damaged { table: "audit_state" })
        ));
    }
}

#[tokio::test]
async fn an_altered_checkpoint_is_a_fault_and_refused_at_opening() {
    for statements in [
        "UPDATE audit_state SET checkpoint = replace(checkpoint, char(10) || '40' || char(10), char(10) || '41' || char(10))",
        "UPDATE audit_state SET checkpoint = ''",
        "UPDATE audit_state SET checkpoint = CAST(x'ff' AS TEXT)",
    ] {
        let (_, faults) = after(statements).await;
        assert_eq!(faults, ["checkpoint_signature"], "{statements}");
        let (world, _) = world().await;
        world.attack(statements).await;
        assert!(matches!(
            world.try_store().await,
            Err(StoreError::Damaged { table: "audit_state" })
        ));
    }
}

#[tokio::test]
async fn a_deleted_state_is_a_fault_and_refused_at_opening() {
    let (_, faults) = after("DELETE FROM audit_state").await;
    assert!(
        faults.contains(&"checkpoint_signature") && faults.contains(&"size_differs"),
        "{faults:?}"
    );
    let (world, _) = world().await;
    world
        .attack("DELETE FROM audit_state; DELETE FROM audit_entry")
        .await;
    assert!(!verify(&world, &[]).await.ok);
    assert!(matches!(
        world.try_store().await,
        Err(StoreError::Damaged { table: "audit_state" })
    ));
}

#[tokio::test]
async fn a_forged_kept_checkpoint_is_a_fault() {
    let (_, faults) = after("INSERT INTO audit_checkpoint VALUES (20, 'no note')").await;
    assert_eq!(faults, ["checkpoint_signature"]);
    let (_, faults) = after("INSERT INTO audit_checkpoint VALUES (-3, 'no note')").await;
    assert_eq!(faults, ["checkpoint_signature"]);
    let (_, faults) = after("INSERT INTO audit_checkpoint SELECT 90, checkpoint FROM audit_state").await;
    assert_eq!(faults, ["size_differs"], "a true note in the wrong place");
}

/// Somebody alters a line, hashes everything anew and writes a state that fits. Tags and signatures are out of reach.
#[tokio::test]
async fn a_log_hashed_anew_without_the_key_is_named() {
    let (world, checkpoint) = world().await;
    let mut raw = world.raw().await;
    sqlx::raw_sql("UPDATE audit_entry SET line = replace(line, 'allowed', 'refused') WHERE idx = 17")
        .execute(&mut raw)
        .await
        .unwrap();
    let rows = sqlx::query("SELECT idx, line FROM audit_entry ORDER BY idx")
        .fetch_all(&mut raw)
        .await
        .unwrap();
    let mut frontier = Frontier::empty();
    for row in rows {
        let leaf = leaf_hash(row.get::<String, _>(1).as_bytes());
        frontier.push(leaf).unwrap();
        sqlx::query("UPDATE audit_entry SET leaf_hash = ? WHERE idx = ?")
            .bind(leaf.as_bytes().as_slice())
            .bind(row.get::<i64, _>(0))
            .execute(&mut raw)
            .await
            .unwrap();
    }
    sqlx::query("UPDATE audit_state SET frontier = ?")
        .bind(frontier.to_bytes())
        .execute(&mut raw)
        .await
        .unwrap();
    raw.close().await.unwrap();
    let report = verify(&world, &[&checkpoint]).await;
    let first = report.first_bad.unwrap();
    assert_eq!((first.index, first.fault.slug()), (17, "tag_mismatch"));
    let faults: Vec<_> = report.faults.iter().map(Fault::slug).collect();
    assert!(
        faults.contains(&"root_differs") && faults.contains(&"split_view"),
        "{faults:?}"
    );
}

/// The tail and end of an older log, spliced in behind entries that went another way.
#[tokio::test]
async fn entries_of_another_log_spliced_in_are_named() {
    let (world, _) = world().await;
    let (other, _) = self::world().await;
    std::fs::copy(other.database(), world.path("other.db")).unwrap();
    let mut raw = world.raw().await;
    sqlx::query("ATTACH ? AS other")
        .bind(world.path("other.db").to_str().unwrap())
        .execute(&mut raw)
        .await
        .unwrap();
    sqlx::raw_sql(
        "DELETE FROM main.audit_entry WHERE idx >= 25;
         INSERT INTO main.audit_entry SELECT * FROM other.audit_entry WHERE idx >= 25",
    )
    .execute(&mut raw)
    .await
    .unwrap();
    raw.close().await.unwrap();
    let report = verify(&world, &[]).await;
    // The lines of both logs are alike byte for byte; only the key tells them apart.
    let first = report.first_bad.unwrap();
    assert_eq!((first.index, first.fault.slug()), (25, "tag_mismatch"));
}

#[tokio::test]
async fn an_older_copy_of_the_whole_file_is_named_by_the_outside_checkpoint() {
    let world = World::new();
    let store = world.store().await;
    record(&store, 30).await;
    store.close().await;
    let older = std::fs::read(world.database()).unwrap();
    let store = world.store().await;
    record(&store, 10).await;
    let checkpoint = store.audit_head().checkpoint;
    store.close().await;
    std::fs::write(world.database(), older).unwrap();

    assert!(verify(&world, &[]).await.ok, "in itself the older copy is right");
    let report = verify(&world, &[&checkpoint]).await;
    assert_eq!(
        report.faults,
        [Fault::TailCut {
            claimed: 40,
            found: 30
        }]
    );
    assert_eq!(report.first_bad.unwrap().index, 30);

    // And once it went on differently.
    let store = world.store().await;
    let failed = ward_audit::entry::Outcome::Failed;
    for _ in 0..15 {
        store.record(event(failed)).await.unwrap();
    }
    let report = store.verify_audit(&[&checkpoint]).await.unwrap();
    assert_eq!(report.faults, [Fault::SplitView { size: 40 }]);
    store.close().await;
}

/// The head in memory is an outside checkpoint of its own.
#[tokio::test]
async fn a_log_cut_under_a_running_store_is_noticed() {
    let world = World::new();
    let store = world.store().await;
    record(&store, 30).await;
    let mut raw = world.raw().await;
    let older: Vec<u8> = sqlx::query("SELECT frontier FROM audit_state")
        .fetch_one(&mut raw)
        .await
        .unwrap()
        .get(0);
    let note: String = sqlx::query("SELECT checkpoint FROM audit_state")
        .fetch_one(&mut raw)
        .await
        .unwrap()
        .get(0);
    record(&store, 10).await;
    sqlx::query("UPDATE audit_state SET size = 30, frontier = ?, checkpoint = ?")
        .bind(older)
        .bind(note)
        .execute(&mut raw)
        .await
        .unwrap();
    sqlx::raw_sql("DELETE FROM audit_entry WHERE idx >= 30")
        .execute(&mut raw)
        .await
        .unwrap();
    let report = store.verify_audit(&[]).await.unwrap();
    assert_eq!(
        report.faults,
        [Fault::TailCut {
            claimed: 40,
            found: 30
        }]
    );
    let refused = store.record(event(ward_audit::entry::Outcome::Ok)).await;
    assert!(matches!(refused, Err(StoreError::RolledBack)), "{refused:?}");
    raw.close().await.unwrap();
    store.close().await;
}

/// A place taken ahead of the log must not read as a name that is taken.
#[tokio::test]
async fn an_entry_put_where_the_next_belongs_is_damage() {
    let (world, _) = world().await;
    world
        .attack("INSERT INTO audit_entry SELECT 40, line, leaf_hash, tag FROM audit_entry WHERE idx = 3")
        .await;
    let store = world.store().await;
    let refused = store.record(event(ward_audit::entry::Outcome::Ok)).await;
    assert!(
        matches!(refused, Err(StoreError::Damaged { table: "audit_entry" })),
        "{refused:?}"
    );
    store.close().await;
}
