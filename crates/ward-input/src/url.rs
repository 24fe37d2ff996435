//! What a URL asks for, part by part, for reports and guards.
//!
//! [`UrlReport::parse`] reads a URL the way browsers do (WHATWG URL Standard, through the `url` crate) and keeps
//! beside it what that reading throws away: white space and controls that were dropped, backslashes that became
//! slashes, an IPv4 address in a form that hides it. The host is a [`Host`], so its address class is one call
//! away.
//!
//! It judges nothing: whether `http` or a private address is acceptable is for the caller.
//!
//! ```
//! use ward_input::url::UrlReport;
//! use ward_input::address::classify;
//!
//! let report = UrlReport::parse("https://user:pw@0x7f.1:8443\\admin")?;
//! assert!(report.has_password() && report.raw.backslash);
//! let address = report.host().and_then(|host| host.address()).map(classify);
//! assert_eq!(address.map(|class| class.name()), Some("loopback"));
//! # Ok::<(), ward_input::url::UrlError>(())
//! ```

use std::borrow::Cow;

use crate::host::{Host, HostError, Spelling};

/// Longest URL looked at, in bytes. Servers commonly stop at 8 KiB; a `data:` URL is longer.
pub const MAX_URL_BYTES: usize = 1 << 16;

/// Why a text is no URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlError {
    /// Longer than 65,536 bytes.
    #[error("the URL is longer than 65,536 bytes")]
    TooLong,
    /// No scheme: a path or a host alone.
    #[error("the URL has no scheme")]
    NoScheme,
    /// A scheme that needs a host stands without one.
    #[error("the URL has no host")]
    NoHost,
    /// The port is no number up to 65,535.
    #[error("the port of the URL is not valid")]
    Port,
    /// The host is neither a name nor an address.
    #[error("the host of the URL is not valid")]
    Host(#[source] HostError),
    /// Anything else that the URL Standard refuses.
    #[error("the URL is not valid")]
    Syntax,
}

/// What was in the text and is no longer in the parsed URL.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each read on its own"
)]
#[non_exhaustive]
pub struct RawNotes {
    /// A control character: tabs and line breaks are dropped anywhere in a URL, the rest are percent-encoded.
    pub control: bool,
    /// A space or other white space.
    pub white_space: bool,
    /// A backslash, which in web URLs means a slash, to browsers only.
    pub backslash: bool,
    /// A dot segment, plain or percent-encoded, in the path as written.
    pub dot_segment: bool,
}

/// A URL and what is to be known about it.
#[derive(Debug, Clone)]
pub struct UrlReport {
    url: ::url::Url,
    host: Option<Host>,
    /// What the parser dropped or changed.
    pub raw: RawNotes,
}

impl UrlReport {
    /// Parses an absolute URL as typed.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        if text.len() > MAX_URL_BYTES {
            return Err(UrlError::TooLong);
        }
        let url = ::url::Url::parse(text).map_err(|error| match error {
            ::url::ParseError::RelativeUrlWithoutBase => UrlError::NoScheme,
            ::url::ParseError::EmptyHost => UrlError::NoHost,
            ::url::ParseError::InvalidPort => UrlError::Port,
            ::url::ParseError::IdnaError => UrlError::Host(HostError::Idna),
            ::url::ParseError::InvalidIpv4Address | ::url::ParseError::InvalidIpv6Address => {
                UrlError::Host(HostError::Address)
            }
            ::url::ParseError::InvalidDomainCharacter => UrlError::Host(HostError::Character),
            _ => UrlError::Syntax,
        })?;
        let host = match url.host_str() {
            None | Some("") => None,
            Some(parsed) => Some(host_as_written(parsed, text).map_err(UrlError::Host)?),
        };
        Ok(Self {
            raw: raw_notes(text),
            url,
            host,
        })
    }

    /// The scheme in lower case, without the colon.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.url.scheme()
    }

    /// Whether a user name stands before the host.
    #[must_use]
    pub fn has_username(&self) -> bool {
        !self.url.username().is_empty()
    }

    /// Whether a password stands before the host.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.url.password().is_some()
    }

    /// The host, if the scheme has one.
    #[must_use]
    pub fn host(&self) -> Option<&Host> {
        self.host.as_ref()
    }

    /// The port as written, unless it is the scheme's usual one.
    #[must_use]
    pub fn explicit_port(&self) -> Option<u16> {
        self.url.port()
    }

    /// The port that a client would connect to.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.url.port_or_known_default()
    }

    /// The path, percent-encoded, after dot segments were resolved.
    #[must_use]
    pub fn path(&self) -> &str {
        self.url.path()
    }

    /// The query as written, without the question mark.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.url.query()
    }

    /// The fragment as written, without the number sign.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        self.url.fragment()
    }

    /// The parameters of the query, decoded once.
    pub fn parameters(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        self.url.query_pairs()
    }

    /// The URL in its normal form. It still holds credentials, if there are any.
    #[must_use]
    pub fn as_url(&self) -> &::url::Url {
        &self.url
    }
}

/// The host with the spelling of the text. The parser gives every IPv4 address as four decimal numbers, so the
/// text is looked at again: if it does not have them, the address was written some other way.
fn host_as_written(parsed: &str, text: &str) -> Result<Host, HostError> {
    match Host::parse(parsed) {
        Ok(Host::Ipv4(address, _)) if raw_host(text) != Some(parsed) => {
            Ok(Host::Ipv4(address, Spelling::Unusual))
        }
        other => other,
    }
}

/// The host of `text` as written, where that is simple to find.
fn raw_host(text: &str) -> Option<&str> {
    let (_, after) = text.split_once("://")?;
    let authority = after.split(['/', '\\', '?', '#']).next()?;
    let host_and_port = authority.rsplit('@').next()?;
    host_and_port.split(':').next()
}

fn raw_notes(text: &str) -> RawNotes {
    let path = text.split(['?', '#']).next().unwrap_or(text);
    RawNotes {
        control: text.chars().any(char::is_control),
        white_space: text.chars().any(|c| c.is_whitespace() && !c.is_control()),
        backslash: text.contains('\\'),
        dot_segment: path.split(['/', '\\']).any(is_dot_segment),
    }
}

/// `..`, or a percent-encoded form of it, that parsers resolve.
fn is_dot_segment(segment: &str) -> bool {
    segment.len() <= 6 && segment.to_ascii_lowercase().replace("%2e", ".") == ".."
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> UrlReport {
        UrlReport::parse(text).unwrap()
    }

    #[test]
    fn credentials_are_seen_and_not_mistaken_for_the_host() {
        let url = report("https://example.org:pw@evil.example/");
        assert!(url.has_username() && url.has_password());
        assert_eq!(url.host().unwrap().to_string(), "evil.example");
    }

    #[test]
    fn the_usual_port_is_not_an_explicit_one() {
        assert_eq!(
            (
                report("https://a.b:443/").explicit_port(),
                report("https://a.b/").port()
            ),
            (None, Some(443))
        );
        assert_eq!(report("https://a.b:8443/").explicit_port(), Some(8443));
    }

    #[test]
    fn a_hidden_ipv4_address_is_unusual_and_a_plain_one_is_not() {
        let spelling = |text| match report(text).host() {
            Some(Host::Ipv4(_, spelling)) => Some(*spelling),
            _ => None,
        };
        assert_eq!(spelling("http://127.0.0.1:80/x"), Some(Spelling::Usual));
        assert_eq!(spelling("http://u:p@127.0.0.1/x"), Some(Spelling::Usual));
        for text in [
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http:\\\\127.1",
        ] {
            assert_eq!(spelling(text), Some(Spelling::Unusual), "{text}");
        }
    }

    #[test]
    fn what_the_parser_drops_is_noted() {
        assert!(report("https://exa\tmple.org/").raw.control);
        assert!(report(" https://example.org/").raw.white_space);
        assert!(report("https:\\\\example.org").raw.backslash);
        assert!(report("https://example.org/a/../b").raw.dot_segment);
        assert!(report("https://example.org/a/%2e%2E/b").raw.dot_segment);
        assert_eq!(report("https://example.org/a..b?x=../y").raw, RawNotes::default());
    }

    #[test]
    fn each_refusal_has_its_reason() {
        for (text, error) in [
            ("/only/a/path", UrlError::NoScheme),
            ("https://", UrlError::NoHost),
            ("https://a.b:99999/", UrlError::Port),
            ("https://256.1.1.1/", UrlError::Host(HostError::Address)),
            ("https://[::g]/", UrlError::Host(HostError::Address)),
            ("https://a_b.example/", UrlError::Host(HostError::Character)),
        ] {
            assert_eq!(UrlReport::parse(text).unwrap_err(), error, "{text}");
        }
    }

    #[test]
    fn schemes_without_a_host_have_none() {
        assert!(report("javascript:alert(1)").host().is_none());
        assert!(report("data:text/plain,x").host().is_none());
    }

    #[test]
    fn an_overlong_url_is_not_parsed() {
        let text = format!("https://a.b/{}", "x".repeat(MAX_URL_BYTES));
        assert_eq!(UrlReport::parse(&text).unwrap_err(), UrlError::TooLong);
    }
}
