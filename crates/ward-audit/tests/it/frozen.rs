//! `tests/vectors/three-entries.jsonl`, a whole export that was computed apart from this crate, with Python's
//! `hashlib`, `hmac` and `cryptography`: every byte of every format at once. It must never change.
//!
//! Tag key: 32 bytes of 0x11. Signing key: the Ed25519 seed of 32 bytes of 0x22.

use ward_audit::checkpoint::Origin;
use ward_audit::entry::{Decision, Effect, Event, Face, OpaqueId, Outcome, Principal};
use ward_audit::export::{ExportWriter, verify_export};
use ward_audit::merkle::Frontier;
use ward_audit::note::{KeyName, NoteSigner};
use ward_audit::{Appender, Claims, Record, TagKey};
use ward_keys::hazmat::ed25519::SigningKey;
use ward_secret::Timestamp;

const FILE: &str = include_str!("../vectors/three-entries.jsonl");
const NAME: &str = "ward.example.com/audit";
const VERIFIER_KEY: &str = "ward.example.com/audit+b6dfc25a+AaCapfR6Z1mAL/lV+NwtKhSlyZ0jvpf4ZBJ/+Tg0VaTw";

fn event(number: u8) -> Event {
    Event {
        time: Timestamp::from_unix_micros(1_795_248_000_000_000 + i64::from(number)),
        request: OpaqueId::new(format!("r_{number}")),
        face: Face::Http,
        principal: Principal::new("user", "zoë"),
        address: None,
        operation: "key_rotate",
        effect: Effect::Write,
        decision: Decision::Allowed,
        outcome: Outcome::Ok,
        code: None,
        resource: None,
        count: None,
        latency_us: 840,
    }
}

#[test]
fn the_crate_writes_the_file_byte_for_byte() {
    let origin = Origin::new(NAME).unwrap();
    let signer = NoteSigner::new(
        KeyName::new(NAME).unwrap(),
        SigningKey::from_seed(&[0x22; 32]).unwrap(),
    );
    let mut log = Appender::new(Frontier::empty(), TagKey::new(&[0x11; 32]));
    let mut writer = ExportWriter::new(Vec::new(), &origin, log.frontier()).unwrap();
    for number in 0..3 {
        let stored = log.append(&event(number)).unwrap();
        let record = Record {
            index: stored.index,
            line: stored.line.as_bytes(),
            leaf_hash: stored.leaf_hash.as_bytes(),
            tag: stored.tag.as_bytes(),
        };
        writer.record(&record).unwrap();
    }
    writer.checkpoint(&log.checkpoint(&origin).sign(&signer)).unwrap();
    assert_eq!(
        String::from_utf8(writer.finish(log.head()).unwrap()).unwrap(),
        FILE
    );
    assert_eq!(signer.verifier().to_string(), VERIFIER_KEY);
}

#[test]
fn the_file_verifies() {
    let origin = Origin::new(NAME).unwrap();
    let keys = [VERIFIER_KEY.parse().unwrap()];
    let claims = Claims {
        origin: &origin,
        keys: &keys,
        state: None,
        latest: None,
        outside: &[],
    };
    let report = verify_export(FILE.as_bytes(), claims, Some(&TagKey::new(&[0x11; 32]))).unwrap();
    assert!(report.ok, "{report:?}");
    assert_eq!(report.signed_size, Some(3));
}
