//! A process that is killed while it writes: what it acknowledged is there, and the store is sound.
//!
//! The test starts itself again as the process to be killed.

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use sqlx::{Connection as _, Row as _};
use ward_audit::entry::{Event, OpaqueId, Outcome};
use ward_secret::Random as _;
use ward_secret::testing::SeededRandom;
use ward_store::{Location, Store};

use crate::world::{World, event, insert, keyset, root_key};

const DATABASE: &str = "WARD_TEST_KILL_DATABASE";
const TEST: &str = "kill::what_was_acknowledged_survives_being_killed";
const CYCLES: u32 = 50;

/// Writes until it is killed, and says on a line of its own what was acknowledged.
async fn write_for_ever(database: PathBuf) {
    let store = Arc::new(
        Store::open(Location::File(database.clone()), &root_key())
            .await
            .unwrap(),
    );
    let _keeper = store.keep_checkpoint_file(database.with_extension("checkpoint"));
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for turn in 0_u64.. {
                    if turn % 2 == 0 {
                        let keyset = keyset(&format!("k-{}-{writer}-{turn}", std::process::id()));
                        let id = keyset.keyset.id();
                        let index = insert(&store, keyset).await.unwrap();
                        println!("\nkeyset {index} {id}");
                    } else {
                        let request = format!("r-{}-{writer}-{turn}", std::process::id());
                        let written = Event {
                            request: OpaqueId::new(request.clone()),
                            ..event(Outcome::Ok)
                        };
                        let index = store.record(written).await.unwrap().index;
                        println!("\nrecord {index} {request}");
                    }
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
}

/// Runs a process against the database, kills it after so many acknowledgements, and returns all that it gave.
fn killed_after(database: &std::path::Path, acknowledgements: usize) -> Vec<(String, u64, String)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", TEST, "--nocapture"])
        .env(DATABASE, database)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut acknowledged = Vec::new();
    let mut line = String::new();
    // What stands in the pipe after the kill was acknowledged too.
    while lines.read_line(&mut line).unwrap() > 0 {
        // A line that the kill cut through was not heard.
        if let Some(whole) = line.strip_suffix('\n')
            && let [kind @ ("keyset" | "record"), index, id] = whole.split(' ').collect::<Vec<_>>()[..]
        {
            acknowledged.push((kind.to_owned(), index.parse().unwrap(), id.to_owned()));
            if acknowledged.len() == acknowledgements {
                child.kill().unwrap();
            }
        }
        line.clear();
    }
    assert!(!child.wait().unwrap().success());
    assert!(
        acknowledged.len() >= acknowledgements,
        "the process ended by itself"
    );
    acknowledged
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_being_killed() {
    if let Ok(database) = std::env::var(DATABASE) {
        return write_for_ever(database.into()).await;
    }
    let world = World::new();
    let mut random = SeededRandom::new(u64::from(std::process::id()));
    let mut acknowledged_before = 0;
    for cycle in 0..CYCLES {
        let mut byte = [0];
        random.fill(&mut byte);
        let acknowledged = killed_after(&world.database(), 1 + usize::from(byte[0] % 64));

        let store = world.store().await;
        let mut raw = world.raw().await;
        let verdict: String = sqlx::query("PRAGMA integrity_check")
            .fetch_one(&mut raw)
            .await
            .unwrap()
            .get(0);
        assert_eq!(verdict, "ok", "cycle {cycle}");
        raw.close().await.unwrap();

        let entries = store.audit_entries(acknowledged_before, u32::MAX).await.unwrap();
        let line_of = |index: u64| {
            let at = usize::try_from(index - acknowledged_before).unwrap();
            &entries
                .get(at)
                .unwrap_or_else(|| panic!("cycle {cycle}: entry {index} is lost"))
                .line
        };
        let mut indexes = HashSet::new();
        for (kind, index, id) in &acknowledged {
            assert!(
                indexes.insert(*index),
                "cycle {cycle}: index {index} was given twice"
            );
            if kind == "record" {
                assert!(
                    line_of(*index).contains(&format!(r#""request":"{id}""#)),
                    "cycle {cycle}: {id}"
                );
            } else {
                line_of(*index);
                let found = store.keyset_by_id(id.parse().unwrap()).await.unwrap();
                assert!(found.is_some(), "cycle {cycle}: keyset {id} is lost");
            }
        }
        let outside = world.database().with_extension("checkpoint");
        store.check_against(&outside).await.unwrap();
        let note = ward_store::checkpoint_file::read(&outside).unwrap();
        let report = store.verify_audit(note.as_deref().as_slice()).await.unwrap();
        assert!(report.ok, "cycle {cycle}: {report:?}");
        // No change without its entry: every keyset that is there came with one.
        let keysets = store.keysets(0, u32::MAX).await.unwrap().len();
        let changes = recorded_insertions(&world).await;
        assert_eq!(keysets, changes, "cycle {cycle}");
        acknowledged_before = store.audit_head().size;
        store.close().await;
    }
}

/// Entries of the log that record an insertion: their request id is the one that every test event has.
async fn recorded_insertions(world: &World) -> usize {
    let mut raw = world.raw().await;
    let count: i64 = sqlx::query("SELECT count(*) FROM audit_entry WHERE line ->> 'request' = 'r1'")
        .fetch_one(&mut raw)
        .await
        .unwrap()
        .get(0);
    raw.close().await.unwrap();
    usize::try_from(count).unwrap()
}
