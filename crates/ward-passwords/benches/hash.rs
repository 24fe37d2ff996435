//! One hash of every scheme at its recommended cost, and at the costs that comparisons with other
//! implementations use; and one assessment.
//!
//! `cargo bench -p ward-passwords -- bcrypt` runs one of them.

use std::hint::black_box;
use std::time::Duration;

use criterion::Criterion;
use ward_passwords::{BcryptCost, Cost, CostError, Pbkdf2Cost, Scheme, ScryptCost, assess, hash};
use ward_secret::testing::SeededRandom;

const PASSWORD: &[u8] = b"correct horse battery staple";

fn main() -> Result<(), CostError> {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .measurement_time(Duration::from_secs(5))
        .configure_from_args();
    let recommended = Scheme::ALL.iter().map(|scheme| Cost::recommended(*scheme));
    let compared = [
        Cost::Bcrypt(BcryptCost::new(10)?),
        Cost::Scrypt(ScryptCost::new(15, 8, 1)?),
        Cost::Pbkdf2Sha256(Pbkdf2Cost::new(100_000)?),
    ];
    let mut random = SeededRandom::new(1);
    for cost in recommended.chain(compared) {
        criterion.bench_function(&format!("{} {cost}", cost.scheme()), |bencher| {
            bencher.iter(|| hash(&cost, black_box(PASSWORD), &mut random));
        });
    }
    criterion.bench_function("assess", |bencher| {
        bencher.iter(|| assess(black_box("Tr0ub4dour&3"), &["Jane Doe", "jane.doe@example.org"]));
    });
    criterion.final_summary();
    Ok(())
}
