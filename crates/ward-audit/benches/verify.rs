//! Entries verified per second, from records as a store gives them and from an export, and entries appended.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ward_audit::checkpoint::Origin;
use ward_audit::entry::{Decision, Effect, Event, Face, OpaqueId, Outcome, Principal, Resource};
use ward_audit::export::{ExportWriter, verify_export};
use ward_audit::merkle::Frontier;
use ward_audit::note::{KeyName, NoteSigner};
use ward_audit::{Appender, Claims, Record, Stored, TagKey, Verifier};
use ward_keys::hazmat::ed25519::SigningKey;
use ward_secret::Timestamp;

const ENTRIES: u64 = 10_000;

fn event() -> Event {
    Event {
        time: Timestamp::from_unix_micros(1_795_248_000_123_456),
        request: OpaqueId::new("r_01JD3Y7ZC9QK"),
        face: Face::Http,
        principal: Principal::new("apikey", "k_01JD3Y7ZC9QK"),
        address: "192.0.2.7".parse().ok(),
        operation: "password_verify",
        effect: Effect::Read,
        decision: Decision::Allowed,
        outcome: Outcome::Ok,
        code: None,
        resource: Some(Resource::new("key", OpaqueId::new("k_1")).version(3)),
        count: None,
        latency_us: 41_200,
    }
}

#[expect(clippy::unwrap_used, reason = "a benchmark")]
fn verification(criterion: &mut Criterion) {
    let key = TagKey::new(&[1; 32]);
    let origin = Origin::new("bench").unwrap();
    let signer = NoteSigner::new(
        KeyName::new("bench").unwrap(),
        SigningKey::from_seed(&[2; 32]).unwrap(),
    );
    let keys = [signer.verifier()];
    let event = event();
    let mut log = Appender::new(Frontier::empty(), key.clone());
    let stored: Vec<Stored> = (0..ENTRIES).map(|_| log.append(&event).unwrap()).collect();
    let record = |stored: &Stored, verifier: &mut Verifier<'_>| {
        verifier.record(&Record {
            index: stored.index,
            line: stored.line.as_bytes(),
            leaf_hash: stored.leaf_hash.as_bytes(),
            tag: stored.tag.as_bytes(),
        });
    };
    let latest = log.checkpoint(&origin).sign(&signer);
    let claims = Claims {
        origin: &origin,
        keys: &keys,
        state: None,
        latest: Some(&latest),
        outside: &[],
    };
    let mut writer = ExportWriter::new(Vec::new(), &origin, &Frontier::empty()).unwrap();
    for Stored {
        index,
        line,
        leaf_hash,
        tag,
    } in &stored
    {
        let (line, leaf_hash, tag) = (line.as_bytes(), leaf_hash.as_bytes(), tag.as_bytes());
        writer
            .record(&Record {
                index: *index,
                line,
                leaf_hash,
                tag,
            })
            .unwrap();
    }
    let file = writer.finish(log.head()).unwrap();

    let mut group = criterion.benchmark_group("audit");
    group.throughput(Throughput::Elements(ENTRIES));
    for (name, key) in [("verify with tag key", Some(&key)), ("verify without", None)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut verifier = Verifier::new(claims, key);
                for stored in &stored {
                    record(stored, &mut verifier);
                }
                let report = verifier.finish();
                assert!(report.ok);
                report
            });
        });
    }
    group.bench_function("verify an export with tag key", |bencher| {
        bencher.iter(|| assert!(verify_export(file.as_slice(), claims, Some(&key)).unwrap().ok));
    });
    group.bench_function("append", |bencher| {
        bencher.iter(|| {
            let mut log = Appender::new(Frontier::empty(), key.clone());
            (0..ENTRIES).for_each(|_| {
                black_box(log.append(&event).unwrap());
            });
        });
    });
    group.finish();
}

criterion_group!(benches, verification);
criterion_main!(benches);
