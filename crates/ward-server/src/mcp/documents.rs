//! What agents can read: how to work with Ward, the operations room by room, what holds for agents, and the head of the
//! audit log.
//!
//! All but the last are made of the registry when the server starts and are the same for everyone who may call at all.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rmcp::model::{Resource, ResourceContents, ResourceTemplate};
use serde_json::{Value, json};
use ward_access::Scope;
use ward_input::json::Limits;
use ward_ops::{Effect, Entry, Exposure, Registry, parameters};

use super::McpOptions;

const MARKDOWN: &str = "text/markdown";
pub(super) const JSON: &str = "application/json";

/// The head of the audit log. It is answered by an operation, so that reading it is authorised and recorded like a call.
pub(super) const AUDIT_HEAD: &str = "ward://audit/head";
pub(super) const AUDIT_HEAD_OPERATION: &str = "audit_head";
pub(super) const AUDIT_HEAD_SCOPE: Scope = Scope::AuditRead;

/// Texts that do not change while the server runs, by address.
pub(super) struct Documents(BTreeMap<String, Document>);

struct Document {
    resource: Resource,
    text: String,
}

impl Document {
    fn new(uri: &str, name: &str, title: &str, media_type: &str, text: String) -> Self {
        let size = u64::try_from(text.len()).unwrap_or(u64::MAX);
        Self {
            resource: Resource::new(uri, name)
                .with_title(title)
                .with_mime_type(media_type)
                .with_size(size),
            text,
        }
    }
}

impl Documents {
    pub(super) fn new(registry: &Registry, options: &McpOptions) -> Self {
        let mut all = vec![
            Document::new(
                "ward://docs/agents",
                "agents",
                "How to work with Ward",
                MARKDOWN,
                include_str!("agents.md").to_owned(),
            ),
            Document::new(
                "ward://policy",
                "policy",
                "What holds for agents",
                JSON,
                policy(registry, options).to_string(),
            ),
        ];
        let mut rooms: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in registry {
            rooms.entry(entry.spec().room.name()).or_default().push(entry);
        }
        all.extend(rooms.into_iter().map(|(room, entries)| {
            let title = format!("The operations on {room}");
            let text = page(&title, &entries, options);
            Document::new(&format!("ward://docs/{room}"), room, &title, MARKDOWN, text)
        }));
        Self(
            all.into_iter()
                .map(|document| (document.resource.uri.clone(), document))
                .collect(),
        )
    }

    /// Every document, and the head of the audit log where the caller may read it.
    pub(super) fn list(&self, may_read_audit: bool) -> Vec<Resource> {
        let head = may_read_audit.then(|| {
            Resource::new(AUDIT_HEAD, "audit-head")
                .with_title("The head of the audit log")
                .with_description("Size, root and signed checkpoint. Reading it is recorded.")
                .with_mime_type(JSON)
        });
        let fixed = self.0.values().map(|document| document.resource.clone());
        fixed.chain(head).collect()
    }

    pub(super) fn read(&self, uri: &str) -> Option<ResourceContents> {
        let document = self.0.get(uri)?;
        let contents = ResourceContents::text(document.text.clone(), uri);
        Some(match &document.resource.mime_type {
            Some(media_type) => contents.with_mime_type(media_type.clone()),
            None => contents,
        })
    }
}

/// The one template: the pages of documentation.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    vec![
        ResourceTemplate::new("ward://docs/{topic}", "docs")
            .with_title("Documentation by topic")
            .with_mime_type(MARKDOWN),
    ]
}

/// What holds for agents, as data.
fn policy(registry: &Registry, options: &McpOptions) -> Value {
    let specs = || registry.iter().map(Entry::spec);
    let withheld: Vec<Value> = specs()
        .filter(|spec| !options.offers(spec))
        .filter_map(|spec| match spec.exposure {
            Exposure::Open => None,
            Exposure::OnRequest(reason) => {
                Some(json!({"name": spec.name, "reason": reason, "operator_may_offer": true}))
            }
            Exposure::Withheld(reason) => {
                Some(json!({"name": spec.name, "reason": reason, "operator_may_offer": false}))
            }
        })
        .collect();
    let on_request: Vec<&str> = specs()
        .filter(|spec| options.offers(spec) && spec.exposure != Exposure::Open)
        .map(|spec| spec.name)
        .collect();
    let limits = Limits::default();
    json!({
        "every_call": "is authorised by the scopes of the credential and recorded in the audit log",
        "limits": {
            "request_bytes": limits.max_bytes,
            "json_depth": limits.max_depth,
            "json_values": limits.max_values,
        },
        "withheld": withheld,
        "offered_by_the_operator": on_request,
    })
}

fn page(title: &str, entries: &[&Entry], options: &McpOptions) -> String {
    let mut page = format!("# {title}\n");
    for entry in entries {
        let spec = entry.spec();
        let effect = match spec.effect {
            Effect::Read => "changes nothing but the audit log",
            Effect::Write => "writes",
            Effect::Destroy => "takes something away for good",
        };
        // Writing to a `String` does not fail.
        let _ = write!(
            page,
            "\n## {}\n\n{}\n\nScope `{}`; {effect}.",
            spec.name, spec.description, spec.scope
        );
        if let Exposure::OnRequest(reason) | Exposure::Withheld(reason) = spec.exposure
            && !options.offers(spec)
        {
            let _ = write!(page, " Not offered to agents: {reason}.");
        }
        page.push_str("\n\n");
        for parameter in parameters(&entry.request_schema()) {
            let needed = if parameter.required { ", required" } else { "" };
            let _ = writeln!(page, "- `{}`{needed}: {}", parameter.name, parameter.sentence);
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents() -> Documents {
        Documents::new(&Registry::new(), &McpOptions::default())
    }

    fn text(uri: &str) -> String {
        let contents = serde_json::to_value(documents().read(uri).unwrap()).unwrap();
        contents["text"].as_str().unwrap().to_owned()
    }

    #[test]
    fn every_operation_is_on_the_page_of_its_room() {
        for entry in &Registry::new() {
            let spec = entry.spec();
            let page = text(&format!("ward://docs/{}", spec.room.name()));
            assert!(page.contains(&format!("## {}\n", spec.name)), "{}", spec.name);
        }
    }

    #[test]
    fn the_policy_gives_a_reason_for_what_is_withheld() {
        let policy: Value = serde_json::from_str(&text("ward://policy")).unwrap();
        let withheld = policy["withheld"].as_array().unwrap();
        let key = withheld
            .iter()
            .find(|item| item["name"] == "api_key_create")
            .unwrap();
        assert_eq!(key["operator_may_offer"], false);
        assert!(key["reason"].is_string());
    }

    #[test]
    fn the_head_of_the_audit_log_is_listed_for_those_who_may_read_it() {
        let listed = |may| {
            documents()
                .list(may)
                .iter()
                .any(|resource| resource.uri == AUDIT_HEAD)
        };
        assert!(listed(true));
        assert!(!listed(false));
    }

    #[test]
    fn the_operation_behind_the_head_needs_the_scope_that_the_list_asks_for() {
        let registry = Registry::new();
        let spec = registry.find(AUDIT_HEAD_OPERATION).unwrap().spec();
        assert_eq!(spec.scope, AUDIT_HEAD_SCOPE);
    }

    #[test]
    fn everything_that_is_listed_can_be_read() {
        let documents = documents();
        for resource in documents.list(false) {
            assert!(documents.read(&resource.uri).is_some(), "{}", resource.uri);
        }
    }
}
