//! An address under which clients reach a server.

use std::fmt;
use std::str::FromStr;

use axum::http::Uri;
use thiserror::Error;

/// Scheme, host and port of a server as its clients write them, such as `https://ward.example.org`.
///
/// ```
/// use ward_server::Site;
///
/// let site: Site = "https://Ward.example.org:443/".parse()?;
/// assert_eq!(site.to_string(), "https://ward.example.org");
/// assert!("https://ward.example.org/path".parse::<Site>().is_err());
/// # Ok::<(), ward_server::SiteError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    https: bool,
    /// Lower case; an IPv6 address in brackets.
    host: String,
    port: u16,
}

/// Text that is no address of a server.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SiteError {
    /// It does not begin with `http://` or `https://`.
    #[error("the address does not begin with http:// or https://")]
    Scheme,
    /// There is no host, or the port is no port.
    #[error("the address has no host or a port that is none")]
    Authority,
    /// There is a user, a path, a query or a fragment.
    #[error("the address has more than scheme, host and port")]
    More,
}

impl Site {
    /// The site `http://host:port`. `host` is one of ours.
    pub(crate) fn plain(host: &str, port: u16) -> Self {
        Self {
            https: false,
            host: host.to_owned(),
            port,
        }
    }

    /// The address of `path` on the site.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{self}{path}")
    }

    /// Whether a `Host` of this name and port, each as the client wrote it, is this site.
    pub(crate) fn is_at(&self, host: &str, port: Option<u16>) -> bool {
        self.host.eq_ignore_ascii_case(host) && port.unwrap_or(self.usual_port()) == self.port
    }

    /// Scheme, host and port, all written out.
    pub(crate) fn full(&self) -> String {
        format!("{}://{}:{}", self.scheme(), self.host, self.port)
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    const fn scheme(&self) -> &'static str {
        if self.https { "https" } else { "http" }
    }

    const fn usual_port(&self) -> u16 {
        if self.https { 443 } else { 80 }
    }
}

/// The form of an `Origin` header (RFC 6454, section 6.2): the usual port is not written.
impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme(), self.host)?;
        if self.port == self.usual_port() {
            Ok(())
        } else {
            write!(f, ":{}", self.port)
        }
    }
}

impl FromStr for Site {
    type Err = SiteError;

    fn from_str(text: &str) -> Result<Self, SiteError> {
        let uri: Uri = text.parse().map_err(|_| SiteError::Authority)?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(SiteError::Scheme),
        };
        let authority = uri.authority().ok_or(SiteError::Authority)?;
        let more = authority.as_str().contains('@') || uri.query().is_some() || text.contains('#');
        if more || !matches!(uri.path(), "" | "/") {
            return Err(SiteError::More);
        }
        let host = authority.host().to_ascii_lowercase();
        // A colon without digits, or digits that are no port, would otherwise pass for the usual port.
        let rest = authority.as_str().get(host.len()..).unwrap_or_default();
        let port = match (rest.is_empty(), authority.port_u16()) {
            (true, _) => None,
            (false, Some(port)) if port > 0 => Some(port),
            _ => return Err(SiteError::Authority),
        };
        if host.is_empty() {
            return Err(SiteError::Authority);
        }
        let usual = if https { 443 } else { 80 };
        Ok(Self {
            https,
            host,
            port: port.unwrap_or(usual),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, SiteError> {
        text.parse::<Site>().map(|site| site.to_string())
    }

    #[test]
    fn the_usual_port_is_the_same_as_none() {
        assert_eq!(
            read("https://ward.example:443").as_deref(),
            Ok("https://ward.example")
        );
        assert_eq!(
            read("http://ward.example:80").as_deref(),
            Ok("http://ward.example")
        );
        assert_eq!(
            read("http://ward.example:443").as_deref(),
            Ok("http://ward.example:443")
        );
    }

    #[test]
    fn hosts_are_compared_in_lower_case() {
        assert_eq!(
            read("https://WARD.Example").as_deref(),
            Ok("https://ward.example")
        );
    }

    #[test]
    fn an_ipv6_address_keeps_its_brackets() {
        assert_eq!(read("http://[::1]:7008").as_deref(), Ok("http://[::1]:7008"));
    }

    #[test]
    fn other_schemes_and_none_are_refused() {
        for text in ["ftp://ward.example", "ward.example", "null"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn more_than_scheme_host_and_port_is_refused() {
        for text in [
            "https://ward.example/x",
            "https://ward.example?x",
            "https://ada@ward.example",
        ] {
            assert_eq!(read(text), Err(SiteError::More), "{text}");
        }
    }

    #[test]
    fn a_port_that_is_none_is_refused() {
        for text in [
            "https://ward.example:",
            "https://ward.example:0",
            "https://ward.example:70000",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
