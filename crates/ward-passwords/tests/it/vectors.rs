//! Finding the suites that others wrote, which are not part of the project tree.

use std::path::{Path, PathBuf};

use serde_json::Value;
use ward_passwords::{HashString, Verified, VerifyError, VerifyLimits};

fn folder() -> PathBuf {
    std::env::var_os("WARD_VECTORS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors"),
        PathBuf::from,
    )
}

/// A suite's text. `None`, with the reason printed, where the folder is absent; in CI that is a failure.
pub(crate) fn text(suite: &str) -> Option<String> {
    let folder = folder();
    if folder.is_dir() {
        let path = folder.join(suite);
        return Some(std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{suite}: {error}")));
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "the vector folder is missing, and this is CI"
    );
    eprintln!("skipped 1 suite ({suite}): the vector folder is absent");
    None
}

/// A suite in JSON.
pub(crate) fn json(suite: &str) -> Option<Value> {
    text(suite).map(|text| serde_json::from_str(&text).expect("a vector suite is JSON"))
}

/// Bytes that a suite writes as text, or as `{"hex": …}` where they are not UTF-8.
pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    match value {
        Value::String(text) => text.clone().into_bytes(),
        other => hex::decode(other["hex"].as_str().expect("text or hex")).expect("hex"),
    }
}

/// Parses and verifies under the default limits.
pub(crate) fn verify(stored: &str, password: &[u8]) -> Result<Verified, VerifyError> {
    HashString::parse(stored)?.verify(password, &VerifyLimits::DEFAULT)
}

/// Asserts that a hash is read, verifies its password, and is written back byte for byte.
pub(crate) fn assert_verifies(stored: &str, password: &[u8]) {
    let parsed = HashString::parse(stored).unwrap_or_else(|error| panic!("{stored}: {error}"));
    assert_eq!(parsed.to_string(), stored);
    assert!(verify(stored, password).is_ok(), "{stored} refuses its password");
}

/// The same, and that it refuses another password.
pub(crate) fn assert_known_answer(stored: &str, password: &[u8]) {
    assert_verifies(stored, password);
    let mut other = password.to_vec();
    match other.first_mut() {
        Some(first) => *first ^= 1,
        None => other.push(b'x'),
    }
    assert_eq!(
        verify(stored, &other),
        Err(VerifyError::Mismatch),
        "{stored} accepts another password"
    );
}
