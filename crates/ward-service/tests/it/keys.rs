use crate::world::World;

#[test]
fn keys_are_made_listed_and_rotated() {
    let world = World::new();
    assert_eq!(
        world.ward(&["key", "create", "orders", "--json"]).json()["version"],
        1
    );
    assert_eq!(
        world.ward(&["key", "rotate", "orders", "--json"]).json()["version"],
        2
    );
    let table = world.ward(&["key", "list"]).ok();
    assert!(
        table
            .lines()
            .any(|line| line.starts_with("orders") && line.contains("2 enabled")),
        "{table}"
    );
}

#[test]
fn a_taken_name_is_a_conflict_and_a_missing_one_bad_input() {
    let world = World::new();
    world.ward(&["key", "create", "orders"]).ok();
    assert_eq!(
        world.ward(&["key", "create", "orders"]).failed(4),
        "error: the name is already taken"
    );
    assert_eq!(world.ward(&["key", "rotate", "nobody"]).code, 2);
}

#[test]
fn api_keys_live_their_life() {
    let world = World::new();
    let create = [
        "apikey",
        "create",
        "app",
        "--scope",
        "self:read",
        "--days",
        "10",
        "--json",
    ];
    let made = world.ward(&create).json();
    let id = made["id"].as_str().unwrap();
    assert!(made["api_key"].as_str().unwrap().starts_with("ward_live_"));
    let next = world
        .ward(&["apikey", "rotate", id, "--overlap", "5", "--json"])
        .json();
    world
        .ward(&["apikey", "revoke", next["id"].as_str().unwrap()])
        .ok();
    let table = world.ward(&["apikey", "list"]).ok();
    assert!(
        table.contains(" active ") && table.contains(" revoked "),
        "{table}"
    );
    assert_eq!(world.ward(&["apikey", "revoke", "000000000000"]).code, 2);
    assert_eq!(
        world
            .ward(&["apikey", "create", "app", "--scope", "nonsense"])
            .code,
        2
    );
}

#[test]
fn any_operation_can_be_called_with_an_argument_a_file_or_standard_input() {
    let world = World::new();
    let request = r#"{"name": "orders", "kind": "fernet"}"#;
    assert_eq!(
        world.ward(&["call", "key_create", "--json", request]).json()["key"],
        "orders"
    );
    let file = format!("@{}", world.write("r.json", "{\"limit\": 1}"));
    assert_eq!(
        world.ward(&["call", "key_list", "--json", &file]).json()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(world.ward_with(&["call", "whoami"], "{}").json()["kind"], "local");
}

#[test]
fn a_failed_call_is_a_problem_object_on_standard_error() {
    let world = World::new();
    let ran = world.ward(&["call", "nonsense", "--json", "{}"]);
    let problem: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(problem["type"], "urn:ward:problem:unknown_tool");
    let ran = world.ward(&["call", "key_create", "--json", r#"{"name": 7, "kind": "fernet"}"#]);
    let problem: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!((ran.code, &problem["errors"][0]["pointer"]), (2, &"/name".into()));
}
