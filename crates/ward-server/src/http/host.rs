//! To which name a request was addressed.

use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Request, Uri, Version};

use super::problem::Problem;

/// Refuses requests that name no host or more than one (RFC 9112, section 3.2): of two, a proxy in front could have
/// looked at the other.
pub(crate) fn check<B>(request: &Request<B>) -> Result<(), Problem> {
    let hosts = request.headers().get_all(HOST).iter().count();
    let needed = request.version() == Version::HTTP_11;
    if hosts > 1 || (needed && hosts == 0) {
        return Err(Problem::malformed(
            "bad_host",
            "the request must have one Host header",
        ));
    }
    Ok(())
}

/// Whether the request was addressed to a name that is always this machine.
///
/// A web page can make its own name resolve to 127.0.0.1 and then call a server there as its own origin. The name in
/// `Host` gives it away.
pub(crate) fn is_loopback(uri: &Uri, headers: &HeaderMap) -> bool {
    let header = || headers.get(HOST)?.to_str().ok()?.parse::<Authority>().ok();
    let Some(authority) = uri.authority().cloned().or_else(header) else {
        return false;
    };
    let host = authority.host();
    let host = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addressed_to(host: &str) -> bool {
        let headers = HeaderMap::from_iter([(HOST, host.parse().unwrap())]);
        is_loopback(&Uri::from_static("/tools/whoami"), &headers)
    }

    #[test]
    fn loopback_names_are_known_with_and_without_a_port() {
        for host in [
            "localhost",
            "LOCALHOST:7008",
            "127.0.0.1:7008",
            "127.9.9.9",
            "[::1]:7008",
            "[::1]",
        ] {
            assert!(addressed_to(host), "{host}");
        }
    }

    #[test]
    fn other_names_are_not_even_when_they_look_alike() {
        for host in [
            "localhost.example.org",
            "127.0.0.1.example.org",
            "example.org:7008",
            "10.0.0.1",
            "0.0.0.0",
            "",
        ] {
            assert!(!addressed_to(host), "{host}");
        }
    }

    #[test]
    fn a_request_without_a_name_is_addressed_to_nobody() {
        assert!(!is_loopback(&Uri::from_static("/"), &HeaderMap::new()));
    }

    #[test]
    fn the_name_in_the_target_counts_before_that_in_the_header() {
        let headers = HeaderMap::from_iter([(HOST, "localhost".parse().unwrap())]);
        assert!(!is_loopback(&Uri::from_static("http://example.org/"), &headers));
    }
}
