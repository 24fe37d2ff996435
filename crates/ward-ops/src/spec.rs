//! What is known of an operation before it runs: the single source for every face, document, scope and label.

use schemars::Schema;
use serde_json::Value;
use ward_access::Scope;

/// The part of Ward that an operation belongs to. Names the section in documents and the folder of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Room {
    /// Hashing, verifying and judging passwords.
    Passwords,
    /// Issuing and verifying tokens.
    Tokens,
    /// Encrypting and decrypting.
    Encryption,
    /// Named keys.
    Keys,
    /// Credentials for callers of Ward, and who they are.
    Access,
    /// TLS endpoints.
    Tls,
    /// Findings about data and code.
    Inspect,
    /// The audit log.
    Audit,
}

impl Room {
    /// The lower-case name, as in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passwords => "passwords",
            Self::Tokens => "tokens",
            Self::Encryption => "encryption",
            Self::Keys => "keys",
            Self::Access => "access",
            Self::Tls => "tls",
            Self::Inspect => "inspect",
            Self::Audit => "audit",
        }
    }
}

/// What an operation does to Ward's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Changes nothing but the audit log.
    Read,
    /// Adds or changes; can be undone or outlived.
    Write,
    /// Takes something away for good.
    Destroy,
}

/// What an operation costs, which decides where it runs and how it is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cost {
    /// Microseconds to a millisecond.
    Light,
    /// Slow on purpose: runs in the bounded hashing pool.
    Kdf,
    /// Waits for a remote end.
    Network,
}

/// Whether an operation is offered to agents, who put every answer into the context of a model.
///
/// What stands in a context may be logged, kept, and sent on by whatever the model reads next. So an operation whose
/// answer holds a secret is offered only when somebody wrote down why, and then only where the operator asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exposure {
    /// Over every face.
    Open,
    /// To agents only where the operator names it, for this reason: a sentence without its full stop.
    OnRequest(&'static str),
    /// Never to agents, for this reason: a sentence without its full stop.
    Withheld(&'static str),
}

/// A call that is shown in the documents and run by the tests.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What the call shows, as a short sentence.
    pub title: &'static str,
    /// The request, JSON.
    pub request: &'static str,
    /// What comes back.
    pub answer: ExampleAnswer,
}

/// What an example's call comes to.
#[derive(Clone, Copy, Debug)]
pub enum ExampleAnswer {
    /// A response, JSON. The text `…` stands for any value, since many are random or told by the clock.
    Response(&'static str),
    /// An error with this code.
    Error(&'static str),
}

/// What is known of an operation before it runs.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The name on every face: `[a-z_]+`, stable for ever.
    pub name: &'static str,
    /// The part of Ward that it belongs to.
    pub room: Room,
    /// One line, a sentence without its full stop.
    pub summary: &'static str,
    /// What it does, what it refuses, what to look at. A few sentences.
    pub description: &'static str,
    /// The scope that a caller must hold.
    pub scope: Scope,
    /// What it does to Ward's state.
    pub effect: Effect,
    /// What it costs.
    pub cost: Cost,
    /// Whether the same call twice comes to the same as once.
    pub idempotent: bool,
    /// Request fields that are secret, as JSON Pointers. They are recorded nowhere.
    pub secret_request: &'static [&'static str],
    /// Response fields that are secret, as JSON Pointers. Not shown to agents.
    pub secret_response: &'static [&'static str],
    /// Whether agents are offered it.
    pub exposure: Exposure,
    /// Calls that are shown and tested.
    pub examples: &'static [Example],
}

impl Spec {
    /// Whether the operation talks to ends outside Ward.
    #[must_use]
    pub const fn is_open_world(&self) -> bool {
        matches!(self.cost, Cost::Network)
    }
}

/// One parameter of an operation, for lists that people read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The field's name.
    pub name: String,
    /// One sentence: the field's documentation.
    pub sentence: String,
    /// Whether it must be given.
    pub required: bool,
}

/// Reads the parameters out of a request schema.
#[must_use]
pub fn parameters(schema: &Schema) -> Vec<Parameter> {
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return Vec::new();
    };
    properties
        .iter()
        .map(|(name, property)| Parameter {
            name: name.clone(),
            sentence: property
                .get("description")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .replace('\n', " "),
            required: required.contains(&name.as_str()),
        })
        .collect()
}
