use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;
use ward_limits::{Moment, Quota, State, Table, decide};

use crate::at;

const FIVE: Quota = Quota::per_minute(5);

#[test]
fn keys_do_not_share_a_bucket() {
    let table: Table<&str> = Table::new(10);
    assert!(table.take("a", &FIVE, at(1), 5).is_allowed());
    assert!(!table.take("a", &FIVE, at(1), 1).is_allowed());
    assert!(table.take("b", &FIVE, at(1), 5).is_allowed());
}

#[test]
fn asking_for_a_standing_takes_nothing_and_makes_no_key() {
    let table: Table<&str> = Table::new(10);
    assert_eq!(table.standing(&"a", &FIVE, at(1)).remaining, 5);
    assert!(table.is_empty());
}

#[test]
fn a_million_keys_fill_a_table_to_its_capacity_and_no_further() {
    for capacity in [0, 1, 7, 1_000, 4_096] {
        let table: Table<u64> = Table::new(capacity);
        for key in 0..1_000_000 / 5 {
            let _ = table.take(key, &FIVE, at(1), 1);
        }
        assert!(table.len() <= capacity.max(1), "{} of {capacity}", table.len());
    }
}

#[test]
fn keys_without_debts_make_room_before_the_table_grows() {
    let table: Table<u64> = Table::new(100_000);
    for key in 0..50_000 {
        // Each is long done when the next comes.
        let _ = table.take(key, &FIVE, at(100 * key), 1);
    }
    assert!(
        table.len() <= 16,
        "{} keys are kept, a part of the table has one",
        table.len()
    );
}

#[test]
fn a_flood_of_new_keys_does_not_free_one_that_is_at_its_limit() {
    for capacity in [64, 4_096] {
        let table: Table<u64> = Table::new(capacity);
        let _ = table.take(u64::MAX, &FIVE, at(1), 5);
        for key in 0..100_000 {
            let _ = table.take(key, &FIVE, at(1), 1);
        }
        assert!(!table.take(u64::MAX, &FIVE, at(1), 1).is_allowed());
    }
}

#[test]
fn threads_together_get_one_bucket() {
    let table: Arc<Table<u32>> = Arc::new(Table::new(10_000));
    let passed = Arc::new(AtomicU32::new(0));
    let quota = Quota::per_minute(1_000);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for turn in 0..1_000 {
                    let _ = table.take(turn, &quota, at(1), 1);
                    if table.take(u32::MAX, &quota, at(1), 1).is_allowed() {
                        passed.fetch_add(1, Ordering::SeqCst);
                    }
                }
            });
        }
    });
    assert_eq!(passed.load(Ordering::SeqCst), 1_000);
}

proptest! {
    #[test]
    fn with_room_enough_a_table_is_a_map_of_states(
        events in prop::collection::vec((0_u8..20, 0_u64..30, 0_u32..4), 1..200),
    ) {
        let table: Table<u8> = Table::new(20);
        let (mut map, mut now) = (HashMap::<u8, State>::new(), Moment::START);
        for (key, wait, cost) in events {
            now = now.after(std::time::Duration::from_secs(wait));
            let (after, verdict) = decide(map.get(&key).copied().unwrap_or_default(), &FIVE, now, cost);
            map.insert(key, after);
            prop_assert_eq!(table.take(key, &FIVE, now, cost), verdict);
        }
    }

    #[test]
    fn a_table_without_room_never_exceeds_its_capacity(
        capacity in 1_usize..30,
        events in prop::collection::vec((any::<u16>(), 0_u64..30), 1..300),
    ) {
        let table: Table<u16> = Table::new(capacity);
        let mut now = Moment::START;
        for (key, wait) in events {
            now = now.after(std::time::Duration::from_secs(wait));
            let _ = table.take(key, &FIVE, now, 1);
            prop_assert!(table.len() <= capacity);
            prop_assert!(table.standing(&key, &FIVE, now).remaining < 5);
        }
    }
}
