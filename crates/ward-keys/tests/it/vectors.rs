//! Finds vector files outside the project tree; see `SOURCES.md` beside them.

use std::path::PathBuf;

use serde_json::Value;

/// The text of a vector file. `None`, with a line on stderr, where the folder is absent, which CI does not allow.
pub(crate) fn text(path: &str) -> Option<String> {
    let folder = std::env::var_os("WARD_VECTORS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors"),
        PathBuf::from,
    );
    if !folder.is_dir() {
        assert!(
            std::env::var_os("CI").is_none(),
            "the vectors folder is absent; set WARD_VECTORS"
        );
        eprintln!("skipped 1 suite, {path}: the vectors folder is absent; set WARD_VECTORS");
        return None;
    }
    Some(std::fs::read_to_string(folder.join(path)).expect("a vector file"))
}

/// One Wycheproof case: its group beside it.
pub(crate) struct Case {
    pub(crate) group: Value,
    pub(crate) test: Value,
}

impl Case {
    pub(crate) fn bytes(&self, field: &str) -> Vec<u8> {
        hex::decode(self.test[field].as_str().expect("a hexadecimal field")).expect("hexadecimal")
    }

    pub(crate) fn number(&self, field: &str) -> usize {
        usize::try_from(self.test[field].as_u64().expect("a number")).expect("a small number")
    }

    pub(crate) fn valid(&self) -> bool {
        self.test["result"] == "valid"
    }
}

/// Runs `check` on every case that `suits`, prints how many ran, and fails with the numbers of those it refutes.
pub(crate) fn wycheproof(file: &str, suits: impl Fn(&Case) -> bool, check: impl Fn(&Case) -> bool) {
    let Some(json) = text(&format!("wycheproof/{file}")) else {
        return;
    };
    let parsed: Value = serde_json::from_str(&json).expect("JSON");
    let (mut ran, mut skipped, mut failed) = (0, 0, Vec::new());
    for group in parsed["testGroups"].as_array().expect("groups") {
        let mut shared = group.clone();
        shared["tests"] = Value::Null;
        for case in group["tests"].as_array().expect("cases") {
            let case = Case {
                group: shared.clone(),
                test: case.clone(),
            };
            if suits(&case) {
                ran += 1;
                if !check(&case) {
                    failed.push(case.test["tcId"].clone());
                }
            } else {
                skipped += 1;
            }
        }
    }
    eprintln!("{file}: {ran} ran, {skipped} are for parameters that Ward does not have");
    assert!(ran > 0, "{file}: no case ran");
    assert!(failed.is_empty(), "{file}: cases {failed:?}");
}
