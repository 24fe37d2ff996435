//! Signing and verifying tokens, beside the primitive that each rests on.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use ward_keys::hazmat::{ed25519, hmac};
use ward_secret::Timestamp;
use ward_secret::testing::SeededRandom;
use ward_tokens::jwt::{Claims, SigningKey, Validation, VerifyingKeys};

const NOW: Timestamp = Timestamp::from_unix_seconds(1_795_248_000);

fn jwt(c: &mut Criterion) {
    let claims = Claims::access(
        "alice",
        ["orders:read".to_owned(), "orders:write".to_owned()],
        NOW,
        Duration::from_mins(30),
        &mut SeededRandom::new(1),
    );
    let payload = serde_json::to_vec(&claims).unwrap();

    for (name, key) in [
        ("hs256", SigningKey::hs256(&[7; 32]).unwrap()),
        ("eddsa", SigningKey::ed25519(&[7; 32]).unwrap()),
    ] {
        let token = key.sign(&claims).unwrap();
        let keys = VerifyingKeys::from_iter([key.verifying_key()]);
        let expected = Validation::new();
        c.bench_function(&format!("{name} sign"), |b| {
            b.iter(|| key.sign(black_box(&claims)).unwrap());
        });
        c.bench_function(&format!("{name} verify"), |b| {
            b.iter(|| keys.verify(black_box(&token), &expected, NOW).unwrap());
        });
        let (input, _) = token.rsplit_once('.').unwrap();
        if name == "hs256" {
            let key = hmac::Key::new(hmac::Hash::Sha256, &[7; 32]);
            c.bench_function("hs256 primitive", |b| {
                b.iter(|| key.tag(&[black_box(input.as_bytes())]));
            });
        } else {
            let key = ed25519::SigningKey::from_seed(&[7; 32]).unwrap();
            let signature = key.sign(input.as_bytes());
            c.bench_function("eddsa primitive sign", |b| {
                b.iter(|| key.sign(black_box(input.as_bytes())));
            });
            c.bench_function("eddsa primitive verify", |b| {
                b.iter(|| {
                    ed25519::verify(key.public_key(), black_box(input.as_bytes()), &signature).unwrap();
                });
            });
        }
    }
    c.bench_function("claims to JSON", |b| {
        b.iter(|| serde_json::to_vec(black_box(&claims)).unwrap());
    });
    c.bench_function("JSON to a value", |b| {
        b.iter(|| serde_json::from_slice::<serde_json::Value>(black_box(&payload)).unwrap());
    });
}

criterion_group!(benches, jwt);
criterion_main!(benches);
