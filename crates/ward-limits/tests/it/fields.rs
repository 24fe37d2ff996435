use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;
use ward_limits::fields::{Applied, XRateLimit, rate_limit, rate_limit_policy, whole_seconds, x_rate_limit};
use ward_limits::{Moment, Quota, State, decide};
use ward_secret::Timestamp;

use crate::{at, secs};

/// A policy of `count` per minute of which `spent` are spent at second 100, seen at `now`.
fn applied(name: &'static str, count: u32, spent: u32, now: Moment) -> Applied {
    let quota = Quota::per_minute(count);
    let (state, _) = decide(State::FRESH, &quota, at(100), spent);
    Applied {
        name,
        quota,
        standing: state.standing(&quota, now),
    }
}

#[test]
fn a_policy_says_its_quota_and_window() {
    let hour = Quota::with_burst(1_000, secs(3_600), 10).unwrap();
    let standing = State::FRESH.standing(&hour, at(0));
    let long = Applied {
        name: "perhr",
        quota: hour,
        standing,
    };
    let both = [applied("permin", 50, 0, at(100)), long];
    assert_eq!(
        rate_limit_policy(&both),
        r#""permin";q=50;w=60, "perhr";q=1000;w=3600"#
    );
}

#[test]
fn a_limit_says_what_is_left_and_when_there_is_more_in_seconds_rounded_up() {
    let now = at(100).after(Duration::from_millis(500));
    assert_eq!(rate_limit(&[applied("tool", 5, 5, now)]), r#""tool";r=0;t=12"#);
    assert_eq!(rate_limit(&[applied("tool", 60, 48, now)]), r#""tool";r=12;t=1"#);
}

#[test]
fn a_full_bucket_has_no_time_to_wait() {
    assert_eq!(rate_limit(&[applied("tool", 5, 0, at(100))]), r#""tool";r=5"#);
}

#[test]
fn no_policies_are_an_empty_value() {
    assert_eq!(
        (rate_limit_policy(&[]), rate_limit(&[])),
        (String::new(), String::new())
    );
    assert_eq!(x_rate_limit(&[], Timestamp::EPOCH), None);
}

#[test]
fn the_three_numbers_are_those_of_the_policy_of_which_least_is_left() {
    let both = [applied("tool", 60, 10, at(100)), applied("hash", 5, 2, at(100))];
    let now = Timestamp::from_unix_seconds(1_795_248_000);
    let numbers = XRateLimit {
        limit: 5,
        remaining: 3,
        reset: 1_795_248_024,
    };
    assert_eq!(x_rate_limit(&both, now), Some(numbers));
}

#[test]
fn the_time_of_the_reset_is_rounded_up() {
    let now = Timestamp::from_unix_micros(1_500_000);
    assert_eq!(
        x_rate_limit(&[applied("tool", 5, 5, at(100))], now)
            .unwrap()
            .reset,
        62
    );
}

#[test]
fn a_wait_is_rounded_up() {
    assert_eq!(whole_seconds(Duration::from_nanos(1)), 1);
    assert_eq!(whole_seconds(secs(7)), 7);
    assert_eq!(whole_seconds(Duration::ZERO), 0);
    assert_eq!(whole_seconds(Duration::MAX), u64::MAX);
}

#[test]
fn a_name_cannot_break_out_of_its_field() {
    let name = "a\"b\\c\r\nX-Evil: 1\u{e9}";
    assert!(rate_limit(&[applied(name, 5, 0, at(100))]).starts_with(r#""a\"b\\cX-Evil: 1";r=5"#));
}

/// The strings among the structured field vectors: what the suite accepts as a string is written as it wants it.
#[test]
fn names_are_written_as_structured_field_strings() {
    let Some(folder) = vectors("structured-fields") else {
        return;
    };
    let mut checked = 0;
    for file in ["string.json", "string-generated.json"] {
        let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(folder.join(file)).unwrap()).unwrap();
        for case in cases
            .iter()
            .filter(|case| case["must_fail"] != true && case["header_type"] == "item")
        {
            let (Some(text), Some(raw)) = (case["expected"][0].as_str(), case["raw"][0].as_str()) else {
                continue;
            };
            let canonical = case["canonical"][0].as_str().unwrap_or(raw);
            let written = rate_limit(&[applied(text.to_owned().leak(), 5, 0, at(100))]);
            assert_eq!(written, format!("{canonical};r=5"), "{}", case["name"]);
            checked += 1;
        }
    }
    assert!(checked > 90, "only {checked} strings");
}

/// A folder of the shared vectors. Without them the test is skipped, which is a failure where CI is set.
fn vectors(suite: &str) -> Option<PathBuf> {
    let root = std::env::var_os("WARD_VECTORS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors"),
        PathBuf::from,
    );
    let folder = root.join(suite);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "the vectors {suite} are missing"
    );
    eprintln!("skipped 1 suite: the vectors {suite} are not beside the workspace");
    None
}
