use serde_json::Value;

use crate::world::{World, mode};

const PASSWORD: &str = "correct horse battery staple\n";

#[test]
fn hashing_works_on_a_new_machine_and_makes_the_store_quietly() {
    let world = World::new();
    let ran = world.ward_with(&["password", "hash"], PASSWORD);
    assert_eq!(ran.err, "");
    assert!(ran.ok().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_eq!(mode(&world.path("data")), 0o700);
    assert_eq!(mode(&world.data("root.key")), 0o600);
    assert_eq!(mode(&world.data("ward.db")), 0o600);
    assert_eq!(
        world.ward(&["apikey", "list", "--json"]).json()["items"],
        Value::Array(Vec::new())
    );
}

#[test]
fn the_right_password_is_0_and_the_wrong_one_1() {
    let world = World::new();
    let hash = world
        .ward_with(
            &["password", "hash", "--scheme", "bcrypt", "--rounds", "4"],
            PASSWORD,
        )
        .ok();
    let right = world.ward_with(&["password", "verify"], &format!("{PASSWORD}{hash}"));
    assert_eq!((right.code, right.out.as_str()), (0, "right password\n"));
    let wrong = world.ward_with(&["password", "verify"], &format!("wrong\n{hash}"));
    assert_eq!((wrong.code, wrong.out.as_str()), (1, "wrong password\n"));
    let file = world.write("hash", hash);
    assert_eq!(
        world
            .ward_with(&["password", "verify", "--hash-file", &file], PASSWORD)
            .code,
        0
    );
}

#[test]
fn an_outdated_hash_gets_its_replacement() {
    let world = World::new();
    let hash = world
        .ward_with(&["password", "hash", "--rounds", "4"], PASSWORD)
        .ok();
    let ran = world.ward_with(
        &["password", "verify", "--rehash", "--json"],
        &format!("{PASSWORD}{hash}"),
    );
    assert!(ran.json()["new_hash"].as_str().unwrap().starts_with("$argon2id$"));
}

#[test]
fn text_that_is_no_hash_is_bad_input() {
    let error = World::new()
        .ward_with(&["password", "verify"], "pw\nnot a hash\n")
        .failed(2);
    assert!(
        error.starts_with("error: ") && !error.contains("not a hash\""),
        "{error}"
    );
}

#[test]
fn a_weak_password_is_refused_on_request_only() {
    let world = World::new();
    assert_eq!(world.ward_with(&["password", "hash"], "123456\n").code, 0);
    assert_eq!(
        world
            .ward_with(&["password", "hash", "--reject-weak"], "123456\n")
            .failed(2),
        "error: the password is too weak"
    );
}

#[test]
fn strength_is_told_in_words_and_by_exit_code() {
    let world = World::new();
    let weak = world.ward_with(&["password", "check", "--about", "alice"], "alice2024\n");
    assert_eq!(weak.code, 1);
    assert!(weak.out.starts_with("not acceptable: "), "{}", weak.out);
    assert_eq!(world.ward_with(&["password", "check"], PASSWORD).code, 0);
}

#[test]
fn standard_input_without_a_line_is_usage() {
    assert_eq!(
        World::new().ward(&["password", "hash"]).failed(2),
        "error: standard input ended before the password"
    );
}

#[test]
fn schemes_show_the_configured_cost() {
    let world = World::new()
        .with("WARD_PASSWORDS_SCHEME", "bcrypt")
        .with("WARD_PASSWORDS_COST", "r=11");
    let list = world.ward(&["password", "schemes", "--json"]).json();
    let default = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["default"] == true)
        .unwrap();
    assert_eq!(
        (&default["scheme"], &default["cost"]),
        (&"bcrypt".into(), &"r=11".into())
    );
    assert!(
        world
            .ward_with(&["password", "hash"], PASSWORD)
            .ok()
            .starts_with("$2b$11$")
    );
}

#[test]
fn processes_that_start_together_on_a_new_machine_agree_on_one_root_key() {
    let world = World::new();
    let children: Vec<_> = (0..4).map(|_| world.spawn(&["key", "list"])).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert_eq!(world.ward(&["audit", "verify", "--json"]).json()["ok"], true);
}
