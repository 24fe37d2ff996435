//! The tamper matrix: every attack on a log of 200 entries, who notices it, and which entry is named.
//!
//! "Rehashed" means that the attacker recomputed every hash and the state row, which takes no key. Only the tags
//! (tag key) and the checkpoints (signing key) are then out of reach.

use proptest::prelude::*;
use ward_audit::Fault;
use ward_audit::checkpoint::{Checkpoint, Origin};

use crate::support::{
    EARLY, Knows, Log, Row, SIZE, assert_fault, assert_first_bad, build, event, log, signer, tag_key,
};

fn rewritten(at: usize, change: impl FnOnce(&str) -> String) -> Log {
    let mut log = log();
    let line = change(&log.rows[at].text());
    log.rows[at].rewrite(&line);
    log.rehash();
    log
}

// Untouched.

#[test]
fn the_untouched_log_passes_whatever_the_verifier_knows() {
    let log = log();
    for knows in [
        Knows::nothing(),
        Knows::the_tag_key(),
        Knows::nothing().and_a_checkpoint(&log.early),
        Knows::the_tag_key()
            .and_a_checkpoint(&log.early)
            .and_a_checkpoint(&log.latest),
    ] {
        let report = log.verify(&knows);
        assert!(report.ok, "{report:?}");
        assert_eq!(
            (report.size, report.root, report.signed_size),
            (SIZE, log.state.root, Some(SIZE))
        );
        assert_eq!(
            (report.first_bad, report.suspects, report.bad_count),
            (None, None, 0)
        );
    }
}

#[test]
fn the_empty_log_passes() {
    assert!(build(0, 0, &tag_key(1)).verify(&Knows::the_tag_key()).ok);
}

// Changed bytes.

#[test]
fn any_changed_byte_of_a_line_names_its_entry() {
    let clean = log();
    for at in [0_usize, 3, 57, 199] {
        for byte in 0..clean.rows[at].line.len() {
            let mut log = clean.clone();
            log.rows[at].line[byte] ^= 1 << (byte % 8);
            let index = u64::try_from(at).unwrap();
            assert_first_bad(&log.verify(&Knows::the_tag_key()), index, "line_altered");
            assert_first_bad(&log.verify(&Knows::nothing()), index, "leaf_hash_mismatch");
        }
    }
}

#[test]
fn a_shortened_or_lengthened_line_names_its_entry() {
    let mut log = log();
    log.rows[9].line.pop();
    log.rows[120].line.push(b' ');
    let report = log.verify(&Knows::the_tag_key());
    assert_first_bad(&report, 9, "line_altered");
    assert_eq!(
        report.bad_entries.iter().map(|bad| bad.index).collect::<Vec<_>>(),
        [9, 120]
    );
}

#[test]
fn any_changed_byte_of_a_leaf_hash_names_its_entry() {
    for byte in 0..32 {
        let mut log = log();
        log.rows[57].leaf_hash[byte] ^= 0x10;
        assert_first_bad(&log.verify(&Knows::the_tag_key()), 57, "leaf_hash_altered");
        assert_first_bad(&log.verify(&Knows::nothing()), 57, "leaf_hash_mismatch");
    }
}

#[test]
fn any_changed_byte_of_a_tag_names_its_entry() {
    for byte in 0..32 {
        let mut log = log();
        log.rows[57].tag[byte] ^= 1;
        assert_first_bad(&log.verify(&Knows::the_tag_key()), 57, "tag_mismatch");
    }
}

#[test]
fn leaf_hashes_and_tags_of_the_wrong_length_name_their_entry() {
    for length in [0, 31] {
        let mut log = log();
        log.rows[8].leaf_hash.truncate(length);
        assert_first_bad(&log.verify(&Knows::the_tag_key()), 8, "leaf_hash_altered");
        let mut log = crate::support::log();
        log.rows[8].tag.truncate(length);
        assert_first_bad(&log.verify(&Knows::the_tag_key()), 8, "tag_mismatch");
    }
}

#[test]
fn every_field_changed_and_rehashed_names_its_entry() {
    let changes: [(&str, &str); 14] = [
        (r#""v":1"#, r#""v":2"#),
        ("2026-", "2025-"),
        (r#""request":"r_"#, r#""request":"q_"#),
        (r#""face":"http""#, r#""face":"cli""#),
        (r#""principal":"user:"#, r#""principal":"root:"#),
        ("2001:db8::7", "2001:db8::8"),
        (r#""operation":"unknown""#, r#""operation":"key_list""#),
        (r#""effect":"destroy""#, r#""effect":"read""#),
        (r#""decision":"refused""#, r#""decision":"allowed""#),
        (r#""outcome":"no""#, r#""outcome":"failed""#),
        ("key:k_1#3", "key:k_2#3"),
        (r#""count":12"#, r#""count":11"#),
        (r#""latency_us":120"#, r#""latency_us":121"#),
        (r#""code":"rate_limited""#, r#""code":"wrong_scope""#),
    ];
    for (from, to) in changes {
        let report = rewritten(80, |line| line.replacen(from, to, 1)).verify(&Knows::the_tag_key());
        assert_first_bad(&report, 80, "tag_mismatch");
    }
}

#[test]
fn a_line_that_is_no_entry_names_its_place_even_when_rehashed_and_without_a_key() {
    let log = rewritten(80, |line| {
        line.replace(r#""count":12,"#, r#""count":12,"note":"x","#)
    });
    assert_first_bad(&log.verify(&Knows::nothing()), 80, "entry_malformed");
}

#[test]
fn a_change_rehashed_is_narrowed_down_by_checkpoints_when_there_is_no_key() {
    let before = rewritten(80, |line| line.replace("refused", "allowed"));
    let report = before.verify(&Knows::nothing().and_a_checkpoint(&before.early));
    assert_fault(&report, Fault::SplitView { size: EARLY });
    assert_fault(&report, Fault::RootDiffers { size: SIZE });
    assert_eq!((report.first_bad, report.suspects), (None, Some(0..EARLY)));

    let after = rewritten(150, |line| line.replace("refused", "allowed"));
    let report = after.verify(&Knows::nothing().and_a_checkpoint(&after.early));
    assert_eq!(report.faults, [Fault::RootDiffers { size: SIZE }]);
    assert_eq!(
        (report.signed_size, report.suspects),
        (Some(EARLY), Some(EARLY..SIZE))
    );
}

// Removed, put in, moved.

#[test]
fn a_removed_entry_leaves_a_gap() {
    let mut log = log();
    log.rows.remove(57);
    assert_first_bad(&log.verify(&Knows::nothing()), 57, "index_gap");
    log.rehash();
    assert_first_bad(&log.verify(&Knows::the_tag_key()), 57, "index_gap");
}

#[test]
fn a_removed_first_entry_leaves_a_gap() {
    let mut log = log();
    log.rows.remove(0);
    assert_first_bad(&log.verify(&Knows::nothing()), 0, "index_gap");
}

#[test]
fn a_removed_entry_whose_gap_is_closed_in_the_rows_shows_in_the_lines() {
    let mut log = log();
    log.rows.remove(57);
    log.rows
        .iter_mut()
        .zip(0..)
        .for_each(|(row, index)| row.index = index);
    log.rehash();
    assert_first_bad(&log.verify(&Knows::nothing()), 57, "index_differs");
}

#[test]
fn a_removed_entry_whose_gap_is_closed_everywhere_shows_in_the_tags() {
    let mut log = log();
    log.rows.remove(57);
    log.renumber_from(57);
    log.rehash();
    assert_first_bad(&log.verify(&Knows::the_tag_key()), 57, "tag_mismatch");
    let report = log.verify(&Knows::nothing());
    assert_fault(
        &report,
        Fault::TailCut {
            claimed: SIZE,
            found: SIZE - 1,
        },
    );
}

#[test]
fn an_entry_put_in_repeats_an_index() {
    let mut log = log();
    let forged = Row {
        line: event(58, 9).line(57).into_bytes(),
        ..log.rows[57].clone()
    };
    log.rows.insert(58, forged);
    log.rehash();
    assert_first_bad(&log.verify(&Knows::nothing()), 58, "index_duplicate");
}

#[test]
fn an_entry_put_in_with_all_others_moved_up_shows_in_the_tags() {
    let mut log = log();
    let forged = Row {
        index: 57,
        ..log.rows[58].clone()
    };
    log.rows.insert(57, forged);
    log.rows[57].rewrite(&event(57, 9).line(57));
    log.renumber_from(58);
    log.rehash();
    assert_first_bad(&log.verify(&Knows::the_tag_key()), 57, "tag_mismatch");
    assert_fault(&log.verify(&Knows::nothing()), Fault::RootDiffers { size: SIZE });
}

#[test]
fn entries_appended_by_a_stranger_show_in_the_tags_and_beyond_the_checkpoint() {
    let mut log = log();
    let mut forged = log.rows[0].clone();
    forged.index = SIZE;
    forged.rewrite(&event(SIZE, 9).line(SIZE));
    log.rows.push(forged);
    log.rehash();
    assert_first_bad(&log.verify(&Knows::the_tag_key()), SIZE, "tag_mismatch");
    // Without the key nothing speaks against them, but the report says that no signature covers them.
    let report = log.verify(&Knows::nothing());
    assert!(report.ok && report.signed_size == Some(SIZE) && report.size == SIZE + 1);
}

#[test]
fn swapped_rows_come_out_of_order() {
    let mut log = log();
    log.rows.swap(20, 30);
    assert_first_bad(&log.verify(&Knows::nothing()), 20, "index_gap");
}

#[test]
fn entries_swapped_whole_show_in_their_lines() {
    let mut log = log();
    log.rows.swap(20, 30);
    (log.rows[20].index, log.rows[30].index) = (20, 30);
    log.rehash();
    let report = log.verify(&Knows::nothing());
    assert_first_bad(&report, 20, "index_differs");
    assert_eq!(
        report.bad_entries.iter().map(|bad| bad.index).collect::<Vec<_>>(),
        [20, 30]
    );
}

#[test]
fn entries_swapped_and_rewritten_for_their_places_show_in_their_tags() {
    let mut log = log();
    log.rows.swap(20, 30);
    (log.rows[20].index, log.rows[30].index) = (30, 20);
    log.rows[20].renumber(20);
    log.rows[30].renumber(30);
    log.rehash();
    assert_first_bad(&log.verify(&Knows::the_tag_key()), 20, "tag_mismatch");
}

#[test]
fn an_old_entry_replayed_over_another_names_that_place() {
    let mut log = log();
    log.rows[90] = Row {
        index: 90,
        ..log.rows[10].clone()
    };
    log.rehash();
    assert_first_bad(&log.verify(&Knows::nothing()), 90, "index_differs");
    log.rows[90] = Row {
        index: 10,
        ..log.rows[10].clone()
    };
    log.rows[90].renumber(90);
    log.rehash();
    assert_first_bad(&log.verify(&Knows::the_tag_key()), 90, "tag_mismatch");
}

#[test]
fn an_old_entry_replayed_at_the_end_is_out_of_order() {
    let mut log = log();
    log.rows.push(log.rows[10].clone());
    assert_first_bad(&log.verify(&Knows::nothing()), SIZE, "index_order");
}

#[test]
fn a_stretch_spliced_in_from_another_log_shows_in_the_tags() {
    let mut log = log();
    let other = build(SIZE, 5, &tag_key(9));
    log.rows.splice(40..60, other.rows[40..60].iter().cloned());
    log.rehash();
    let report = log.verify(&Knows::the_tag_key());
    assert_first_bad(&report, 40, "tag_mismatch");
    assert_eq!(report.bad_count, 20);
}

#[test]
fn a_stretch_spliced_in_under_the_same_tag_key_shows_in_the_checkpoints() {
    let mut log = log();
    let other = build(SIZE, 5, &tag_key(1));
    log.rows.splice(40..60, other.rows[40..60].iter().cloned());
    log.rehash();
    let report = log.verify(&Knows::the_tag_key().and_a_checkpoint(&log.early));
    assert_fault(&report, Fault::SplitView { size: EARLY });
    assert_eq!(report.suspects, Some(0..EARLY));
}

#[test]
fn a_log_rewritten_whole_and_rehashed_names_its_first_entry() {
    let mut log = log();
    for row in &mut log.rows {
        let line = row
            .text()
            .replace(r#""principal":"user:"#, r#""principal":"nobody:"#);
        row.rewrite(&line);
    }
    log.rehash();
    let report = log.verify(&Knows::the_tag_key());
    assert_first_bad(&report, 0, "tag_mismatch");
    assert_eq!((report.bad_count, report.bad_entries.len()), (SIZE, 32));
    assert_fault(&log.verify(&Knows::nothing()), Fault::RootDiffers { size: SIZE });
}

// Cut and rolled back.

#[test]
fn a_cut_tail_shows_against_the_logs_own_state_and_checkpoint() {
    let mut log = log();
    log.rows.truncate(180);
    let report = log.verify(&Knows::nothing());
    assert_first_bad(&report, 180, "tail_cut");
    assert_fault(
        &report,
        Fault::TailCut {
            claimed: SIZE,
            found: 180,
        },
    );
}

#[test]
fn a_cut_tail_with_state_and_checkpoint_removed_too_shows_against_a_checkpoint_kept_elsewhere() {
    let mut log = log();
    let kept = log.latest.clone();
    log.roll_back(180);
    assert_first_bad(
        &log.verify(&Knows::nothing().and_a_checkpoint(&kept)),
        180,
        "tail_cut",
    );
}

#[test]
fn a_roll_back_to_an_older_state_shows_only_against_a_checkpoint_kept_elsewhere() {
    let mut log = log();
    let kept = log.latest.clone();
    log.roll_back(90);
    assert!(
        log.verify(&Knows::the_tag_key()).ok,
        "nothing inside an older state speaks against it"
    );
    let report = log.verify(
        &Knows::the_tag_key()
            .and_a_checkpoint(&log.early)
            .and_a_checkpoint(&kept),
    );
    assert_first_bad(&report, 90, "tail_cut");
    assert_fault(
        &report,
        Fault::TailCut {
            claimed: EARLY,
            found: 90,
        },
    );
    assert_fault(
        &report,
        Fault::TailCut {
            claimed: SIZE,
            found: 90,
        },
    );
}

#[test]
fn a_roll_back_after_which_the_log_went_on_is_a_split_view() {
    let kept = log();
    let mut forked = build(90, 0, &tag_key(1));
    for number in 90..SIZE {
        let stored = forked.appender.append(&event(number, 4)).unwrap();
        forked.rows.push(Row {
            index: stored.index,
            line: stored.line.into_bytes(),
            leaf_hash: stored.leaf_hash.as_bytes().to_vec(),
            tag: stored.tag.as_bytes().to_vec(),
        });
    }
    forked.state = forked.appender.head();
    forked.latest = forked
        .appender
        .checkpoint(&crate::support::ORIGIN)
        .sign(&signer(2));
    assert!(forked.verify(&Knows::the_tag_key()).ok);
    let report = forked.verify(&Knows::the_tag_key().and_a_checkpoint(&kept.early));
    assert_eq!(report.faults, [Fault::SplitView { size: EARLY }]);
    assert_eq!(report.suspects, Some(0..EARLY));
}

// State row and checkpoints.

#[test]
fn a_state_that_says_more_entries_than_there_are_is_found_out() {
    let mut log = log();
    log.state.size += 5;
    assert_first_bad(&log.verify(&Knows::the_tag_key()), SIZE, "size_differs");
}

#[test]
fn a_state_that_says_fewer_entries_than_there_are_is_found_out() {
    let mut log = log();
    log.state = build(150, 0, &tag_key(1)).state;
    assert_first_bad(&log.verify(&Knows::the_tag_key()), 150, "size_differs");
}

#[test]
fn a_state_with_another_root_is_found_out_and_the_entries_are_not_suspected() {
    let mut log = log();
    log.state.root = log.early_root();
    let report = log.verify(&Knows::the_tag_key());
    assert_eq!(report.faults, [Fault::RootDiffers { size: SIZE }]);
    assert_eq!((report.first_bad, report.suspects), (None, None));
}

#[test]
fn a_changed_checkpoint_is_refused() {
    let mut log = log();
    log.latest = log.latest.replacen("\n200\n", "\n199\n", 1);
    assert_eq!(slugs(&log, &Knows::nothing()), ["checkpoint_signature"]);
}

#[test]
fn a_checkpoint_signed_by_a_strangers_key_is_refused() {
    let mut log = log();
    log.latest = log.appender.checkpoint(&crate::support::ORIGIN).sign(&signer(3));
    assert_eq!(slugs(&log, &Knows::nothing()), ["checkpoint_signature"]);
}

#[test]
fn a_checkpoint_of_another_log_under_the_same_key_is_refused() {
    let mut log = log();
    let origin = Origin::new("ward.test/other").unwrap();
    log.latest = Checkpoint {
        origin,
        head: log.state,
    }
    .sign(&signer(2));
    assert_eq!(slugs(&log, &Knows::nothing()), ["checkpoint_origin"]);
}

#[test]
fn a_log_without_any_checkpoint_is_unsigned() {
    let log = log();
    let claims = ward_audit::Claims {
        origin: &crate::support::ORIGIN,
        keys: &[],
        state: Some(log.state),
        latest: None,
        outside: &[],
    };
    let key = tag_key(1);
    let mut verifier = ward_audit::Verifier::new(claims, Some(&key));
    log.rows.iter().for_each(|row| verifier.record(&row.record()));
    let report = verifier.finish();
    assert!(!report.ok);
    assert_eq!(
        (report.faults.as_slice(), report.signed_size),
        ([Fault::Unsigned].as_slice(), None)
    );
}

#[test]
fn an_older_key_still_opens_the_checkpoints_it_signed() {
    let mut log = log();
    log.latest = log.appender.checkpoint(&crate::support::ORIGIN).sign(&signer(3));
    let report = log.verify_with(
        &Knows::the_tag_key().and_a_checkpoint(&log.early),
        &[signer(2).verifier(), signer(3).verifier()],
    );
    assert!(report.ok, "{report:?}");
}

fn slugs(log: &Log, knows: &Knows) -> Vec<&'static str> {
    let report = log.verify(knows);
    assert!(!report.ok);
    report.faults.iter().map(Fault::slug).collect()
}

impl Log {
    fn early_root(&self) -> ward_audit::merkle::Hash {
        Checkpoint::open(&self.early, &[signer(2).verifier()])
            .unwrap()
            .head
            .root
    }
}

// At random.

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_change_of_any_byte_is_named_with_the_key(at in 0_usize..200, byte in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut log = log();
        let row = &mut log.rows[at];
        let mut whole = [row.line.as_slice(), &row.leaf_hash, &row.tag].concat();
        let position = byte.index(whole.len());
        whole[position] ^= 1 << bit;
        let (line, rest) = whole.split_at(row.line.len());
        (row.line, row.leaf_hash, row.tag) = (line.to_vec(), rest[..32].to_vec(), rest[32..].to_vec());
        let report = log.verify(&Knows::the_tag_key());
        prop_assert!(!report.ok);
        prop_assert_eq!(report.first_bad.unwrap().index, u64::try_from(at).unwrap());
    }

    #[test]
    fn any_rearrangement_rehashed_is_named_with_the_key(from in 0_usize..200, to in 0_usize..200, copy in any::<bool>()) {
        prop_assume!(from != to);
        let mut log = log();
        let moved = if copy { log.rows[from].clone() } else { log.rows.remove(from) };
        log.rows.insert(to.min(log.rows.len()), moved);
        prop_assume!(log.rows != crate::support::log().rows);
        let first = log.rows.iter().zip(&crate::support::log().rows).position(|(a, b)| a != b).unwrap_or(200);
        log.renumber_from(0);
        log.rehash();
        let report = log.verify(&Knows::the_tag_key());
        prop_assert!(!report.ok);
        prop_assert_eq!(report.first_bad.unwrap().index, u64::try_from(first).unwrap());
    }
}
