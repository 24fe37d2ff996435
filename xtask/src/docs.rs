//! The generated reference pages, written by the binary itself so that they cannot differ from it.

use std::process::Command;

/// Writes `docs/reference`.
pub(crate) fn write() -> Result<String, String> {
    reference(&["docs/reference"]).map(|()| "docs/reference is written".to_owned())
}

/// Fails when `docs/reference` is not what would be written.
pub(crate) fn check() -> Result<String, String> {
    reference(&["--check", "docs/reference"]).map(|()| "docs/reference is current".to_owned())
}

fn reference(arguments: &[&str]) -> Result<(), String> {
    let status = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "ward-service", "--", "reference"])
        .args(arguments)
        .status()
        .map_err(|error| format!("cargo did not run: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err("the reference pages are not current; run cargo xtask docs".to_owned())
    }
}
