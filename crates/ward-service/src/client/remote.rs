//! A server, called over HTTP.
//!
//! The credential goes to the server that was named and nowhere else: no redirects, no plain HTTP beyond this machine.

use std::borrow::Cow;
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Certificate, Url};
use serde_json::Value;
use ward_ops::{ErrorKind, FieldFault};

use super::Reply;
use crate::context::Context;
use crate::error::{CliError, Failure};
use crate::input;

/// The longest a call may take; slower than any limit of a server.
const DEADLINE: Duration = Duration::from_secs(90);

/// The most that is read of a response.
const LARGEST: usize = 16 << 20;

/// A server and the credential for it.
#[derive(Debug)]
pub(crate) struct Remote {
    client: reqwest::Client,
    base: Url,
    credential: Option<HeaderValue>,
}

impl Remote {
    pub(super) fn new(context: &Context, url: &str) -> Result<Self, CliError> {
        let base = base_url(url, context.global.insecure_http)?;
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(DEADLINE)
            .user_agent(concat!("ward/", env!("CARGO_PKG_VERSION")));
        if is_loopback(&base) {
            builder = builder.no_proxy();
        }
        let ca_file = context.global.ca_file.clone();
        if let Some(path) = ca_file.or_else(|| context.environment.get("WARD_CA_FILE").map(Into::into)) {
            builder = builder.tls_certs_merge(certificates(&path)?);
        }
        let client = builder.build().map_err(|_| {
            CliError::new(
                ErrorKind::Unavailable,
                "tls_setup",
                "the tls client could not be set up",
            )
            .hint("does this machine have root certificates? WARD_CA_FILE names one more")
        })?;
        Ok(Self {
            client,
            base,
            credential: credential(context)?,
        })
    }

    pub(super) async fn call(&self, name: &str, body: &[u8]) -> Result<Reply, CliError> {
        // A name goes into the path: only what can be the name of an operation does.
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            return Err(CliError::new(
                ErrorKind::NotFound,
                "unknown_tool",
                "there is no operation of that name",
            )
            .hint("`ward ops` lists them"));
        }
        let url = self.url(&format!("tools/{name}"))?;
        let mut request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .body(body.to_vec());
        if let Some(credential) = &self.credential {
            request = request.header(AUTHORIZATION, credential.clone());
        }
        Self::answer(request).await
    }

    /// The list of operations.
    pub(crate) async fn list(&self) -> Result<Reply, CliError> {
        Self::answer(self.client.get(self.url("tools/list")?)).await
    }

    fn url(&self, path: &str) -> Result<Url, CliError> {
        self.base
            .join(path)
            .map_err(|_| CliError::usage("the address of the server does not take a path"))
    }

    async fn answer(request: reqwest::RequestBuilder) -> Result<Reply, CliError> {
        let mut response = request.send().await.map_err(|error| unreachable_server(&error))?;
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| unreachable_server(&error))?
        {
            if bytes.len().saturating_add(chunk.len()) > LARGEST {
                return Err(CliError::new(
                    ErrorKind::RemoteFailed,
                    "bad_response",
                    "the response is too large",
                ));
            }
            bytes.extend_from_slice(&chunk);
        }
        if (200..300).contains(&status) {
            Ok(Reply::new(bytes))
        } else {
            Err(refusal(status, &bytes))
        }
    }
}

/// The address with a slash at its end; refused when the credential would travel in the clear.
fn base_url(url: &str, insecure_http: bool) -> Result<Url, CliError> {
    let bad = || {
        CliError::usage("the address of the server is not valid")
            .hint("it looks like https://ward.example.org")
    };
    let mut base: Url = url.parse().map_err(|_| bad())?;
    let named_well = base.has_host() && base.username().is_empty() && base.password().is_none();
    if !named_well || base.query().is_some() || base.fragment().is_some() {
        return Err(bad());
    }
    match base.scheme() {
        "https" => {}
        "http" if is_loopback(&base) || insecure_http => {}
        "http" => {
            return Err(
                CliError::usage("plain http would show the credential to the network")
                    .hint("use https, or --insecure-http on a network that you trust"),
            );
        }
        _ => return Err(bad()),
    }
    if !base.path().ends_with('/') {
        base.set_path(&format!("{}/", base.path()));
    }
    Ok(base)
}

/// Whether the server is on this machine. A name counts only when it must mean that (RFC 6761, section 6.3).
fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    address.map_or(host == "localhost", |address| {
        address.to_canonical().is_loopback()
    })
}

fn certificates(path: &Path) -> Result<Vec<Certificate>, CliError> {
    let pem = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
    match Certificate::from_pem_bundle(&pem) {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(CliError::usage(format!(
            "{}: it holds no certificate in pem",
            path.display()
        ))),
    }
}

fn credential(context: &Context) -> Result<Option<HeaderValue>, CliError> {
    let text = match (&context.global.token_file, context.environment.get("WARD_TOKEN")) {
        (Some(path), _) => input::secret_file(path)?,
        (None, Some(token)) => token.as_str().into(),
        (None, None) => return Ok(None),
    };
    let mut value = HeaderValue::from_str(&format!("Bearer {}", text.expose().trim()))
        .map_err(|_| CliError::usage("the credential holds characters that no credential has"))?;
    value.set_sensitive(true);
    Ok(Some(value))
}

fn unreachable_server(error: &reqwest::Error) -> CliError {
    if error.is_timeout() {
        return CliError::new(
            ErrorKind::RemoteTimeout,
            "server_timeout",
            "the server did not answer in time",
        );
    }
    CliError::new(
        ErrorKind::Unavailable,
        "server_unreachable",
        "the server cannot be reached, or its certificate is not trusted",
    )
    .hint("check WARD_URL; for a certificate of your own, name its root in WARD_CA_FILE")
}

/// The failure that a problem document tells of. Its texts are the server's and are shown without control characters.
fn refusal(status: u16, body: &[u8]) -> CliError {
    let problem: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| problem.get(name).and_then(Value::as_str).map(str::to_owned);
    let code = text("type").and_then(|kind| kind.strip_prefix("urn:ward:problem:").map(str::to_owned));
    let Some(code) = code else {
        return CliError::new(
            ErrorKind::RemoteFailed,
            "bad_response",
            format!("the server answered with status {status}"),
        )
        .hint("is WARD_URL the address of a ward server?");
    };
    let kind = kind_of(status, &code);
    let fields = problem
        .get("errors")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let fields = fields.filter_map(|field| {
        let text = |name: &str| field.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(FieldFault {
            pointer: text("pointer")?,
            rule: text("rule")?.into(),
        })
    });
    CliError::Failed(Box::new(Failure {
        kind,
        detail: text("detail").unwrap_or_else(|| kind.title().to_lowercase()),
        hint: text("hint").map(Cow::Owned).or_else(|| hint_for(kind)),
        fields: fields.take(32).collect(),
        code: code.into(),
    }))
}

/// The kind that has this status; by it go the exit codes.
fn kind_of(status: u16, code: &str) -> ErrorKind {
    match status {
        400 if code == "does_not_open" => ErrorKind::DoesNotOpen,
        405 | 415 => ErrorKind::Malformed,
        423 => ErrorKind::Conflict,
        _ => {
            let same = ErrorKind::ALL
                .iter()
                .copied()
                .find(|kind| kind.http_status() == status);
            same.unwrap_or(if status < 500 {
                ErrorKind::Malformed
            } else {
                ErrorKind::Internal
            })
        }
    }
}

fn hint_for(kind: ErrorKind) -> Option<Cow<'static, str>> {
    (kind == ErrorKind::Unauthenticated).then_some(Cow::Borrowed(
        "set WARD_TOKEN to an api key or token of that server",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_travel_over_https_or_not_beyond_this_machine() {
        for good in [
            "https://ward.example.org",
            "http://127.0.0.1:7008",
            "http://[::1]:1/x",
            "http://localhost:7008",
        ] {
            assert!(base_url(good, false).is_ok(), "{good}");
        }
        let bad = [
            "http://ward.example.org",
            "http://192.0.2.1",
            "http://localhost.example.org",
            "ftp://127.0.0.1",
        ];
        for bad in bad
            .into_iter()
            .chain(["https://u:p@h", "https://h?x", "ward", ""])
        {
            assert!(base_url(bad, false).is_err(), "{bad}");
        }
        assert!(base_url("http://ward.example.org", true).is_ok());
    }

    #[test]
    fn a_path_of_the_address_is_kept() {
        assert_eq!(
            base_url("https://h/ward", false)
                .unwrap()
                .join("tools/list")
                .unwrap()
                .path(),
            "/ward/tools/list"
        );
    }

    #[test]
    fn a_problem_keeps_its_exit_code_on_the_way() {
        for kind in ErrorKind::ALL {
            let code = if *kind == ErrorKind::DoesNotOpen {
                "does_not_open"
            } else {
                "other"
            };
            let body = format!(r#"{{"type":"urn:ward:problem:{code}","detail":"d"}}"#);
            assert_eq!(
                refusal(kind.http_status(), body.as_bytes()).exit_code(),
                kind.exit_code(),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn an_answer_that_is_no_problem_document_is_the_remote_ends_fault() {
        assert_eq!(refusal(404, b"<html>").exit_code(), 5);
        assert_eq!(refusal(302, b"").exit_code(), 5);
    }
}
