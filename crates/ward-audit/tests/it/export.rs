//! The export file: what it holds, that it verifies on its own, and what is done to it shows.

use std::io::{self, BufReader, Read};

use proptest::prelude::*;
use ward_audit::Claims;
use ward_audit::entry::MAX_LINE_LEN;
use ward_audit::export::{ExportError, ExportWriter, verify_export};
use ward_audit::merkle::{Frontier, Hash};
use ward_audit::{Report, TagKey};

use crate::support::{EARLY, Log, ORIGIN, SIZE, assert_first_bad, log, signer, tag_key};

/// The log from entry `start` on, with the early checkpoint in its place where it falls within.
fn export(log: &Log, start: usize) -> Vec<u8> {
    let mut frontier = Frontier::empty();
    log.rows[..start]
        .iter()
        .for_each(|row| frontier.push(Hash::from_slice(&row.leaf_hash).unwrap()).unwrap());
    let mut writer = ExportWriter::new(Vec::new(), &ORIGIN, &frontier).unwrap();
    for row in &log.rows[start..] {
        writer.record(&row.record()).unwrap();
        if row.index + 1 == EARLY {
            writer.checkpoint(&log.early).unwrap();
        }
    }
    writer.checkpoint(&log.latest).unwrap();
    writer.finish(log.state).unwrap()
}

fn verify(file: &[u8], key: Option<&TagKey>) -> Result<Report, ExportError> {
    let keys = [signer(2).verifier()];
    let claims = Claims {
        origin: &ORIGIN,
        keys: &keys,
        state: None,
        latest: None,
        outside: &[],
    };
    verify_export(BufReader::with_capacity(100, file), claims, key)
}

fn lines(file: &[u8]) -> Vec<String> {
    String::from_utf8(file.to_vec())
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

fn joined(lines: &[String]) -> Vec<u8> {
    lines
        .iter()
        .flat_map(|line| [line.as_bytes(), b"\n"].concat())
        .collect()
}

/// The line number, from 0, of an entry: after the header, two lines for each, one for the early checkpoint.
fn line_of(index: usize) -> usize {
    1 + 2 * index + usize::from(index >= usize::try_from(EARLY).unwrap())
}

#[test]
fn an_export_verifies_with_the_public_key_alone_and_with_the_tag_key() {
    let file = export(&log(), 0);
    for key in [None, Some(&tag_key(1))] {
        let report = verify(&file, key).unwrap();
        assert!(report.ok, "{report:?}");
        assert_eq!(
            (report.size, report.signed_size, report.root),
            (SIZE, Some(SIZE), log().state.root)
        );
    }
}

#[test]
fn an_export_of_the_newer_part_verifies() {
    for start in [1, 100, 120, 199, 200] {
        let report = verify(&export(&log(), start), Some(&tag_key(1))).unwrap();
        assert!(report.ok && report.size == SIZE, "{start}: {report:?}");
    }
}

#[test]
fn every_line_is_one_json_object_and_entries_stand_byte_for_byte() {
    let file = lines(&export(&log(), 0));
    assert!(file.iter().all(|line| {
        serde_json::from_str::<serde_json::Value>(line)
            .unwrap()
            .is_object()
    }));
    for (index, row) in log().rows.iter().enumerate() {
        assert_eq!(file[line_of(index)], row.text());
    }
    assert!(
        file.iter()
            .all(|line| !line.contains(&signer(2).verifier().to_string()))
    );
}

#[test]
fn a_changed_entry_line_is_named_without_any_key() {
    let mut file = lines(&export(&log(), 0));
    file[line_of(130)] = file[line_of(130)].replace("allowed", "refused");
    assert_first_bad(&verify(&joined(&file), None).unwrap(), 130, "leaf_hash_mismatch");
    assert_first_bad(
        &verify(&joined(&file), Some(&tag_key(1))).unwrap(),
        130,
        "line_altered",
    );
}

#[test]
fn a_changed_index_is_named_at_its_place() {
    for to in ["129", "131", "7", "\"130\"", "18446744073709551616"] {
        let mut file = lines(&export(&log(), 0));
        file[line_of(130)] = file[line_of(130)].replace(r#""index":130,"#, &format!(r#""index":{to},"#));
        let report = verify(&joined(&file), Some(&tag_key(1))).unwrap();
        assert_first_bad(&report, 130, "line_altered");
        assert_eq!(report.bad_count, 1);
    }
}

#[test]
fn an_unreadable_seal_is_named() {
    let mut file = lines(&export(&log(), 0));
    file[line_of(130) + 1] = r#"{"leaf":"AA"}"#.to_owned();
    assert_first_bad(
        &verify(&joined(&file), Some(&tag_key(1))).unwrap(),
        130,
        "leaf_hash_mismatch",
    );
}

#[test]
fn a_removed_entry_is_one_gap() {
    let mut file = lines(&export(&log(), 0));
    file.drain(line_of(30)..line_of(31));
    let report = verify(&joined(&file), Some(&tag_key(1))).unwrap();
    assert_first_bad(&report, 30, "index_gap");
    assert_eq!(report.bad_count, 1);
}

#[test]
fn a_repeated_entry_is_named() {
    let mut file = lines(&export(&log(), 0));
    let pair = file[line_of(30)..line_of(31)].to_vec();
    file.splice(line_of(31)..line_of(31), pair);
    assert_first_bad(&verify(&joined(&file), None).unwrap(), 31, "index_duplicate");
}

#[test]
fn a_removed_or_lonely_line_is_named_at_its_entry() {
    for offset in [0, 1] {
        let mut file = lines(&export(&log(), 0));
        file.remove(line_of(30) + offset);
        assert_eq!(verify(&joined(&file), None).unwrap().first_bad.unwrap().index, 30);
    }
}

#[test]
fn a_file_that_ends_early_is_cut_wherever_it_ends() {
    let file = lines(&export(&log(), 0));
    for kept in [1, 2, 3, 4, line_of(120), file.len() - 1] {
        let report = verify(&joined(&file[..kept]), None).unwrap();
        assert!(
            !report.ok && report.faults.iter().any(|fault| fault.slug() == "export_cut"),
            "{kept}"
        );
    }
}

#[test]
fn an_end_line_that_says_another_size_or_root_is_a_fault() {
    let mut file = lines(&export(&log(), 0));
    let end = file.pop().unwrap();
    file.push(end.replace("200", "201"));
    assert_first_bad(&verify(&joined(&file), None).unwrap(), SIZE, "size_differs");
    file.pop();
    file.push(format!(r#"{{"end":{{"size":200,"root":"{}"}}}}"#, Hash::EMPTY));
    assert!(!verify(&joined(&file), None).unwrap().ok);
}

#[test]
fn an_export_without_checkpoints_is_unsigned() {
    let file: Vec<String> = lines(&export(&log(), 0))
        .into_iter()
        .filter(|line| !line.starts_with(r#"{"checkpoint""#))
        .collect();
    let report = verify(&joined(&file), Some(&tag_key(1))).unwrap();
    assert_eq!(
        report
            .faults
            .iter()
            .map(ward_audit::Fault::slug)
            .collect::<Vec<_>>(),
        ["unsigned"]
    );
}

#[test]
fn a_checkpoint_at_another_place_is_a_fault() {
    let mut file = lines(&export(&log(), 0));
    let early = file.remove(line_of(120) - 1);
    file.insert(line_of(50), early);
    assert!(!verify(&joined(&file), None).unwrap().ok);
}

#[test]
fn anything_after_the_end_line_is_refused() {
    let mut file = export(&log(), 0);
    file.extend_from_slice(b"{}\n");
    assert!(matches!(
        verify(&file, None),
        Err(ExportError::Malformed { line: 405 })
    ));
}

#[test]
fn lines_of_64_kib_and_more_are_refused_without_being_read_whole() {
    let header = lines(&export(&log(), 0)).remove(0) + "\n";
    let endless = header.as_bytes().chain(io::repeat(b'x'));
    let claims = Claims {
        origin: &ORIGIN,
        keys: &[],
        state: None,
        latest: None,
        outside: &[],
    };
    assert!(matches!(
        verify_export(BufReader::new(endless), claims, None),
        Err(ExportError::LineTooLong { line: 2 })
    ));
}

#[test]
fn other_files_and_versions_are_refused() {
    let header = lines(&export(&log(), 0)).remove(0);
    for text in [
        "",
        "\n",
        "plain text\n",
        "{}\n",
        &header.replace("export\":1", "export\":2"),
        &header.replace("\"start\"", "\"more\":1,\"start\""),
        &header.replace("AAAAAAAAAAA=", "AAAAAAAAAAE="),
        &header.replace("AAAAAAAAAAA=", "!"),
    ] {
        assert!(
            matches!(verify(text.as_bytes(), None), Err(ExportError::Header)),
            "{text}"
        );
    }
}

#[test]
fn an_export_of_another_log_is_refused() {
    let header = lines(&export(&log(), 0))
        .remove(0)
        .replace("ward.test", "ward.other");
    assert!(matches!(
        verify(header.as_bytes(), None),
        Err(ExportError::Origin)
    ));
}

#[test]
fn an_entry_that_would_break_the_file_is_not_exported() {
    let mut writer = ExportWriter::new(Vec::new(), &ORIGIN, &Frontier::empty()).unwrap();
    let mut row = log().rows[4].clone();
    row.line.push(b'\n');
    assert!(matches!(
        writer.record(&row.record()),
        Err(ExportError::Entry { index: 4 })
    ));
    row.line = vec![b'x'; MAX_LINE_LEN];
    assert!(matches!(
        writer.record(&row.record()),
        Err(ExportError::Entry { index: 4 })
    ));
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("broken"))
        }
    }
    let claims = Claims {
        origin: &ORIGIN,
        keys: &[],
        state: None,
        latest: None,
        outside: &[],
    };
    assert!(matches!(
        verify_export(BufReader::new(Broken), claims, None),
        Err(ExportError::Io(_))
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_changed_byte_of_the_file_is_noticed(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut file = export(&log(), 0);
        let at = at.index(file.len());
        file[at] ^= 1 << bit;
        prop_assert!(verify(&file, Some(&tag_key(1))).map_or(true, |report| !report.ok), "byte {}", at);
    }
}
