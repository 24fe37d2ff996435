//! Where the vectors of public test suites are.

use std::path::{Path, PathBuf};

/// The folder of one suite. `None`, with a line on standard error, where it is absent; in CI that is a failure.
pub(crate) fn suite(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("WARD_VECTORS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors"),
        PathBuf::from,
    );
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "the vector suite {name} is missing"
    );
    eprintln!("skipped 1 suite: {name} is not in the vectors folder");
    None
}
