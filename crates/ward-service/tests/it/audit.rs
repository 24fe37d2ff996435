use std::io::{BufRead as _, BufReader};

use crate::world::World;

/// A store with some entries in it.
fn used() -> World {
    let world = World::new();
    world.ward(&["key", "create", "orders"]).ok();
    world.ward_with(&["encrypt", "--key", "orders"], "text").ok();
    world
}

/// Changes one byte of the first occurrence of `text` in a file.
fn flip(path: &std::path::Path, text: &[u8]) {
    let mut bytes = std::fs::read(path).unwrap();
    let at = bytes
        .windows(text.len())
        .position(|window| window == text)
        .unwrap();
    bytes[at + text.len() - 1] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn the_tail_is_the_newest_entries_oldest_first() {
    let world = used();
    let tail = world.ward(&["audit", "tail", "-n", "2"]).ok();
    let lines: Vec<_> = tail.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].contains("key_create ok") && lines[1].contains("encrypt ok"),
        "{tail}"
    );
    assert!(tail.contains("local:"));
    let json = world.ward(&["audit", "tail", "-n", "1", "--json"]).json();
    assert_eq!(json["operation"], "audit_search");
}

#[test]
fn a_search_filters() {
    let world = used();
    let found = world
        .ward(&["audit", "search", "--operation", "encrypt", "--json"])
        .json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    assert_eq!(world.ward(&["audit", "search", "--outcome", "perhaps"]).code, 2);
    assert_eq!(world.ward(&["audit", "search", "--since", "yesterday"]).code, 2);
}

#[test]
fn a_whole_log_verifies_and_an_altered_entry_is_named() {
    let world = used();
    let ok = world.ward(&["audit", "verify", "--json"]).json();
    assert_eq!(
        (&ok["ok"], &ok["first_bad"]),
        (&true.into(), &serde_json::Value::Null)
    );
    flip(&world.data("ward.db"), br#""operation":"encrypt"#);
    let ran = world.ward(&["audit", "verify"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("first bad entry: 3 (line altered)"),
        "{}",
        ran.out
    );
}

#[test]
fn a_store_that_was_put_back_does_not_go_on_and_verification_says_why() {
    let world = used();
    let old = std::fs::read(world.data("ward.db")).unwrap();
    world.ward(&["key", "create", "later"]).ok();
    for name in ["ward.db-wal", "ward.db-shm"] {
        let _ = std::fs::remove_file(world.data(name));
    }
    std::fs::write(world.data("ward.db"), old).unwrap();
    for command in [&["key", "list"][..], &["serve", "--listen", "127.0.0.1:0"]] {
        let ran = world.ward(command);
        assert!(ran.err.contains("hint: restore the newest backup"), "{ran:?}");
        assert_eq!(ran.code, 5);
    }
    let ran = world.ward(&["audit", "verify"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("a checkpoint covers"), "{}", ran.out);
}

#[test]
fn a_checkpoint_kept_elsewhere_counts() {
    let world = used();
    let other = used();
    let own = world.write("own", world.ward(&["audit", "checkpoint"]).ok());
    let foreign = world.write("foreign", other.ward(&["audit", "checkpoint"]).ok());
    world.ward(&["audit", "verify", "--checkpoint", &own]).ok();
    assert_eq!(world.ward(&["audit", "verify", "--checkpoint", &foreign]).code, 1);
    assert_eq!(
        world
            .ward(&["audit", "verify", "--checkpoint", "/nonexistent"])
            .code,
        5
    );
}

#[test]
fn an_export_verifies_offline_with_the_public_key() {
    let world = used();
    let export = world.path("log.jsonl");
    let file = export.to_str().unwrap();
    world.ward(&["audit", "export", "-o", file]).ok();
    let key = world.ward(&["audit", "checkpoint", "--public-key"]).ok();
    let verify = ["audit", "verify", "--export", file, "--public-key", key.trim()];
    let elsewhere = World::new();
    elsewhere.ward(&verify).ok();
    assert!(!elsewhere.path("data").exists());
    flip(&export, br#""operation":"encrypt"#);
    assert_eq!(elsewhere.ward(&verify).code, 1);
    assert_eq!(
        elsewhere
            .ward(&["audit", "verify", "--export", file, "--public-key", "nonsense"])
            .code,
        2
    );
    assert_eq!(elsewhere.ward(&["audit", "verify", "--export", file]).code, 2);
}

#[test]
fn an_export_to_standard_output_is_the_same_format() {
    let out = used().ward(&["audit", "export"]).ok();
    assert!(out.starts_with(r#"{"ward_audit_export":"#) && out.contains(r#""operation":"audit_export""#));
}

#[test]
fn verification_without_a_store_is_unavailable() {
    World::new().ward(&["audit", "verify"]).failed(5);
}

#[test]
fn following_shows_entries_as_they_come() {
    let world = used();
    let mut child = world.spawn(&["audit", "tail", "-n", "1", "-f"]);
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    assert!(lines.next().unwrap().contains("encrypt ok"));
    world.ward(&["key", "rotate", "orders"]).ok();
    assert!(lines.next().unwrap().contains("key_rotate ok"));
    child.kill().unwrap();
    child.wait().unwrap();
}
