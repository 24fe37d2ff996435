//! The filter of leaked passwords: no false negatives, few false positives, and no answer from a damaged file.

use std::io::Cursor;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use proptest::prelude::*;
use ward_passwords::breach::{
    BreachBuildError, BreachFilter, BuildOptions, FilterError, build, build_unsorted,
};

fn password(number: u32) -> String {
    format!("leaked-{number}")
}

fn line(password: &str, count: u32) -> String {
    let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
    format!("{}:{count}\r\n", hex::encode_upper(digest))
}

/// The published form: in the order of the digests.
fn list(count: u32) -> String {
    let mut lines: Vec<String> = (0..count)
        .map(|number| line(&password(number), number + 1))
        .collect();
    lines.sort();
    lines.concat()
}

fn options(rate_bits: u8, expected: u64) -> BuildOptions {
    BuildOptions { rate_bits, expected }
}

fn filter(list: &str, options: &BuildOptions) -> Vec<u8> {
    let mut file = Vec::new();
    build(list.as_bytes(), &mut file, options, &mut |_| {}).unwrap();
    file
}

#[test]
fn every_listed_password_is_found() {
    for expected in [1, 5_000, 1_000_000] {
        let file = filter(&list(5_000), &options(16, expected));
        let filter = BreachFilter::open(&file).unwrap();
        for number in 0..5_000 {
            assert_eq!(
                filter.contains_password(password(number).as_bytes()),
                Ok(true),
                "{number}"
            );
        }
    }
}

/// 200,000 look-ups at a rate near 2^-8: about 780 of them; six standard deviations are 170.
#[test]
fn the_stated_rate_of_false_positives_is_the_real_one() {
    let file = filter(&list(20_000), &options(8, 20_000));
    let filter = BreachFilter::open(&file).unwrap();
    let (rate, tries) = (filter.false_positive_rate(), 200_000);
    assert!((rate - 1.0 / 256.0).abs() < 1.0 / 256.0, "{rate}");
    let found = (0..tries)
        .filter(|number| filter.contains_password(format!("other-{number}").as_bytes()) == Ok(true))
        .count() as f64;
    let expected = rate * f64::from(tries);
    assert!(
        (found - expected).abs() < 6.0 * expected.sqrt(),
        "{found} for {expected}"
    );
}

#[test]
fn at_the_default_rate_a_digest_takes_about_eighteen_bits() {
    let file = filter(&list(20_000), &options(16, 20_000));
    let bits = (file.len() * 8) as f64 / 20_000.0;
    assert!((16.0..20.0).contains(&bits), "{bits}");
}

#[test]
fn a_list_in_another_order_is_refused() {
    let sorted = list(100);
    let mut lines: Vec<&str> = sorted.split_inclusive('\n').collect();
    lines.swap(50, 51);
    let outcome = build(
        lines.concat().as_bytes(),
        Vec::new(),
        &options(16, 100),
        &mut |_| {},
    );
    assert!(
        matches!(outcome, Err(BreachBuildError::Unsorted { line: 52 })),
        "{outcome:?}"
    );
}

/// 20,000 keys are 160,000 bytes, in runs of 65,536: three.
#[test]
fn a_list_in_any_order_gives_the_same_bytes() {
    let sorted = list(20_000);
    let mut lines: Vec<&str> = sorted.split_inclusive('\n').collect();
    lines.sort_by_key(|line| line.bytes().rev().collect::<Vec<u8>>());
    let (mut file, mut runs) = (Vec::new(), 0);
    let mut spill = || {
        runs += 1;
        Ok(Cursor::new(Vec::new()))
    };
    let options = options(16, 20_000);
    build_unsorted(
        lines.concat().as_bytes(),
        &mut file,
        &options,
        1,
        &mut spill,
        &mut |_| {},
    )
    .unwrap();
    assert_eq!(runs, 3);
    assert!(file == filter(&sorted, &options));
}

#[test]
fn broken_lines_are_counted_and_the_first_is_named() {
    let mut lines = list(10);
    lines.insert_str(lines.find('\n').unwrap() + 1, "not a digest\n\n");
    lines.push_str("FFFF");
    let mut file = Vec::new();
    let built = build(lines.as_bytes(), &mut file, &options(16, 10), &mut |_| {}).unwrap();
    assert_eq!(
        (built.digests, built.bad_lines, built.first_bad_line),
        (10, 2, Some(2))
    );
    assert_eq!(built.bytes, file.len() as u64);
}

#[test]
fn a_digest_that_is_listed_twice_counts_once() {
    let twice = line("same", 1) + &line("same", 2);
    let file = filter(&twice, &options(16, 2));
    assert_eq!(BreachFilter::open(&file).unwrap().digests(), 1);
    assert_eq!(
        BreachFilter::open(&filter(&list(5_000), &options(24, 5_000)))
            .unwrap()
            .digests(),
        5_000
    );
}

#[test]
fn an_empty_list_is_a_filter_that_finds_nothing() {
    let file = filter("", &options(16, 1));
    let filter = BreachFilter::open(&file).unwrap();
    assert_eq!(filter.contains_password(b"password"), Ok(false));
    assert!(filter.false_positive_rate() < f64::EPSILON);
}

#[test]
fn progress_ends_with_the_whole_list() {
    let (list, mut final_report) = (list(100), None);
    build(list.as_bytes(), Vec::new(), &options(16, 100), &mut |progress| {
        final_report = Some(progress);
    })
    .unwrap();
    let report = final_report.unwrap();
    assert_eq!((report.bytes_read, report.digests), (list.len() as u64, 100));
}

#[test]
fn a_rate_out_of_range_is_refused() {
    for bits in [0, 7, 25, 255] {
        let outcome = build(&b""[..], Vec::new(), &options(bits, 1), &mut |_| {});
        assert!(matches!(outcome, Err(BreachBuildError::Rate)));
    }
}

#[test]
fn a_list_many_times_larger_than_expected_is_refused() {
    let outcome = build(list(70_000).as_bytes(), Vec::new(), &options(16, 1), &mut |_| {});
    assert!(matches!(outcome, Err(BreachBuildError::MoreThanExpected)));
}

#[test]
fn the_number_of_digests_is_guessed_from_the_size_of_the_list() {
    let bytes = list(10_000).len() as u64;
    let expected = BuildOptions::for_list_of(bytes).expected;
    assert!((9_000..12_000).contains(&expected), "{expected}");
}

#[test]
fn a_file_that_is_cut_anywhere_does_not_open() {
    let file = filter(&list(50), &options(16, 50));
    for at in 0..file.len() {
        assert!(BreachFilter::open(&file[..at]).is_err(), "{at}");
    }
}

#[test]
fn the_list_in_the_place_of_the_filter_is_named() {
    let list = list(50);
    assert_eq!(
        BreachFilter::open(list.as_bytes()).err(),
        Some(FilterError::NotAFilter)
    );
}

#[test]
fn every_changed_byte_fails_the_check() {
    let file = filter(&list(50), &options(16, 50));
    assert_eq!(BreachFilter::open(&file).unwrap().check(), Ok(()));
    for at in 0..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 0x10;
        let checked = BreachFilter::open(&changed).and_then(|filter| filter.check());
        assert!(checked.is_err(), "{at}");
    }
}

proptest! {
    #[test]
    fn damage_never_panics(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut file = filter(&list(50), &options(16, 2_000));
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Ok(filter) = BreachFilter::open(&file) {
            for number in 0..50 {
                let _ = filter.contains_password(password(number).as_bytes());
            }
        }
    }
}
