//! One hash of every scheme at its recommended cost, and at the costs that comparisons with other
//! implementations use; the ways to be refused; and one assessment.
//!
//! `cargo bench -p ward-passwords -- bcrypt` runs one of them.

use std::hint::black_box;
use std::time::Duration;

use criterion::Criterion;
use ward_passwords::{
    BcryptCost, Cost, CostError, PasswordContext, Pbkdf2Cost, Scheme, ScryptCost, assess, hash,
};
use ward_secret::testing::SeededRandom;

const PASSWORD: &[u8] = b"correct horse battery staple";
/// An old hash that takes a millisecond or two.
const PHPASS: &str = "$P$B12345678L6Lpt4BxNotVIMILOa9u81";

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
    // The ways to be refused: they should take the same time, or an answer tells who has an account.
    let context = PasswordContext::default();
    let current = context.hash(PASSWORD, &mut random).unwrap_or_default();
    let wrapped = context.wrap(None, PHPASS, &mut random).unwrap_or_default();
    for (path, stored) in [
        ("wrong password", current.as_str()),
        ("wrong password, old hash", PHPASS),
        ("wrong password, wrapped hash", &wrapped),
        ("disabled account", "!"),
    ] {
        criterion.bench_function(path, |bencher| {
            bencher.iter(|| context.verify(black_box(b"wrong"), stored));
        });
    }
    criterion.bench_function("unknown user", |bencher| {
        bencher.iter(|| context.dummy_verify(black_box(b"wrong")));
    });
    criterion.bench_function("assess", |bencher| {
        bencher.iter(|| assess(black_box("Tr0ub4dour&3"), &["Jane Doe", "jane.doe@example.org"]));
    });
    criterion.final_summary();
    Ok(())
}
