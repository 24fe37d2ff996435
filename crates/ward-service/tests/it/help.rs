use crate::world::World;

#[test]
fn the_version_needs_no_home_and_no_store() {
    let world = World::new()
        .with("HOME", "/nonexistent")
        .with("WARD_DATA_DIR", "/nonexistent/data");
    assert_eq!(
        world.ward(&["--version"]).ok(),
        format!("ward {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn an_unknown_command_or_flag_is_usage() {
    let world = World::new();
    assert_eq!(world.ward(&["frobnicate"]).code, 2);
    assert_eq!(world.ward(&["key", "list", "--frobnicate"]).code, 2);
    assert_eq!(world.ward(&[]).code, 2);
}

#[test]
fn every_shell_has_completions() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = world.ward(&["completions", shell]).ok();
        assert!(
            script.contains("password") && script.contains("checkpoint"),
            "{shell}"
        );
    }
}

#[test]
fn every_command_has_a_man_page() {
    let world = World::new();
    assert!(world.ward(&["man"]).ok().contains(".TH ward 1"));
    let folder = world.path("man");
    world.ward(&["man", folder.to_str().unwrap()]).ok();
    for page in [
        "ward.1",
        "ward-serve.1",
        "ward-password-hash.1",
        "ward-audit-verify.1",
    ] {
        assert!(
            std::fs::read_to_string(folder.join(page))
                .unwrap()
                .contains(".SH"),
            "{page}"
        );
    }
}

#[test]
fn a_reader_that_went_away_is_no_failure() {
    let world = World::new();
    let mut child = world.spawn(&["ops", "--json"]);
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn operations_are_listed_for_people_and_programs() {
    let world = World::new();
    let table = world.ward(&["ops"]).ok();
    assert!(
        table.starts_with("NAME ")
            && table.contains("password:hash")
            && table.contains("Hash a password for storage"),
        "{table}"
    );
    let list = world.ward(&["ops", "--json"]).json();
    assert_eq!(list["tools"][0]["name"], "api_key_create");
    assert!(list["tools"][0]["inputSchema"].is_object());
    assert!(!world.data("ward.db").exists());
}

#[test]
fn output_that_is_no_terminal_has_no_colour() {
    let ran = World::new().ward(&["key", "list"]);
    assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'));
}
