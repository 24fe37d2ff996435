use proptest::prelude::*;
use ward_limits::{Moment, Sampling, Table, Tally};

use crate::{at, secs};

/// The numbers handed out for `events` events at `now`, one after the other.
fn written(tally: &mut Tally, events: u32, now: Moment) -> Vec<u32> {
    (0..events)
        .filter_map(|_| tally.count(&Sampling::DEFAULT, now))
        .collect()
}

#[test]
fn the_first_ones_are_written_one_by_one() {
    assert_eq!(written(&mut Tally::default(), 8, at(1)), [1; 8]);
}

#[test]
fn a_flood_is_written_ever_more_rarely() {
    let lines = written(&mut Tally::default(), 10_000, at(1));
    assert_eq!(lines.len(), 23);
    assert_eq!(lines[8..15], [8, 16, 32, 64, 128, 256, 512]);
    assert_eq!(lines[15..], [1_024; 8]);
}

#[test]
fn what_a_window_left_unwritten_is_in_the_first_line_of_the_next() {
    let mut tally = Tally::default();
    let _ = written(&mut tally, 15, at(1));
    assert_eq!(tally.count(&Sampling::DEFAULT, at(61)), Some(7 + 1));
    assert_eq!(tally.count(&Sampling::DEFAULT, at(61)), Some(1));
}

#[test]
fn a_window_ends_after_its_length_and_not_before() {
    let mut tally = Tally::default();
    let _ = written(&mut tally, 8, at(1));
    assert_eq!(tally.count(&Sampling::DEFAULT, at(60)), None);
    assert!(tally.count(&Sampling::DEFAULT, at(61)).is_some());
}

#[test]
fn a_step_back_in_time_silences_nothing() {
    let mut tally = Tally::default();
    let _ = written(&mut tally, 9, at(10_000));
    assert_eq!(tally.count(&Sampling::DEFAULT, at(1)), Some(2));
}

#[test]
fn a_sampling_of_zeros_writes_everything() {
    let sampling = Sampling {
        first: 0,
        window: secs(0),
        at_most_every: 0,
    };
    let mut tally = Tally::default();
    assert!((0..100).all(|_| tally.count(&sampling, at(1)) == Some(1)));
}

#[test]
fn tallies_live_in_a_table() {
    let table: Table<u32, Tally> = Table::new(4);
    for key in 0..100 {
        assert_eq!(
            table.update(key, at(1), |tally| tally.count(&Sampling::DEFAULT, at(1))),
            Some(1)
        );
    }
    assert!(table.len() <= 4);
}

proptest! {
    #[test]
    fn the_numbers_add_up_but_for_the_last_ones(waits in prop::collection::vec(0_u64..3, 1..3_000)) {
        let (mut tally, mut now, mut written, mut since) = (Tally::default(), Moment::START, 0, 0);
        for wait in &waits {
            now = now.after(secs(*wait));
            since += 1;
            if let Some(count) = tally.count(&Sampling::DEFAULT, now) {
                prop_assert_eq!(count, since);
                (written, since) = (written + count, 0);
            }
        }
        prop_assert_eq!(written + since, u32::try_from(waits.len()).unwrap());
    }
}
