//! Fernet and envelopes by size. `cargo bench -p ward-encryption`.
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ward_encryption::{Envelope, FernetKey, Purpose};
use ward_keys::{AeadKeys, Keyset, Kind};
use ward_secret::{SystemRandom, Timestamp};

const NOW: Timestamp = Timestamp::from_unix_seconds(1_795_248_000);
const SIZES: [usize; 3] = [100, 1024, 64 * 1024];

fn fernet(c: &mut Criterion) {
    let key = FernetKey::generate(&mut SystemRandom);
    let mut group = c.benchmark_group("fernet");
    for size in SIZES {
        let data = vec![0x5a; size];
        let token = key.encrypt(&data, NOW, &mut SystemRandom);
        group.throughput(Throughput::Bytes(u64::try_from(size).unwrap_or(0)));
        group.bench_with_input(BenchmarkId::new("encrypt", size), &data, |b, data| {
            b.iter(|| key.encrypt(black_box(data), NOW, &mut SystemRandom));
        });
        group.bench_with_input(BenchmarkId::new("decrypt", size), &token, |b, token| {
            b.iter(|| key.decrypt(black_box(token), Some(Duration::from_mins(1)), NOW));
        });
    }
}

fn envelope(c: &mut Criterion) {
    for kind in [Kind::Aes256Gcm, Kind::XChaCha20Poly1305] {
        let keyset = Keyset::generate(kind, NOW, &mut SystemRandom);
        let Ok(keys) = AeadKeys::from_keyset(&keyset) else {
            return;
        };
        let mut group = c.benchmark_group(format!("envelope {kind}"));
        for size in SIZES {
            let data = vec![0x5a; size];
            let text = Envelope::seal(&keys, Purpose::DATA, b"row 7", &data, &mut SystemRandom).to_text();
            group.throughput(Throughput::Bytes(u64::try_from(size).unwrap_or(0)));
            group.bench_with_input(BenchmarkId::new("seal to text", size), &data, |b, data| {
                b.iter(|| {
                    Envelope::seal(&keys, Purpose::DATA, b"row 7", black_box(data), &mut SystemRandom)
                        .to_text()
                });
            });
            group.bench_with_input(BenchmarkId::new("open from text", size), &text, |b, text| {
                b.iter(|| {
                    Envelope::parse(black_box(text)).and_then(|it| it.open(&keys, Purpose::DATA, b"row 7"))
                });
            });
        }
    }
}

criterion_group!(benches, fernet, envelope);
criterion_main!(benches);
