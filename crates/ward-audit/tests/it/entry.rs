//! The line of an entry: its exact form, what cannot get into it, and how strictly it is read.

use proptest::prelude::*;
use ward_audit::entry::{
    Decision, Entry, EntryError, Event, Face, MAX_LINE_LEN, MAX_PRINCIPAL_LEN, OpaqueId, Outcome, Principal,
    Resource,
};
use ward_secret::Timestamp;

use crate::support::event;

fn full() -> Event {
    Event {
        code: Some("rate_limited"),
        ..event(0, 0)
    }
}

#[test]
fn fields_stand_in_their_fixed_order() {
    assert_eq!(
        full().line(18),
        concat!(
            r#"{"v":1,"index":18,"time":"2026-11-21T08:00:00.000000Z","request":"r_0_0","face":"http","#,
            r#""principal":"user:zo\u00eb 0","address":"2001:db8::7","operation":"password_verify","effect":"read","#,
            r#""decision":"allowed","outcome":"ok","code":"rate_limited","resource":"key:k_1#3","count":12,"#,
            r#""latency_us":40}"#,
        )
    );
}

#[test]
fn a_field_that_is_not_there_is_left_out() {
    let bare = Event {
        address: None,
        code: None,
        resource: None,
        count: None,
        ..full()
    }
    .line(0);
    for name in ["address", "code", "resource", "count", "null"] {
        assert!(!bare.contains(name), "{bare}");
    }
}

#[test]
fn an_entry_reads_back_as_it_was_written() {
    let line = full().line(u64::MAX);
    let entry = Entry::parse(line.as_bytes()).unwrap();
    assert_eq!(entry.index, u64::MAX);
    assert_eq!(entry.time, Timestamp::from_unix_micros(1_795_248_000_000_000));
    assert_eq!(
        (entry.face, entry.decision, entry.outcome),
        (Face::Http, Decision::Allowed, Outcome::Ok)
    );
    assert_eq!(entry.principal, "user:zoë 0");
    assert_eq!(entry.address, Some("2001:db8::7".parse().unwrap()));
    assert_eq!(entry.code.as_deref(), Some("rate_limited"));
    assert_eq!(entry.resource.as_deref(), Some("key:k_1#3"));
    assert_eq!((entry.count, entry.latency_us), (Some(12), 40));
}

#[test]
fn an_unknown_field_is_refused() {
    let line = full()
        .line(0)
        .replace(r#","latency_us""#, r#","note":"x","latency_us""#);
    assert_eq!(Entry::parse(line.as_bytes()), Err(EntryError::Malformed));
}

#[test]
fn a_repeated_field_is_refused() {
    let line = full()
        .line(0)
        .replace(r#","latency_us""#, r#","count":12,"latency_us""#);
    assert_eq!(Entry::parse(line.as_bytes()), Err(EntryError::Malformed));
}

#[test]
fn a_missing_field_is_refused() {
    let line = full().line(0).replace(r#""outcome":"ok","#, "");
    assert_eq!(Entry::parse(line.as_bytes()), Err(EntryError::Malformed));
}

#[test]
fn another_version_is_refused_as_such() {
    let line = full().line(0).replace(r#""v":1"#, r#""v":2"#);
    assert_eq!(Entry::parse(line.as_bytes()), Err(EntryError::Version));
}

#[test]
fn the_same_entry_in_another_spelling_is_refused() {
    let line = full().line(0);
    for spelling in [
        format!("{line} "),
        format!(" {line}"),
        line.replace(r#""v":1,"#, r#""v":1, "#),
        line.replace(r"\u00eb", "ë"),
        line.replace(r"\u00eb", r"\u00EB"),
        line.replace("08:00:00.000000Z", "08:00:00Z"),
        line.replace("08:00:00.000000Z", "09:00:00.000000+01:00"),
        line.replace("2001:db8::7", "2001:DB8::7"),
        line.replace(
            r#""effect":"read","decision":"allowed""#,
            r#""decision":"allowed","effect":"read""#,
        ),
        line.replace(r#""count":12"#, r#""count":12,"code":null"#)
            .replace(r#""code":"rate_limited","#, ""),
    ] {
        assert_ne!(spelling, line);
        assert_eq!(
            Entry::parse(spelling.as_bytes()),
            Err(EntryError::NotCanonical),
            "{spelling}"
        );
    }
}

#[test]
fn an_overlong_line_is_refused_before_it_is_read() {
    assert_eq!(
        Entry::parse(&vec![b'x'; MAX_LINE_LEN + 1]),
        Err(EntryError::TooLong)
    );
}

#[test]
fn error_texts_do_not_quote_the_line() {
    let error = Entry::parse(br#"{"v":1,"index":"hunter2"}"#).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[test]
fn a_principal_cannot_break_the_line_or_write_to_a_terminal() {
    let hostile = "a\nb\r\u{0}\u{1b}[2J\u{7f}\u{9b}2J\u{2028}\u{202e}\u{feff}\"}\\🔑";
    let line = Event {
        principal: Principal::new("user", hostile),
        ..full()
    }
    .line(0);
    assert!(line.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{line}");
    assert_eq!(
        Entry::parse(line.as_bytes()).unwrap().principal,
        format!("user:{hostile}")
    );
}

#[test]
fn a_long_principal_is_cut_and_two_long_ones_stay_apart() {
    let name = "é".repeat(400);
    let one = Principal::new("user", &name);
    let other = Principal::new("user", &format!("{name}!"));
    assert!(one.as_str().len() <= MAX_PRINCIPAL_LEN && one.as_str().len() > MAX_PRINCIPAL_LEN - 4);
    assert!(one.as_str().contains('…'));
    assert_ne!(one, other);
}

#[test]
fn a_principal_of_just_the_longest_length_is_whole() {
    let name = "n".repeat(MAX_PRINCIPAL_LEN - "user:".len());
    assert_eq!(Principal::new("user", &name).as_str(), format!("user:{name}"));
    assert!(Principal::new("user", &format!("{name}n")).as_str().contains('…'));
}

#[test]
fn text_that_does_not_look_like_an_id_is_not_recorded() {
    for text in [
        "",
        "hunter2!",
        "two words",
        "k/1",
        "k:1",
        "k#1",
        "ключ",
        &"k".repeat(65),
        "a\nb",
    ] {
        assert_eq!(OpaqueId::new(text).as_str(), "?", "{text:?}");
    }
    assert_eq!(OpaqueId::new("k_01-H.x").as_str(), "k_01-H.x");
    assert_eq!(
        Resource::new("key", OpaqueId::new("my secret"))
            .version(2)
            .to_string(),
        "key:?#2"
    );
}

#[test]
fn a_clock_beyond_all_years_still_makes_an_entry() {
    for (micros, shown) in [
        (i64::MAX, "9999-12-31T23:59:59.999999Z"),
        (i64::MIN, "0000-01-01T00:00:00.000000Z"),
    ] {
        let line = Event {
            time: Timestamp::from_unix_micros(micros),
            ..full()
        }
        .line(0);
        assert!(line.contains(shown), "{line}");
        assert!(Entry::parse(line.as_bytes()).is_ok());
    }
}

proptest! {
    #[test]
    fn whatever_the_principal_the_line_is_ascii_and_reads_back(id in any::<String>(), index in any::<u64>()) {
        let event = Event { principal: Principal::new("user", &id), ..full() };
        let line = event.line(index);
        prop_assert!(line.bytes().all(|byte| (0x20..0x7f).contains(&byte)));
        let entry = Entry::parse(line.as_bytes()).unwrap();
        prop_assert_eq!(&entry.principal, event.principal.as_str());
        prop_assert_eq!(entry.index, index);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Entry::parse(&bytes).is_err());
    }
}
