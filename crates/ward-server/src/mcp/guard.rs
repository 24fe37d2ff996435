//! Which hosts and origins count.
//!
//! A web page can make its own name resolve to this machine and then speak to this server as its own origin. Its name
//! is in `Host` and in `Origin`, and neither is an address of ours.

use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri};

use super::Site;
use crate::http::problem::Problem;

/// The addresses of this server.
pub(crate) struct Guard {
    sites: Vec<Site>,
}

impl Guard {
    /// The loopback names at `port`, which need no configuration, and `sites`.
    pub(super) fn new(sites: &[Site], port: u16) -> Self {
        let loopback = ["127.0.0.1", "localhost", "[::1]"].map(|host| Site::plain(host, port));
        Self {
            sites: sites.iter().cloned().chain(loopback).collect(),
        }
    }

    /// The site that a request was addressed to.
    pub(crate) fn site(&self, uri: &Uri, headers: &HeaderMap) -> Result<&Site, Problem> {
        let header = || headers.get(HOST)?.to_str().ok()?.parse::<Authority>().ok();
        uri.authority()
            .cloned()
            .or_else(header)
            .filter(|authority| !authority.as_str().contains('@'))
            .and_then(|authority| {
                let (host, port) = (authority.host(), authority.port_u16());
                self.sites.iter().find(|site| site.is_at(host, port))
            })
            .ok_or_else(|| Problem::foreign("foreign_host", "the request is addressed to another host"))
    }

    /// Refuses requests that a web page of another origin sent. Who is no web page sends no origin.
    pub(super) fn check_origin(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let mut origins = headers.get_all(ORIGIN).iter();
        let known = match (origins.next(), origins.next()) {
            (None, _) => true,
            (Some(origin), None) => origin
                .to_str()
                .ok()
                .and_then(|text| text.parse::<Site>().ok())
                .is_some_and(|origin| self.sites.contains(&origin)),
            (Some(_), Some(_)) => false,
        };
        if known {
            Ok(())
        } else {
            Err(Problem::foreign(
                "foreign_origin",
                "the request comes from a web page of another origin",
            ))
        }
    }

    pub(super) fn hosts(&self) -> impl Iterator<Item = String> + '_ {
        self.sites.iter().map(|site| site.host().to_owned())
    }

    pub(super) fn origins(&self) -> impl Iterator<Item = String> + '_ {
        self.sites.iter().map(Site::full)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    fn guard() -> Guard {
        Guard::new(&["https://ward.example".parse().unwrap()], 7008)
    }

    fn headers(name: &HeaderName, values: &[&str]) -> HeaderMap {
        values
            .iter()
            .map(|value| (name.clone(), value.parse().unwrap()))
            .collect()
    }

    fn site(host: &str) -> Option<String> {
        let headers = headers(&HOST, &[host]);
        guard()
            .site(&Uri::from_static("/mcp"), &headers)
            .ok()
            .map(ToString::to_string)
    }

    fn origin(values: &[&str]) -> bool {
        guard().check_origin(&headers(&ORIGIN, values)).is_ok()
    }

    #[test]
    fn loopback_names_count_with_the_port_of_the_server() {
        for host in ["127.0.0.1:7008", "localhost:7008", "LOCALHOST:7008", "[::1]:7008"] {
            assert!(site(host).is_some(), "{host}");
        }
    }

    #[test]
    fn loopback_names_do_not_count_with_another_port() {
        for host in ["127.0.0.1", "localhost:7009", "[::1]", "127.0.0.2:7008"] {
            assert_eq!(site(host), None, "{host}");
        }
    }

    #[test]
    fn a_configured_name_counts_with_and_without_its_usual_port() {
        for host in ["ward.example", "ward.example:443", "Ward.Example"] {
            assert_eq!(site(host).as_deref(), Some("https://ward.example"), "{host}");
        }
    }

    #[test]
    fn other_names_do_not_count() {
        for host in [
            "evil.example",
            "ward.example.evil.example",
            "ward.example:80",
            "x@ward.example",
            "",
        ] {
            assert_eq!(site(host), None, "{host}");
        }
    }

    #[test]
    fn the_name_in_the_target_counts_before_that_in_the_header() {
        let headers = headers(&HOST, &["ward.example"]);
        let target = Uri::from_static("https://evil.example/mcp");
        assert!(guard().site(&target, &headers).is_err());
    }

    #[test]
    fn no_origin_and_origins_of_our_own_count() {
        assert!(origin(&[]));
        for value in [
            "https://ward.example",
            "http://localhost:7008",
            "http://[::1]:7008",
        ] {
            assert!(origin(&[value]), "{value}");
        }
    }

    #[test]
    fn other_origins_do_not_count() {
        for value in [
            "http://ward.example",
            "https://ward.example:8443",
            "http://localhost",
            "http://localhost:7009",
            "https://evil.example",
            "null",
            "",
        ] {
            assert!(!origin(&[value]), "{value}");
        }
    }

    #[test]
    fn two_origins_do_not_count() {
        assert!(!origin(&["https://ward.example", "https://ward.example"]));
    }
}
