//! The credential of a request: one `Authorization: Bearer` header, or none.
//!
//! Nothing else counts. In particular not the query, which ends up in logs, histories and `Referer` headers (RFC 9700,
//! section 4.3.2); a credential there is refused aloud, so that a client learns of it before the credential is spread.

use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use ward_ops::{Credential, ErrorKind};
use ward_secret::SecretString;

use super::problem::{Challenge, Problem};

/// The parameter of RFC 6750, section 2.3.
const QUERY_PARAMETER: &str = "access_token";

/// Reads the credential of a request. Whether it counts is for the engine to say.
pub(crate) fn read(parts: &Parts) -> Result<Credential, Problem> {
    if parts.uri.query().is_some_and(names_a_token) {
        return Err(
            Problem::malformed("credential_in_query", "a credential in the query is not accepted")
                .hint("send it as `Authorization: Bearer …`, and replace it: addresses are logged on the way")
                .challenge(Challenge::InvalidRequest),
        );
    }
    let mut headers = parts.headers.get_all(AUTHORIZATION).iter();
    match (headers.next(), headers.next()) {
        (None, _) => Ok(Credential::None),
        (Some(header), None) => bearer(header),
        // Two readers on the way could each take another one of them for the credential.
        (Some(_), Some(_)) => Err(Problem::malformed(
            "several_credentials",
            "there is more than one Authorization header",
        )
        .challenge(Challenge::InvalidRequest)),
    }
}

fn names_a_token(query: &str) -> bool {
    query
        .split('&')
        .any(|pair| pair.split('=').next() == Some(QUERY_PARAMETER))
}

fn bearer(header: &HeaderValue) -> Result<Credential, Problem> {
    let unsupported = || {
        Problem::new(
            StatusCode::UNAUTHORIZED,
            "unsupported_credential",
            ErrorKind::Unauthenticated.title(),
            "the Authorization header is not of the scheme Bearer",
        )
        .hint("send an api key or token as `Authorization: Bearer …`")
        .challenge(Challenge::Needed)
    };
    let (scheme, token) = header
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .ok_or_else(unsupported)?;
    if scheme.eq_ignore_ascii_case("Bearer") {
        Ok(Credential::Bearer(SecretString::from(token.trim_matches(' '))))
    } else {
        Err(unsupported())
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn parts(uri: &str, headers: &[&str]) -> Parts {
        let request = headers
            .iter()
            .fold(Request::builder().uri(uri), |request, value| {
                request.header(AUTHORIZATION, *value)
            });
        request.body(()).unwrap().into_parts().0
    }

    fn token(header: &str) -> Option<String> {
        match read(&parts("/", &[header])) {
            Ok(Credential::Bearer(text)) => Some(text.expose().as_str().to_owned()),
            _ => None,
        }
    }

    #[test]
    fn the_scheme_is_read_in_any_case() {
        for scheme in ["Bearer", "bearer", "BEARER"] {
            assert_eq!(token(&format!("{scheme} abc")).as_deref(), Some("abc"));
        }
    }

    #[test]
    fn several_spaces_are_one() {
        assert_eq!(token("Bearer   abc").as_deref(), Some("abc"));
    }

    #[test]
    fn no_header_is_no_credential() {
        assert!(matches!(read(&parts("/", &[])), Ok(Credential::None)));
    }

    #[test]
    fn another_scheme_is_not_taken_for_no_credential() {
        for header in ["Basic YTpi", "Bearer", "abc", "Bearerabc x"] {
            assert_eq!(
                read(&parts("/", &[header])).unwrap_err().code,
                "unsupported_credential",
                "{header}"
            );
        }
    }

    #[test]
    fn two_headers_are_refused_even_when_they_agree() {
        assert_eq!(
            read(&parts("/", &["Bearer a", "Bearer a"])).unwrap_err().code,
            "several_credentials"
        );
    }

    #[test]
    fn a_token_in_the_query_is_refused_wherever_it_stands() {
        for uri in ["/?access_token=x", "/?a=b&access_token=x", "/?access_token"] {
            assert_eq!(
                read(&parts(uri, &["Bearer a"])).unwrap_err().code,
                "credential_in_query",
                "{uri}"
            );
        }
    }

    #[test]
    fn other_parameters_are_no_tokens() {
        assert!(read(&parts("/?access_tokens=x&q=access_token", &[])).is_ok());
    }
}
