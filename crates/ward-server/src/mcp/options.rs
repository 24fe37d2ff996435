//! What the shell chooses of the protocol's face.

use thiserror::Error;
use ward_ops::{Exposure, Registry, Spec};

use super::Site;

/// What the shell chooses of the protocol's face.
#[derive(Clone, Debug, Default)]
pub struct McpOptions {
    /// The addresses under which clients reach the server, beside `localhost`, `127.0.0.1` and `[::1]` with its port.
    /// Requests to another host, and from web pages of another origin, are refused. Default none.
    pub sites: Vec<Site>,
    exposed: Vec<&'static str>,
}

/// A name that cannot be offered to agents on request.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotExposable {
    /// There is no such operation.
    #[error("there is no operation of that name")]
    Unknown,
    /// It is offered anyway.
    #[error("agents are offered the operation anyway")]
    Open,
    /// It is never offered.
    #[error("agents are never offered the operation")]
    Withheld,
}

impl McpOptions {
    /// The same with one more operation: one that agents are offered only on request, because of what it answers.
    pub fn expose(mut self, name: &str) -> Result<Self, NotExposable> {
        let registry = Registry::new();
        let spec = registry.find(name).ok_or(NotExposable::Unknown)?.spec();
        match spec.exposure {
            Exposure::OnRequest(_) => self.exposed.push(spec.name),
            Exposure::Open => return Err(NotExposable::Open),
            Exposure::Withheld(_) => return Err(NotExposable::Withheld),
        }
        Ok(self)
    }

    /// Whether agents are offered the operation.
    pub(super) fn offers(&self, spec: &Spec) -> bool {
        match spec.exposure {
            Exposure::Open => true,
            Exposure::OnRequest(_) => self.exposed.contains(&spec.name),
            Exposure::Withheld(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_on_request_is_offered_once_named() {
        let registry = Registry::new();
        let spec = registry.find("decrypt").unwrap().spec();
        assert!(!McpOptions::default().offers(spec));
        assert!(McpOptions::default().expose("decrypt").unwrap().offers(spec));
    }

    #[test]
    fn other_names_are_not_to_be_had_on_request() {
        for (name, error) in [
            ("api_key_create", NotExposable::Withheld),
            ("whoami", NotExposable::Open),
            ("decrypt ", NotExposable::Unknown),
        ] {
            assert_eq!(McpOptions::default().expose(name).unwrap_err(), error, "{name}");
        }
    }
}
