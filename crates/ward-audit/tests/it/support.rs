//! A log of 200 entries with two checkpoints, and the hands of an attacker on it.

use std::sync::LazyLock;

use ward_audit::checkpoint::Origin;
use ward_audit::entry::{Decision, Effect, Event, Face, OpaqueId, Outcome, Principal, Resource};
use ward_audit::merkle::{Frontier, Hash, TreeHead, leaf_hash};
use ward_audit::note::{KeyName, NoteSigner, NoteVerifier};
use ward_audit::{Appender, Claims, Fault, Record, Report, TagKey, Verifier};
use ward_keys::hazmat::ed25519::SigningKey;
use ward_secret::Timestamp;

pub(crate) const SIZE: u64 = 200;
pub(crate) const EARLY: u64 = 120;

pub(crate) static ORIGIN: LazyLock<Origin> = LazyLock::new(|| Origin::new("ward.test/audit").unwrap());

pub(crate) fn tag_key(seed: u8) -> TagKey {
    TagKey::new(&[seed; 32])
}

pub(crate) fn signer(seed: u8) -> NoteSigner {
    NoteSigner::new(
        KeyName::new("ward.test/audit").unwrap(),
        SigningKey::from_seed(&[seed; 32]).unwrap(),
    )
}

/// An event that exercises every field; `salt` tells the events of different logs apart.
pub(crate) fn event(number: u64, salt: u64) -> Event {
    let refused = number % 7 == 3;
    Event {
        time: Timestamp::from_unix_micros(
            1_795_248_000_000_000 + i64::try_from(number * 1_000_003 + salt).unwrap(),
        ),
        request: OpaqueId::new(format!("r_{salt}_{number}")),
        face: [Face::Http, Face::Mcp, Face::Cli, Face::Library, Face::System]
            [usize::try_from(number % 5).unwrap()],
        principal: Principal::new("user", &format!("zoë {number}")),
        address: number.is_multiple_of(2).then(|| "2001:db8::7".parse().unwrap()),
        operation: ["password_verify", "key_rotate", "unknown"][usize::try_from(number % 3).unwrap()],
        effect: [Effect::Read, Effect::Write, Effect::Destroy][usize::try_from(number % 3).unwrap()],
        decision: if refused {
            Decision::Refused
        } else {
            Decision::Allowed
        },
        outcome: if refused { Outcome::No } else { Outcome::Ok },
        code: refused.then_some("rate_limited"),
        resource: number
            .is_multiple_of(4)
            .then(|| Resource::new("key", OpaqueId::new("k_1")).version(3)),
        count: number.is_multiple_of(10).then_some(12),
        latency_us: 40 + number,
    }
}

/// A row of the store, open to everybody who can write the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) index: u64,
    pub(crate) line: Vec<u8>,
    pub(crate) leaf_hash: Vec<u8>,
    pub(crate) tag: Vec<u8>,
}

impl Row {
    pub(crate) fn record(&self) -> Record<'_> {
        Record {
            index: self.index,
            line: &self.line,
            leaf_hash: &self.leaf_hash,
            tag: &self.tag,
        }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.line.clone()).unwrap()
    }

    /// Writes another line and the hash that fits it, as an attacker without the tag key can.
    pub(crate) fn rewrite(&mut self, line: &str) {
        assert_ne!(self.line, line.as_bytes(), "the attack must change something");
        self.line = line.as_bytes().to_vec();
        self.leaf_hash = leaf_hash(&self.line).as_bytes().to_vec();
    }

    /// Moves to another index so that the line says it too.
    pub(crate) fn renumber(&mut self, index: u64) {
        let old = format!(r#""index":{},"#, self.index);
        let line = self.text().replacen(&old, &format!(r#""index":{index},"#), 1);
        self.index = index;
        self.rewrite(&line);
    }
}

/// A log as it lies in the store, with a checkpoint that an auditor took away early.
#[derive(Clone)]
pub(crate) struct Log {
    pub(crate) rows: Vec<Row>,
    pub(crate) state: TreeHead,
    pub(crate) latest: String,
    pub(crate) early: String,
    pub(crate) appender: Appender,
}

/// Builds the log afresh; `salt` 0 is the log of the tests.
pub(crate) fn build(size: u64, salt: u64, key: &TagKey) -> Log {
    let mut appender = Appender::new(Frontier::empty(), key.clone());
    let mut rows = Vec::new();
    let mut early = String::new();
    for number in 0..size {
        let stored = appender.append(&event(number, salt)).unwrap();
        rows.push(Row {
            index: stored.index,
            line: stored.line.into_bytes(),
            leaf_hash: stored.leaf_hash.as_bytes().to_vec(),
            tag: stored.tag.as_bytes().to_vec(),
        });
        if stored.index + 1 == EARLY {
            early = appender.checkpoint(&ORIGIN).sign(&signer(2));
        }
    }
    let latest = appender.checkpoint(&ORIGIN).sign(&signer(2));
    Log {
        rows,
        state: appender.head(),
        latest,
        early,
        appender,
    }
}

pub(crate) fn log() -> Log {
    static LOG: LazyLock<Log> = LazyLock::new(|| build(SIZE, 0, &tag_key(1)));
    LOG.clone()
}

/// What the verifier has besides the store.
#[derive(Clone, Default)]
pub(crate) struct Knows {
    pub(crate) tag_key: Option<TagKey>,
    pub(crate) outside: Vec<String>,
}

impl Knows {
    pub(crate) fn nothing() -> Self {
        Self::default()
    }

    pub(crate) fn the_tag_key() -> Self {
        Self {
            tag_key: Some(tag_key(1)),
            ..Self::default()
        }
    }

    pub(crate) fn and_a_checkpoint(mut self, note: &str) -> Self {
        self.outside.push(note.to_owned());
        self
    }
}

impl Log {
    pub(crate) fn verify(&self, knows: &Knows) -> Report {
        self.verify_with(knows, &[signer(2).verifier()])
    }

    pub(crate) fn verify_with(&self, knows: &Knows, keys: &[NoteVerifier]) -> Report {
        let outside: Vec<&str> = knows.outside.iter().map(String::as_str).collect();
        let claims = Claims {
            origin: &ORIGIN,
            keys,
            state: Some(self.state),
            latest: Some(&self.latest),
            outside: &outside,
        };
        let mut verifier = Verifier::new(claims, knows.tag_key.as_ref());
        self.rows.iter().for_each(|row| verifier.record(&row.record()));
        verifier.finish()
    }

    /// The attacker hashes everything anew, so that lines, hashes and the state row agree. Only tags and signatures
    /// are out of reach.
    pub(crate) fn rehash(&mut self) {
        let mut frontier = Frontier::empty();
        for row in &mut self.rows {
            let leaf = leaf_hash(&row.line);
            row.leaf_hash = leaf.as_bytes().to_vec();
            frontier.push(leaf).unwrap();
        }
        self.state = frontier.head();
    }

    /// The attacker makes the indices run again from `from` on, in the rows and in the lines.
    pub(crate) fn renumber_from(&mut self, from: usize) {
        for at in from..self.rows.len() {
            let index = u64::try_from(at).unwrap();
            if self.rows[at].index != index {
                self.rows[at].renumber(index);
            }
        }
    }

    /// The keeper of the store goes back to the day of `size`, with the checkpoint of that day.
    pub(crate) fn roll_back(&mut self, size: u64) {
        let earlier = build(size, 0, &tag_key(1));
        *self = Self {
            early: self.early.clone(),
            ..earlier
        };
    }
}

#[track_caller]
pub(crate) fn assert_first_bad(report: &Report, index: u64, slug: &str) {
    assert!(!report.ok);
    let first = report
        .first_bad
        .unwrap_or_else(|| panic!("nothing named: {report:?}"));
    assert_eq!((first.index, first.fault.slug()), (index, slug), "{report:?}");
}

#[track_caller]
pub(crate) fn assert_fault(report: &Report, fault: Fault) {
    assert!(!report.ok);
    assert!(report.faults.contains(&fault), "{report:?}");
}

/// The root as RFC 6962 defines it, without any of the crate's shortcuts.
pub(crate) fn root_by_definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::EMPTY,
        [leaf] => *leaf,
        _ => {
            let mut middle = 1;
            while middle * 2 < leaves.len() {
                middle *= 2;
            }
            let (left, right) = leaves.split_at(middle);
            ward_audit::merkle::node_hash(&root_by_definition(left), &root_by_definition(right))
        }
    }
}
