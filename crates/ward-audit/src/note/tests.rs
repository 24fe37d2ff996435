//! Against the test data of Go's `golang.org/x/mod/sumdb/note`, whose format C2SP wrote down, and a checkpoint of the
//! public Go checksum database.

use ward_keys::hazmat::ed25519::SigningKey;

use super::*;
use crate::checkpoint::Checkpoint;

const PETER_SEED: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const PETER_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const ENOCH_KEY: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const PETER_LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_LINE: &str = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
const TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";

fn peter() -> NoteVerifier {
    PETER_KEY.parse().unwrap()
}

fn enoch() -> NoteVerifier {
    ENOCH_KEY.parse().unwrap()
}

fn note(lines: &[&str]) -> String {
    format!("{TEXT}\n{}", lines.concat())
}

#[test]
fn signing_reproduces_the_published_note() {
    let seed = STANDARD.decode(PETER_SEED).unwrap();
    let signer = NoteSigner::new(
        KeyName::new("PeterNeumann").unwrap(),
        SigningKey::from_seed(&seed[1..]).unwrap(),
    );
    assert_eq!(signer.sign(TEXT).unwrap(), note(&[PETER_LINE]));
    assert_eq!(signer.verifier().to_string(), PETER_KEY);
}

#[test]
fn a_text_that_would_not_read_back_is_not_signed() {
    let signer = NoteSigner::new(
        KeyName::new("k").unwrap(),
        SigningKey::from_seed(&[1; 32]).unwrap(),
    );
    for text in ["", "abc", "a\u{1}\n", "a\r\n"] {
        assert_eq!(signer.sign(text), Err(NoteError::Malformed));
    }
}

#[test]
fn one_known_signature_opens_the_note_and_unknown_ones_are_passed_over() {
    assert_eq!(open(&note(&[PETER_LINE, ENOCH_LINE]), &[peter()]), Ok(TEXT));
    assert_eq!(open(&note(&[PETER_LINE, ENOCH_LINE]), &[enoch()]), Ok(TEXT));
    assert_eq!(
        open(&note(&[PETER_LINE, ENOCH_LINE]), &[peter(), enoch()]),
        Ok(TEXT)
    );
}

#[test]
fn without_a_known_key_the_note_is_not_signed() {
    assert_eq!(open(&note(&[PETER_LINE]), &[]), Err(NoteError::NotSigned));
    assert_eq!(open(&note(&[PETER_LINE]), &[enoch()]), Err(NoteError::NotSigned));
}

#[test]
fn a_known_key_whose_signature_fails_condemns_the_note() {
    let changed = note(&[PETER_LINE, ENOCH_LINE]).replace("answer", "Answer");
    assert_eq!(open(&changed, &[peter()]), Err(NoteError::BadSignature));
    let longer = PETER_LINE.replace("5BI", "ABCD5BI").replace("UG/S", "ABCDUG/S");
    assert_eq!(
        open(&note(&[&longer, ENOCH_LINE]), &[peter(), enoch()]),
        Err(NoteError::BadSignature)
    );
}

#[test]
fn a_line_that_shares_only_name_or_only_id_with_a_key_is_unknown() {
    let other_name = PETER_LINE.replace("PeterNeumann", "PeterNeuman");
    assert_eq!(open(&note(&[&other_name]), &[peter()]), Err(NoteError::NotSigned));
    let other_id = PETER_LINE.replace("x08go/", "x08gp/");
    assert_eq!(open(&note(&[&other_id]), &[peter()]), Err(NoteError::NotSigned));
}

#[test]
fn malformed_notes_are_refused() {
    let bare = PETER_LINE.trim_end();
    for bad in [
        String::new(),
        TEXT.to_owned(),
        format!("{TEXT}\n"),
        format!("{TEXT}\n\n"),
        note(&[bare]),
        format!("\u{1}{}", note(&[PETER_LINE])),
        note(&[PETER_LINE]).replace('\n', "\r\n"),
        note(&[&PETER_LINE.replace("PeterNeumann", "Bad Name")]),
        note(&[&PETER_LINE.replace("PeterNeumann", "Bad+Name")]),
        note(&[&PETER_LINE.replace("PeterNeumann", "")]),
        note(&[PETER_LINE, "Unexpected line.\n"]),
        note(&[&PETER_LINE.replace('—', "-")]),
        note(&[&PETER_LINE.replace("AM=", "AM")]),
        note(&[&PETER_LINE.replace("AM=", "AN=")]),
        note(&["— short AAAA\n"]),
        note(&["— onlyid AAAAAA==\n"]),
    ] {
        assert_eq!(open(&bad, &[peter()]), Err(NoteError::Malformed), "{bad:?}");
    }
}

#[test]
fn sixty_four_signatures_are_read_and_sixty_five_refused() {
    assert_eq!(open(&note(&[ENOCH_LINE; 64]), &[enoch()]), Ok(TEXT));
    assert_eq!(
        open(&note(&[ENOCH_LINE; 65]), &[enoch()]),
        Err(NoteError::TooLarge)
    );
}

#[test]
fn a_note_beyond_the_limit_is_refused_before_it_is_read() {
    let text = "x".repeat(MAX_NOTE_LEN);
    assert_eq!(
        open(&format!("{text}\n\n{PETER_LINE}"), &[peter()]),
        Err(NoteError::TooLarge)
    );
}

#[test]
fn a_verifier_key_reads_back_as_it_was_written() {
    assert_eq!(peter().to_string(), PETER_KEY);
    assert_eq!(enoch().name().as_str(), "EnochRoot");
}

#[test]
fn no_part_and_no_single_change_of_a_verifier_key_is_a_key() {
    let whole = PETER_KEY.len();
    for start in 0..whole {
        for end in start..=whole {
            if (start, end) != (0, whole) {
                assert!(
                    PETER_KEY[start..end].parse::<NoteVerifier>().is_err(),
                    "{start}..{end}"
                );
            }
        }
    }
    for at in 0..whole {
        let mut bytes = PETER_KEY.as_bytes().to_vec();
        bytes[at] += 1;
        assert!(
            String::from_utf8(bytes).unwrap().parse::<NoteVerifier>().is_err(),
            "{at}"
        );
    }
}

#[test]
fn keys_of_other_types_and_lengths_are_refused() {
    for key in [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ] {
        assert_eq!(key.parse::<NoteVerifier>(), Err(NoteError::BadKey));
    }
}

#[test]
fn names_with_spaces_pluses_or_nothing_are_refused() {
    for name in ["", "a b", "a+b", "a\u{a0}b", "a\nb", "a\u{7f}", &"n".repeat(256)] {
        assert_eq!(KeyName::new(name), Err(NoteError::BadName));
    }
}

const SUMDB_KEY: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
const SUMDB: &str = "go.sum database tree\n31700353\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n\n— sum.golang.org Az3grnmrIUEDFqHzAElIQCPNoRFRAAdFo47fooyWKMHb89k11GJh5zHIfNCOBmwn/C3YI8oW9/C8DJ87F61QqspBYwM=\n";

#[test]
fn a_checkpoint_of_the_public_go_checksum_database_opens() {
    let checkpoint = Checkpoint::open(SUMDB, &[SUMDB_KEY.parse().unwrap()]).unwrap();
    assert_eq!(checkpoint.origin.as_str(), "go.sum database tree");
    assert_eq!(checkpoint.head.size, 31_700_353);
    assert_eq!(
        checkpoint.head.root.to_string(),
        "qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs="
    );
}

#[test]
fn a_witness_cosignature_beside_the_logs_own_is_passed_over() {
    let cosigned = format!(
        "{SUMDB}— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    );
    assert!(Checkpoint::open(&cosigned, &[SUMDB_KEY.parse().unwrap()]).is_ok());
}
