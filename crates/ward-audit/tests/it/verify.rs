//! The report's form, passes over a part of a log, and the bounds of what a report lists.

use ward_audit::merkle::{Frontier, Hash, TreeHead};
use ward_audit::note::NoteError;
use ward_audit::verify::{BadEntry, MAX_LISTED};
use ward_audit::{Claims, Fault, Record, Verifier};

use crate::support::{EARLY, Knows, ORIGIN, SIZE, log, signer, tag_key};

fn frontier_at(size: u64) -> Frontier {
    let mut frontier = Frontier::empty();
    for row in &log().rows[..usize::try_from(size).unwrap()] {
        frontier.push(Hash::from_slice(&row.leaf_hash).unwrap()).unwrap();
    }
    frontier
}

#[test]
fn a_pass_over_the_newer_part_reaches_the_same_root() {
    let log = log();
    let keys = [signer(2).verifier()];
    let outside = [log.early.as_str()];
    let claims = Claims {
        origin: &ORIGIN,
        keys: &keys,
        state: Some(log.state),
        latest: Some(&log.latest),
        outside: &outside,
    };
    let key = tag_key(1);
    for (start, unchecked) in [(EARLY - 1, 0), (EARLY, 0), (150, 1), (SIZE, 1)] {
        let mut verifier = Verifier::starting_at(frontier_at(start), claims, Some(&key));
        log.rows[usize::try_from(start).unwrap()..]
            .iter()
            .for_each(|row| verifier.record(&row.record()));
        let report = verifier.finish();
        assert!(report.ok, "{report:?}");
        assert_eq!(
            (report.root, report.unchecked_checkpoints),
            (log.state.root, unchecked)
        );
    }
}

#[test]
fn a_pass_over_the_older_part_is_held_to_the_checkpoints_within_it() {
    let mut log = log();
    let key = tag_key(1);
    let stopped = |log: &crate::support::Log| {
        let keys = [signer(2).verifier()];
        let outside = [log.early.as_str()];
        let (state, latest) = (Some(log.state), Some(log.latest.as_str()));
        let claims = Claims {
            origin: &ORIGIN,
            keys: &keys,
            state,
            latest,
            outside: &outside,
        };
        let mut verifier = Verifier::new(claims, Some(&key));
        log.rows[..150]
            .iter()
            .for_each(|row| verifier.record(&row.record()));
        verifier.stop()
    };
    let report = stopped(&log);
    assert!(report.ok, "{report:?}");
    assert_eq!(
        (report.signed_size, report.unchecked_checkpoints),
        (Some(EARLY), 1)
    );
    log.rows[149].tag[0] ^= 1;
    assert_eq!(stopped(&log).first_bad.unwrap().index, 149);
}

#[test]
fn a_pass_that_starts_from_a_wrong_frontier_does_not_reach_the_root() {
    let log = log();
    let mut bytes = frontier_at(150).to_bytes();
    bytes[20] ^= 1;
    let keys = [signer(2).verifier()];
    let claims = Claims {
        origin: &ORIGIN,
        keys: &keys,
        state: None,
        latest: Some(&log.latest),
        outside: &[],
    };
    let mut verifier = Verifier::starting_at(Frontier::from_bytes(&bytes).unwrap(), claims, None);
    log.rows[150..]
        .iter()
        .for_each(|row| verifier.record(&row.record()));
    assert_eq!(verifier.finish().faults, [Fault::RootDiffers { size: SIZE }]);
}

#[test]
fn a_report_lists_a_bounded_number_and_counts_the_rest() {
    let log = log();
    let bad = "no checkpoint";
    let outside = [bad; 100];
    let claims = Claims {
        origin: &ORIGIN,
        keys: &[],
        state: None,
        latest: None,
        outside: &outside,
    };
    let mut verifier = Verifier::new(claims, None);
    for row in &log.rows {
        verifier.record(&Record {
            leaf_hash: &[],
            ..row.record()
        });
    }
    let report = verifier.finish();
    assert_eq!(
        (report.bad_count, report.bad_entries.len(), report.faults.len()),
        (SIZE, MAX_LISTED, MAX_LISTED)
    );
}

#[test]
fn a_gap_at_the_end_of_all_indices_does_not_overflow() {
    let log = log();
    let claims = Claims {
        origin: &ORIGIN,
        keys: &[],
        state: None,
        latest: None,
        outside: &[],
    };
    let mut verifier = Verifier::new(claims, None);
    verifier.record(&Record {
        index: u64::MAX,
        ..log.rows[0].record()
    });
    verifier.record(&Record {
        index: u64::MAX,
        ..log.rows[0].record()
    });
    let report = verifier.finish();
    assert_eq!(
        report.first_bad,
        Some(BadEntry {
            index: 0,
            fault: Fault::IndexGap
        })
    );
}

#[test]
fn the_report_as_json_names_faults_by_their_slugs() {
    let mut log = log();
    log.rows[57].line[0] = b'[';
    log.latest = "x".to_owned();
    let json = serde_json::to_value(log.verify(&Knows::the_tag_key())).unwrap();
    assert_eq!(
        json["first_bad"],
        serde_json::json!({ "index": 57, "fault": "line_altered" })
    );
    assert_eq!(
        json["faults"][0],
        serde_json::json!({ "fault": "checkpoint_signature", "reason": "malformed" })
    );
    assert_eq!(json["size"], 200);
}

#[test]
fn every_slug_is_the_name_in_json() {
    let faults = [
        Fault::LineAltered,
        Fault::LeafHashAltered,
        Fault::LeafHashMismatch,
        Fault::TagMismatch,
        Fault::IndexDiffers,
        Fault::IndexGap,
        Fault::IndexDuplicate,
        Fault::IndexOrder,
        Fault::EntryMalformed,
        Fault::SizeDiffers { claimed: 1, found: 2 },
        Fault::RootDiffers { size: 1 },
        Fault::CheckpointSignature {
            reason: NoteError::NotSigned,
        },
        Fault::CheckpointOrigin,
        Fault::TailCut { claimed: 2, found: 1 },
        Fault::SplitView { size: 1 },
        Fault::Unsigned,
        Fault::ExportCut,
    ];
    for fault in faults {
        assert_eq!(serde_json::to_value(fault).unwrap()["fault"], fault.slug());
        assert!(!fault.to_string().ends_with('.'));
    }
}

#[test]
fn a_state_before_the_start_of_the_pass_is_found_out() {
    let claims = Claims {
        origin: &ORIGIN,
        keys: &[],
        state: Some(TreeHead {
            size: 3,
            root: Hash::EMPTY,
        }),
        latest: None,
        outside: &[],
    };
    let report = Verifier::starting_at(frontier_at(10), claims, None).finish();
    assert!(
        report.faults.contains(&Fault::SizeDiffers {
            claimed: 3,
            found: 10
        }),
        "{report:?}"
    );
}
