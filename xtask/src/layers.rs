//! Arrows point down only: a crate depends on crates of lower layers. Layers 0 to 3 are pure: no async runtime, no web
//! framework, no database, no command line, no `std::{fs, net, env, process}`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

/// Every crate and its layer, as in `ARCHITECTURE.md`.
const LAYERS: &[(&str, u8)] = &[
    ("ward-secret", 0),
    ("ward-passwords", 1),
    ("ward-keys", 1),
    ("ward-access", 1),
    ("ward-limits", 1),
    ("ward-input", 1),
    ("ward-encryption", 2),
    ("ward-tokens", 2),
    ("ward-certs", 2),
    ("ward-audit", 2),
    ("ward-inspect", 2),
    ("ward-store", 4),
    ("ward-net", 4),
    ("ward-ops", 5),
    ("ward-server", 6),
    ("ward-service", 7),
];

/// The highest layer that must stay pure.
const PURE: u8 = 3;

/// Libraries that bring I/O or a runtime with them.
const IMPURE: &[&str] = &[
    "tokio",
    "axum",
    "hyper",
    "sqlx",
    "clap",
    "reqwest",
    "tokio-rustls",
    "rustls-native-certs",
];

/// Parts of the standard library that reach outside.
const IMPURE_PATHS: &[&str] = &[
    "std::fs",
    "std::net::Tcp",
    "std::net::Udp",
    "std::env",
    "std::process",
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    source: Option<String>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

pub(crate) fn check() -> Result<String, String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .output()
        .map_err(|error| format!("cargo metadata did not run: {error}"))?;
    let metadata: Metadata = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cargo metadata is unreadable: {error}"))?;
    let layers: BTreeMap<&str, u8> = LAYERS.iter().copied().collect();
    let mut faults = Vec::new();
    let mut checked: usize = 0;
    for package in metadata
        .packages
        .iter()
        .filter(|package| package.source.is_none())
    {
        if package.name == "xtask" {
            continue;
        }
        let Some(&layer) = layers.get(package.name.as_str()) else {
            faults.push(format!("{} has no layer", package.name));
            continue;
        };
        checked = checked.saturating_add(1);
        judge_dependencies(package, layer, &layers, &mut faults);
        if layer <= PURE {
            let sources = package.manifest_path.with_file_name("src");
            judge_sources(&package.name, &sources, &mut faults)?;
        }
    }
    if faults.is_empty() {
        Ok(format!(
            "{checked} crates, every arrow points down, layers 0 to {PURE} are pure"
        ))
    } else {
        Err(faults.join("\nerror: "))
    }
}

fn judge_dependencies(package: &Package, layer: u8, layers: &BTreeMap<&str, u8>, faults: &mut Vec<String>) {
    // What tests use does not ship.
    for dependency in package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind.as_deref() != Some("dev"))
    {
        match layers.get(dependency.name.as_str()) {
            Some(&other) if other >= layer => {
                faults.push(format!(
                    "{} (layer {layer}) depends on {} (layer {other})",
                    package.name, dependency.name
                ));
            }
            _ if layer <= PURE && IMPURE.contains(&dependency.name.as_str()) => {
                faults.push(format!(
                    "{} is pure and depends on {}",
                    package.name, dependency.name
                ));
            }
            _ => {}
        }
    }
}

fn judge_sources(name: &str, folder: &Path, faults: &mut Vec<String>) -> Result<(), String> {
    let unreadable = |error| format!("{} is unreadable: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            judge_sources(name, &path, faults)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).map_err(unreadable)?;
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for (line, wrong) in code.enumerate().flat_map(|(at, line)| {
                IMPURE_PATHS
                    .iter()
                    .filter(move |path| line.contains(**path))
                    .map(move |p| (at, p))
            }) {
                faults.push(format!(
                    "{name} is pure and names {wrong} ({}, code line {line})",
                    path.display()
                ));
            }
        }
    }
    Ok(())
}
