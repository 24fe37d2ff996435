//! The examples in the specs are shown to users, so they are run.

use serde_json::Value;
use ward_ops::{ExampleAnswer, Registry};

use crate::world::World;

#[tokio::test]
async fn every_example_comes_to_what_it_says() {
    for entry in &Registry::new() {
        assert!(
            !entry.spec().examples.is_empty(),
            "{} has no example",
            entry.spec().name
        );
        for example in entry.spec().examples {
            let world = World::new().await;
            let name = format!("{}: {}", entry.spec().name, example.title);
            let result = world.call(entry.spec().name, example.request).await;
            match (example.answer, result) {
                (ExampleAnswer::Response(wanted), Ok(found)) => {
                    let wanted: Value = serde_json::from_str(wanted).unwrap();
                    assert!(fits(&wanted, &found), "{name}\nwanted {wanted}\nfound  {found}");
                }
                (ExampleAnswer::Error(code), Err(error)) => assert_eq!(error.code, code, "{name}"),
                (_, result) => panic!("{name}: {result:?}"),
            }
        }
    }
}

/// Whether `found` is `wanted`, where the text `…` stands for any value.
fn fits(wanted: &Value, found: &Value) -> bool {
    match (wanted, found) {
        (Value::String(any), _) if any == "…" => true,
        (Value::Object(wanted), Value::Object(found)) => {
            wanted.len() == found.len()
                && wanted
                    .iter()
                    .all(|(name, wanted)| found.get(name).is_some_and(|found| fits(wanted, found)))
        }
        (Value::Array(wanted), Value::Array(found)) => {
            wanted.len() == found.len()
                && wanted
                    .iter()
                    .zip(found)
                    .all(|(wanted, found)| fits(wanted, found))
        }
        _ => wanted == found,
    }
}
