//! What a secret refuses, and how time reads and writes.

use std::time::Duration;

use ward_secret::testing::{ManualClock, SeededRandom};
use ward_secret::{Clock, Secret, SecretString, Timestamp, equal, random_array};

#[test]
fn debug_of_a_struct_around_a_secret_shows_nothing_of_it() {
    #[derive(Debug)]
    struct Login {
        #[expect(dead_code, reason = "read by Debug")]
        password: SecretString,
    }
    let shown = format!(
        "{:?}",
        Login {
            password: "hunter2".into()
        }
    );
    assert_eq!(shown, "Login { password: Secret(..) }");
}

#[test]
fn wiping_empties_the_value() {
    use zeroize::Zeroize;
    let mut secret = Secret::new([7_u8; 32]);
    secret.expose_mut().zeroize();
    assert_eq!(secret.expose(), &[0; 32]);
}

#[test]
fn equal_compares_content_and_length() {
    assert!(equal(b"", b""));
    assert!(equal(b"abc", b"abc"));
    assert!(!equal(b"abc", b"abd"));
    assert!(!equal(b"abc", b"ab"));
}

#[test]
fn time_renders_as_rfc_3339_and_reads_back() {
    for (micros, text) in [
        (0, "1970-01-01T00:00:00.000000Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
        (1_795_248_000_123_456, "2026-11-21T08:00:00.123456Z"),
        (4_102_444_800_000_000, "2100-01-01T00:00:00.000000Z"),
    ] {
        let time = Timestamp::from_unix_micros(micros);
        assert_eq!(time.to_string(), text);
        assert_eq!(Timestamp::from_rfc3339(text), Some(time));
    }
    assert_eq!(
        Timestamp::from_rfc3339("2026-11-21T09:00:00+01:00"),
        Some(Timestamp::from_unix_seconds(1_795_248_000))
    );
    assert_eq!(Timestamp::from_rfc3339("yesterday"), None);
    assert_eq!(
        Timestamp::from_unix_micros(i64::MAX).to_string(),
        format!("@{}", i64::MAX)
    );
}

#[test]
fn seconds_round_towards_the_past() {
    assert_eq!(Timestamp::from_unix_micros(-1).unix_seconds(), -1);
    assert_eq!(Timestamp::from_unix_micros(1_999_999).unix_seconds(), 1);
}

#[test]
fn time_arithmetic_saturates() {
    let end = Timestamp::from_unix_micros(i64::MAX);
    assert_eq!(end.after(Duration::MAX), end);
    assert_eq!(Timestamp::EPOCH.since(end), Duration::ZERO);
    assert_eq!(
        end.since(Timestamp::from_unix_micros(i64::MAX - 5)),
        Duration::from_micros(5)
    );
}

#[test]
fn a_manual_clock_moves_only_when_told() {
    let clock = ManualClock::at(Timestamp::EPOCH);
    assert_eq!(clock.now(), Timestamp::EPOCH);
    clock.advance(Duration::from_secs(2));
    assert_eq!(clock.now().unix_seconds(), 2);
}

#[test]
fn a_seed_repeats_its_bytes_and_another_seed_does_not() {
    let first: [u8; 13] = random_array(&mut SeededRandom::new(1));
    assert_eq!(first, random_array(&mut SeededRandom::new(1)));
    assert_ne!(first, random_array(&mut SeededRandom::new(2)));
}
