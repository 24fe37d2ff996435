//! Appending to the log and verifying it, on a real file.
//!
//! `append` compares 32 callers on group commit with one caller after the other, each with a commit of its own: the
//! same code, the same durability. Rounds are interleaved, and the ratio of the medians is printed. `verify` reads a
//! whole log; `writer` shows what one entry costs the processor, without waiting for the disk.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use futures_util::future::join_all;
use tokio::runtime::Runtime;
use ward_audit::entry::{Decision, Effect, Event, Face, OpaqueId, Outcome, Principal};
use ward_secret::{Secret, Timestamp};
use ward_store::{Location, RootKeySource, Store};

const CALLERS: usize = 32;
const ROUNDS: usize = 7;
/// Entries of the log that is verified.
const LOG: usize = 100_000;

fn event() -> Event {
    Event {
        time: Timestamp::from_unix_seconds(1_795_248_000),
        request: OpaqueId::new("01JD7T4Z0R8V2N6H"),
        face: Face::Http,
        principal: Principal::new("apikey", "7U2DojALfoId"),
        address: "192.0.2.7".parse().ok(),
        operation: "password_verify",
        effect: Effect::Read,
        decision: Decision::Allowed,
        outcome: Outcome::Ok,
        code: None,
        resource: None,
        count: None,
        latency_us: 41_200,
    }
}

async fn open(location: Location) -> Arc<Store> {
    let key = RootKeySource::Key(Secret::new([7; 32]));
    Arc::new(Store::open(location, &key).await.expect("the store opens"))
}

/// Each of `callers` appends `each` entries, one after the other.
async fn append(store: &Arc<Store>, callers: usize, each: usize) {
    let callers = (0..callers).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            for _ in 0..each {
                store.record(event()).await.expect("the entry is written");
            }
        })
    });
    join_all(callers).await;
}

fn per_second(entries: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(entries).unwrap_or(u32::MAX)) / time.as_secs_f64()
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

/// Entries per second, alone and together, in turn.
fn ratio(runtime: &Runtime, store: &Arc<Store>) {
    let mut alone = Vec::new();
    let mut together = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        runtime.block_on(append(store, 1, 200));
        alone.push(per_second(200, start.elapsed()));
        let start = Instant::now();
        runtime.block_on(append(store, CALLERS, 200));
        together.push(per_second(200 * CALLERS, start.elapsed()));
    }
    let (alone, together) = (median(alone), median(together));
    println!(
        "append, medians of {ROUNDS} rounds: one commit per row {alone:.0}/s, {CALLERS} callers {together:.0}/s, ratio {:.1}",
        together / alone
    );
}

fn main() {
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let runtime = Runtime::new().expect("a runtime starts");
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder is made");

    let store = runtime.block_on(open(Location::File(folder.path().join("append.db"))));
    ratio(&runtime, &store);
    let mut group = criterion.benchmark_group("append");
    group.throughput(Throughput::Elements(1));
    group.bench_function("one_commit_per_row", |bench| {
        bench.iter(|| runtime.block_on(append(&store, 1, 1)));
    });
    group.throughput(Throughput::Elements(CALLERS as u64 * 10));
    group.bench_function("group_commit_32_callers", |bench| {
        bench.iter(|| runtime.block_on(append(&store, CALLERS, 10)));
    });
    group.finish();
    runtime.block_on(store.close());

    let store = runtime.block_on(open(Location::Memory));
    let mut group = criterion.benchmark_group("writer");
    for callers in [1, CALLERS, 512] {
        group.throughput(Throughput::Elements(callers as u64));
        group.bench_function(format!("{callers}_callers_in_memory"), |bench| {
            bench.iter(|| runtime.block_on(append(&store, callers, 1)));
        });
    }
    group.finish();
    runtime.block_on(store.close());

    let store = runtime.block_on(open(Location::File(folder.path().join("verify.db"))));
    runtime.block_on(append(&store, 512, LOG / 512 + 1));
    let size = store.audit_head().size;
    let mut group = criterion.benchmark_group("verify");
    group.throughput(Throughput::Elements(size));
    group.bench_function("whole_log", |bench| {
        bench.iter(|| {
            runtime
                .block_on(store.verify_audit(&[]))
                .expect("the log is read")
                .ok
        });
    });
    group.bench_function("export", |bench| {
        bench.iter(|| {
            runtime
                .block_on(store.export_audit(std::io::sink()))
                .expect("the log is read")
        });
    });
    group.finish();
    runtime.block_on(store.close());
    criterion.final_summary();
}
