//! The vectors of the Fernet specification; see `SOURCES.md` beside them.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;
use ward_encryption::{FernetError, FernetKey};
use ward_secret::{SecretBytes, Timestamp};

/// The cases of one file. `None`, with a line on stderr, where the folder is absent, which CI does not allow.
fn cases(file: &str) -> Option<Vec<Value>> {
    let folder = std::env::var_os("WARD_VECTORS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors"),
        PathBuf::from,
    );
    if !folder.is_dir() {
        assert!(
            std::env::var_os("CI").is_none(),
            "the vectors folder is absent; set WARD_VECTORS"
        );
        eprintln!("skipped 1 suite, fernet/{file}: the vectors folder is absent; set WARD_VECTORS");
        return None;
    }
    let text = std::fs::read_to_string(folder.join("fernet").join(file)).expect("a vector file");
    let cases: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    eprintln!("fernet/{file}: {} ran", cases.len());
    Some(cases)
}

fn decrypt(case: &Value) -> Result<SecretBytes, FernetError> {
    let key = FernetKey::from_text(case["secret"].as_str().unwrap()).unwrap();
    let now = Timestamp::from_rfc3339(case["now"].as_str().unwrap()).unwrap();
    let lifetime = Duration::from_secs(case["ttl_sec"].as_u64().unwrap());
    key.decrypt(case["token"].as_str().unwrap(), Some(lifetime), now)
}

#[test]
fn what_the_specification_verifies_opens() {
    for case in cases("verify.json").unwrap_or_default() {
        assert_eq!(
            decrypt(&case).unwrap().expose(),
            case["src"].as_str().unwrap().as_bytes()
        );
    }
}

#[test]
fn what_the_specification_refuses_is_refused_for_its_reason() {
    for case in cases("invalid.json").unwrap_or_default() {
        let name = case["desc"].as_str().unwrap();
        let expected = match name {
            "expired TTL" => FernetError::Expired,
            "far-future TS (unacceptable clock skew)" => FernetError::FromFuture,
            _ => FernetError::Invalid,
        };
        assert_eq!(decrypt(&case).unwrap_err(), expected, "{name}");
    }
}
