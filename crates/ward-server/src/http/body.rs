//! The body of a tool call: JSON, within its size, within its time.

use axum::body::{Body, HttpBody as _};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::time::timeout;

use super::problem::Problem;
use crate::HttpLimits;

/// Refuses what does not say that it is plain JSON.
///
/// Being strict here keeps other origins out as well: a web page cannot send `application/json` elsewhere without asking
/// first, and Ward never says yes.
pub(crate) fn check_type(headers: &HeaderMap) -> Result<(), Problem> {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (types.next(), types.next()) else {
        return Err(Problem::unsupported_media_type(
            "the request must have one Content-Type header",
        ));
    };
    if !value.to_str().is_ok_and(is_json) {
        return Err(Problem::unsupported_media_type(
            "the content type is not application/json in UTF-8",
        ));
    }
    let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
    if encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        // A few bytes could stand for any number of them.
        return Err(Problem::unsupported_media_type(
            "compressed bodies are not accepted",
        ));
    }
    Ok(())
}

/// `application/json`, alone or with the charset that it always has.
fn is_json(value: &str) -> bool {
    let mut parts = value.split(';').map(str::trim);
    parts
        .next()
        .is_some_and(|media_type| media_type.eq_ignore_ascii_case("application/json"))
        && parts.all(|parameter| {
            ["charset=utf-8", "charset=\"utf-8\""]
                .iter()
                .any(|utf8| parameter.eq_ignore_ascii_case(utf8))
        })
}

/// Reads a body whole. What is known to be too large is not read at all.
pub(crate) async fn read(body: Body, limits: &HttpLimits) -> Result<Bytes, Problem> {
    if body.size_hint().lower() > u64::try_from(limits.body).unwrap_or(u64::MAX) {
        return Err(Problem::too_large(limits.body));
    }
    match timeout(limits.body_time, Limited::new(body, limits.body).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Problem::too_large(limits.body)),
        Ok(Err(_)) => Err(Problem::incomplete_body()),
        Err(_) => Err(Problem::slow_body()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(types: &[&str]) -> HeaderMap {
        types
            .iter()
            .map(|value| (CONTENT_TYPE, value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn json_is_taken_with_and_without_its_charset() {
        for value in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            "application/json;charset=\"UTF-8\"",
        ] {
            assert!(check_type(&headers(&[value])).is_ok(), "{value}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for value in [
            "",
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
            "application/json, text/plain",
            "application/json; charset=utf-16",
            "application/json; boundary=x",
            "application/problem+json",
        ] {
            assert!(check_type(&headers(&[value])).is_err(), "{value}");
        }
    }

    #[test]
    fn no_type_and_two_types_are_refused() {
        assert!(check_type(&HeaderMap::new()).is_err());
        assert!(check_type(&headers(&["application/json", "application/json"])).is_err());
    }

    #[test]
    fn compressed_bodies_are_refused() {
        for (encoding, accepted) in [
            ("gzip", false),
            ("br", false),
            ("identity, gzip", false),
            ("identity", true),
        ] {
            let mut headers = headers(&["application/json"]);
            headers.insert(CONTENT_ENCODING, encoding.parse().unwrap());
            assert_eq!(check_type(&headers).is_ok(), accepted, "{encoding}");
        }
    }
}
