//! RFC 6962 proofs of the test data of `transparency-dev/merkle`, good ones and mutations of them.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use ward_audit::merkle::{Hash, verify_consistency, verify_inclusion};

/// The suite's folder, or `None` after saying what is left out. In continuous integration it must be there.
fn suite(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("WARD_VECTORS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors"),
        PathBuf::from,
    );
    let folder = root.join("merkle").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "the vectors of merkle/{name} are missing"
    );
    eprintln!("skipped 1 suite (merkle/{name}): no folder of vectors");
    None
}

fn cases(folder: &Path, found: &mut Vec<(String, Value)>) {
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            cases(&path, found);
        } else {
            found.push((
                path.display().to_string(),
                serde_json::from_slice(&fs::read(&path).unwrap()).unwrap(),
            ));
        }
    }
}

/// A hash of the wrong length has no type to be in, so a case with one is refused before any proof is read.
fn hash(value: &Value) -> Option<Hash> {
    Hash::from_slice(&STANDARD.decode(value.as_str()?).ok()?)
}

fn proof(case: &Value) -> Option<Vec<Hash>> {
    case["proof"]
        .as_array()
        .map_or_else(|| Some(Vec::new()), |hashes| hashes.iter().map(hash).collect())
}

fn number(case: &Value, field: &str) -> u64 {
    case[field].as_u64().unwrap()
}

fn inclusion(case: &Value) -> Option<()> {
    let (index, size) = (number(case, "leafIdx"), number(case, "treeSize"));
    verify_inclusion(
        &hash(&case["leafHash"])?,
        index,
        size,
        &proof(case)?,
        &hash(&case["root"])?,
    )
    .ok()
}

fn consistency(case: &Value) -> Option<()> {
    let (first, second) = (number(case, "size1"), number(case, "size2"));
    verify_consistency(
        first,
        second,
        &proof(case)?,
        &hash(&case["root1"])?,
        &hash(&case["root2"])?,
    )
    .ok()
}

fn run(name: &str, judge: impl Fn(&Value) -> Option<Option<()>>) -> [usize; 3] {
    let Some(folder) = suite(name) else { return [0; 3] };
    let mut found = Vec::new();
    cases(&folder, &mut found);
    let [mut good, mut bad, mut skipped] = [0; 3];
    for (path, case) in found {
        let wanted = !case["wantErr"].as_bool().unwrap();
        let Some(verdict) = judge(&case) else {
            skipped += 1;
            continue;
        };
        assert_eq!(verdict.is_some(), wanted, "{path}");
        if wanted { good += 1 } else { bad += 1 }
    }
    eprintln!("merkle/{name}: {good} accepted, {bad} refused, {skipped} skipped");
    [good, bad, skipped]
}

#[test]
fn every_inclusion_vector_is_judged_right() {
    let [good, bad, skipped] = run("inclusion", |case| Some(inclusion(case)));
    assert!([good, bad, skipped] == [0, 0, 0] || (good >= 6 && bad >= 30 && skipped == 0));
}

#[test]
fn every_consistency_vector_is_judged_right() {
    let [good, bad, skipped] = run("consistency", |case| Some(consistency(case)));
    assert!([good, bad, skipped] == [0, 0, 0] || (good >= 5 && bad >= 40 && skipped == 0));
}

/// Subtree proofs are of an internet draft (draft-ietf-plants-merkle-tree-certs) and nothing in Ward makes or takes
/// them. Those of subtrees that begin with the first leaf are RFC 6962 proofs, and are checked as such.
#[test]
fn inclusion_vectors_of_subtrees_from_the_first_leaf_are_judged_right() {
    run("subtreeinclusion", |case| {
        (number(case, "start") == 0).then(|| {
            let mut case = case.clone();
            case["treeSize"] = case["end"].clone();
            inclusion(&case)
        })
    });
}

/// As above; an empty subtree has no meaning in RFC 6962 and is left out too.
#[test]
fn consistency_vectors_of_subtrees_from_the_first_leaf_are_judged_right() {
    run("subtreeconsistency", |case| {
        (number(case, "start") == 0 && number(case, "end") > 0).then(|| {
            let mut case = case.clone();
            case["size1"] = case["end"].clone();
            case["size2"] = case["size"].clone();
            consistency(&case)
        })
    });
}
