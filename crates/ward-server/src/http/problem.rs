//! Every error as a problem (RFC 9457): what a client may know of it, and nothing that the client sent.
//!
//! A handler returns a [`Problem`]; the front renders it, since only there the request id is known. So there is one
//! place where an error becomes bytes.

use std::borrow::Cow;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use serde_json::{Map, Value, json};
use ward_access::Scope;
use ward_ops::{ErrorKind, FieldFault, OpError};

/// The media type of RFC 9457, section 6.1.
const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// An error as a client sees it.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    /// The last part of the type. Also what the audit entry of a refusal says.
    pub(crate) code: &'static str,
    title: &'static str,
    detail: Cow<'static, str>,
    hint: Option<&'static str>,
    fields: Vec<FieldFault>,
    retry_after: Option<Duration>,
    challenge: Option<Challenge>,
    /// Where the metadata of the resource is (RFC 9728, section 5.1), for the challenge.
    metadata: Option<Box<str>>,
}

/// What `WWW-Authenticate` says (RFC 6750, section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Challenge {
    /// A credential is needed, and none was shown.
    Needed,
    /// A credential was shown in a way that does not do.
    InvalidRequest,
    /// The credential that was shown does not count.
    InvalidToken,
    /// The credential does not hold this scope.
    InsufficientScope(Scope),
}

impl Challenge {
    fn header(self) -> HeaderValue {
        match self {
            Self::Needed => HeaderValue::from_static("Bearer realm=\"ward\""),
            Self::InvalidRequest => {
                HeaderValue::from_static("Bearer realm=\"ward\", error=\"invalid_request\"")
            }
            Self::InvalidToken => HeaderValue::from_static("Bearer realm=\"ward\", error=\"invalid_token\""),
            Self::InsufficientScope(scope) => {
                let text = format!("Bearer realm=\"ward\", error=\"insufficient_scope\", scope=\"{scope}\"");
                // Scopes are words of ours; without the scope the challenge is still one.
                HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(
                    "Bearer realm=\"ward\", error=\"insufficient_scope\"",
                ))
            }
        }
    }
}

impl Challenge {
    /// The challenge, which names the metadata of the resource at this URL.
    fn header_with(self, metadata: Option<&str>) -> HeaderValue {
        let header = self.header();
        let longer = metadata.and_then(|url| {
            let text = header.to_str().ok()?;
            HeaderValue::from_str(&format!("{text}, resource_metadata=\"{url}\"")).ok()
        });
        longer.unwrap_or(header)
    }
}

impl Problem {
    pub(crate) fn new(
        status: StatusCode,
        code: &'static str,
        title: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            code,
            title,
            detail: detail.into(),
            hint: None,
            fields: Vec::new(),
            retry_after: None,
            challenge: None,
            metadata: None,
        }
    }

    pub(crate) const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    pub(crate) const fn challenge(mut self, challenge: Challenge) -> Self {
        self.challenge = Some(challenge);
        self
    }

    /// The same problem, whose challenge names the metadata of the resource at this URL.
    pub(crate) fn metadata_at(mut self, url: String) -> Self {
        self.metadata = Some(url.into_boxed_str());
        self
    }

    pub(crate) fn unauthenticated() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthenticated",
            ErrorKind::Unauthenticated.title(),
            "this call needs a credential",
        )
        .hint("send an api key or token as `Authorization: Bearer …`")
        .challenge(Challenge::Needed)
    }

    pub(crate) fn foreign(code: &'static str, detail: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, ErrorKind::Forbidden.title(), detail)
            .hint("the setting `public_urls` names the addresses under which clients reach this server")
    }

    pub(crate) fn not_acceptable() -> Self {
        Self::new(
            StatusCode::NOT_ACCEPTABLE,
            "not_acceptable",
            "Not acceptable",
            "the client must accept application/json and text/event-stream",
        )
    }

    pub(crate) fn no_such_path() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "Not found",
            "there is nothing at this path",
        )
        .hint("list the tools with GET /tools/list")
    }

    pub(crate) fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method_not_allowed",
            "Method not allowed",
            "this path does not take this method",
        )
        .hint("the header Allow names the methods that it takes")
    }

    pub(crate) fn unsupported_media_type(detail: &'static str) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
            "Unsupported media type",
            detail,
        )
        .hint("send JSON as UTF-8, not compressed, with the header Content-Type: application/json")
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        let detail = format!("the request body is larger than {limit} bytes");
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            ErrorKind::TooLarge.title(),
            detail,
        )
    }

    pub(crate) fn incomplete_body() -> Self {
        Self::malformed(
            "incomplete_body",
            "the request body ended early or is not framed as its head says",
        )
    }

    pub(crate) fn slow_body() -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            "body_timeout",
            "Request timed out",
            "the request body did not arrive in time",
        )
    }

    pub(crate) fn malformed(code: &'static str, detail: &'static str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            code,
            ErrorKind::Malformed.title(),
            detail,
        )
    }

    pub(crate) fn misdirected() -> Self {
        Self::new(
            StatusCode::MISDIRECTED_REQUEST,
            "misdirected",
            "Misdirected request",
            "a development server takes calls without a credential under a loopback name alone",
        )
        .hint("call it as localhost, 127.0.0.1 or [::1], or show a credential")
    }

    pub(crate) fn not_ready() -> Self {
        let mut problem = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "not_ready",
            ErrorKind::Unavailable.title(),
            "the store does not answer",
        );
        problem.retry_after = Some(Duration::from_secs(1));
        problem
    }

    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            ErrorKind::Internal.title(),
            "ward failed to do this; the fault is its own",
        )
    }

    /// For an error of which only the status is known.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::no_such_path(),
            StatusCode::METHOD_NOT_ALLOWED => Self::method_not_allowed(),
            status if status.is_server_error() => Self::internal(),
            status => Self {
                status,
                ..Self::malformed("bad_request", "the request was not understood")
            },
        }
    }

    /// The problem as JSON, as the answer to the request of this id.
    pub(crate) fn document(&self, request_id: &str) -> Map<String, Value> {
        let mut document = Map::new();
        let mut member = |name: &str, value: Value| document.insert(name.to_owned(), value);
        member("type", format!("urn:ward:problem:{}", self.code).into());
        member("title", self.title.into());
        member("status", self.status.as_u16().into());
        member("detail", self.detail.as_ref().into());
        member("instance", request_id.into());
        if !self.fields.is_empty() {
            member("errors", json!(self.fields));
        }
        if let Some(hint) = self.hint {
            member("hint", hint.into());
        }
        document
    }

    /// The same for a face without headers: how long to wait is in the object.
    pub(crate) fn document_with_wait(&self, request_id: &str) -> Value {
        let mut document = self.document(request_id);
        if let Some(wait) = self.retry_after {
            document.insert("retry_after_seconds".to_owned(), whole_seconds(wait).into());
        }
        Value::Object(document)
    }

    /// The response, with `headers` beside those that the problem brings.
    pub(crate) fn render(self, request_id: &str, mut headers: HeaderMap) -> Response<Body> {
        let body = Value::Object(self.document(request_id)).to_string();

        headers.remove(CONTENT_LENGTH);
        headers.insert(CONTENT_TYPE, PROBLEM_JSON);
        if let Some(wait) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(whole_seconds(wait)));
        }
        if let Some(challenge) = self.challenge {
            headers.insert(WWW_AUTHENTICATE, challenge.header_with(self.metadata.as_deref()));
        }
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        *response.headers_mut() = headers;
        response
    }
}

/// Rounded up, so that who waits so long does not come too early.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs()
        .saturating_add(u64::from(wait.subsec_nanos() > 0))
        .max(1)
}

impl From<OpError> for Problem {
    fn from(error: OpError) -> Self {
        Self {
            status: StatusCode::from_u16(error.kind.http_status())
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            code: error.code,
            title: error.kind.title(),
            detail: error.detail,
            hint: error.hint,
            fields: error.fields,
            retry_after: error.retry_after,
            challenge: (error.kind == ErrorKind::Unauthenticated).then_some(Challenge::Needed),
            metadata: None,
        }
    }
}

/// Hands the problem to the front, which renders it.
impl IntoResponse for Problem {
    fn into_response(self) -> axum::response::Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_rounded_up_to_whole_seconds() {
        assert_eq!(whole_seconds(Duration::from_millis(1)), 1);
        assert_eq!(whole_seconds(Duration::from_millis(1001)), 2);
        assert_eq!(whole_seconds(Duration::from_secs(30)), 30);
    }

    #[test]
    fn a_wait_of_no_time_still_asks_for_a_second() {
        assert_eq!(whole_seconds(Duration::ZERO), 1);
    }

    #[test]
    fn every_kind_of_error_becomes_its_status() {
        for kind in ErrorKind::ALL {
            let problem = Problem::from(OpError::new(*kind, "code", "sentence"));
            assert_eq!(problem.status.as_u16(), kind.http_status());
        }
    }

    #[test]
    fn every_scope_fits_into_a_challenge() {
        for scope in Scope::ALL {
            let header = Challenge::InsufficientScope(*scope).header();
            assert!(header.to_str().unwrap().ends_with(&format!("scope=\"{scope}\"")));
        }
    }
}
