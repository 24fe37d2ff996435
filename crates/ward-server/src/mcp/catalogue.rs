//! The tools that agents are offered: the registry in the protocol's words.

use std::sync::Arc;

use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::Value;
use ward_access::{Principal, decide};
use ward_ops::{Effect, Entry, Registry, Spec};
use ward_secret::Timestamp;

use super::McpOptions;

/// The operations that agents are offered, ascending by name.
pub(super) struct Catalogue(Vec<Offer>);

/// An operation that agents are offered.
pub(super) struct Offer {
    pub(super) spec: &'static Spec,
    pub(super) tool: Tool,
}

impl Catalogue {
    pub(super) fn new(registry: &Registry, options: &McpOptions) -> Self {
        let offered = registry.iter().filter(|entry| options.offers(entry.spec()));
        Self(offered.map(Offer::new).collect())
    }

    pub(super) fn find(&self, name: &str) -> Option<&Offer> {
        let at = self.0.binary_search_by(|offer| offer.spec.name.cmp(name)).ok()?;
        self.0.get(at)
    }

    /// The tools that `principal` may call. Names of what it may not are kept from it: they are of no use to a model.
    pub(super) fn visible_to(&self, principal: &Principal, now: Timestamp) -> Vec<Tool> {
        self.0
            .iter()
            .filter(|offer| decide(principal, offer.spec.scope, now).is_allowed())
            .map(|offer| offer.tool.clone())
            .collect()
    }
}

impl Offer {
    fn new(entry: &Entry) -> Self {
        let spec = entry.spec();
        let annotations = ToolAnnotations::from_raw(
            None,
            Some(spec.effect == Effect::Read),
            Some(spec.effect == Effect::Destroy),
            Some(spec.idempotent),
            Some(spec.is_open_world()),
        );
        let tool = Tool::new(spec.name, spec.description, object(entry.request_schema().into()))
            .with_title(spec.summary)
            .with_raw_output_schema(object(entry.response_schema().into()))
            .with_annotations(annotations);
        Self { spec, tool }
    }
}

/// Schemas of operations are objects, never `true` or `false`.
fn object(schema: Value) -> Arc<JsonObject> {
    Arc::new(match schema {
        Value::Object(object) => object,
        _ => JsonObject::default(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use ward_access::ScopeSet;

    use super::*;

    fn catalogue() -> Catalogue {
        Catalogue::new(&Registry::new(), &McpOptions::default())
    }

    #[test]
    fn every_schema_is_that_of_an_object() {
        for Offer { tool, .. } in &catalogue().0 {
            assert_eq!(
                tool.input_schema.get("type"),
                Some(&json!("object")),
                "{}",
                tool.name
            );
            let output = tool.output_schema.as_ref().unwrap();
            assert_eq!(output.get("type"), Some(&json!("object")), "{}", tool.name);
        }
    }

    #[test]
    fn every_tool_states_all_four_annotations() {
        for Offer { tool, .. } in &catalogue().0 {
            let annotations = serde_json::to_value(&tool.annotations).unwrap();
            for hint in [
                "readOnlyHint",
                "destructiveHint",
                "idempotentHint",
                "openWorldHint",
            ] {
                assert!(annotations[hint].is_boolean(), "{} {hint}", tool.name);
            }
        }
    }

    #[test]
    fn what_destroys_is_not_said_to_read() {
        let catalogue = catalogue();
        let tool = &catalogue.find("api_key_revoke").unwrap().tool;
        let annotations = tool.annotations.as_ref().unwrap();
        assert_eq!(
            (annotations.read_only_hint, annotations.destructive_hint),
            (Some(false), Some(true))
        );
    }

    #[test]
    fn operations_that_answer_with_a_secret_are_not_offered() {
        let catalogue = catalogue();
        for entry in &Registry::new() {
            let offered = catalogue.find(entry.spec().name).is_some();
            assert_eq!(
                offered,
                entry.spec().secret_response.is_empty(),
                "{}",
                entry.spec().name
            );
        }
    }

    #[test]
    fn a_principal_sees_what_it_may_call() {
        let scopes = ScopeSet::empty().with(ward_access::Scope::SelfRead);
        let principal = Principal::api_key("id", scopes);
        let names: Vec<_> = catalogue()
            .visible_to(&principal, Timestamp::EPOCH)
            .into_iter()
            .map(|tool| tool.name)
            .collect();
        assert_eq!(names, ["whoami"]);
    }

    #[test]
    fn nobody_sees_nothing() {
        assert!(
            catalogue()
                .visible_to(&Principal::anonymous(), Timestamp::EPOCH)
                .is_empty()
        );
    }
}
