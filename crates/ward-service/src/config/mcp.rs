//! Agents: under which addresses they reach the server, and what they are offered.

use ward_server::{McpOptions, Site};

use super::{ConfigError, Default, Key, Kind, Place, Values};

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "public_urls",
        variables: &["WARD_PUBLIC_URLS"],
        kind: Kind::List,
        default: Default::Is(""),
        place: Place::Anywhere,
        sentence: "The addresses under which agents reach `/mcp`, such as `https://ward.example.org`, beside loopback \
            names with the port. Requests to other hosts, and from web pages of other origins, are refused there.",
    },
    Key {
        name: "mcp.expose",
        variables: &["WARD_MCP_EXPOSE"],
        kind: Kind::List,
        default: Default::Is(""),
        place: Place::Anywhere,
        sentence: "Operations that agents are offered although their answer holds a secret, which then stands in the \
            context of a model: `decrypt`, `jwt_token`. Those that answer with API keys are never offered.",
    },
];

pub(super) fn read(values: &Values) -> Result<McpOptions, ConfigError> {
    let mut options = McpOptions::default();
    for text in values.list("public_urls") {
        let site: Site = text
            .parse()
            .map_err(|error: ward_server::SiteError| values.invalid("public_urls", error.to_string()))?;
        options.sites.push(site);
    }
    for name in values.list("mcp.expose") {
        options = options
            .expose(name)
            .map_err(|error| values.invalid("mcp.expose", error.to_string()))?;
    }
    Ok(options)
}
