use crate::world::World;

#[test]
fn findings_are_shown_and_decide_the_exit_code() {
    let world = World::new();
    let bad = world.ward(&["check", "url", "http://admin:hunter2@192.168.0.1/"]);
    assert_eq!(bad.code, 1);
    assert!(
        bad.out.starts_with("score ") && !bad.out.contains("hunter2"),
        "{}",
        bad.out
    );
    assert_eq!(world.ward(&["check", "url", "https://example.org/"]).code, 0);
}

#[test]
fn the_threshold_is_the_callers() {
    let world = World::new();
    let code = world.write("app.py", "import os\nos.system('ls ' + name)\n");
    assert_eq!(world.ward(&["check", "code", &code]).code, 1);
    let report = world.ward(&["check", "code", &code, "--json", "--fail-on", "critical"]);
    let report: serde_json::Value = serde_json::from_str(&report.out).unwrap();
    assert_eq!(report["findings"][0]["location"]["line"], 2);
    let fine = world.write("fine.py", "print('hello')\n");
    assert_eq!(world.ward(&["check", "code", &fine]).code, 0);
}

#[test]
fn passwords_and_addresses_are_checked_too() {
    let world = World::new();
    assert_eq!(world.ward_with(&["check", "password"], "123456\n").code, 1);
    assert_eq!(world.ward(&["check", "email", "ada@rust-lang.org"]).code, 0);
    assert_eq!(world.ward_with(&["check", "email"], "not an address\n").code, 1);
}

#[test]
fn a_rule_that_does_not_exist_is_bad_input() {
    World::new()
        .ward(&["check", "url", "https://example.org/", "--rule", "nonsense"])
        .failed(2);
}
