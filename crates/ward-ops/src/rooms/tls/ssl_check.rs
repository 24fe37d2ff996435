//! `ssl_check`: what a TLS endpoint presents, and whether a careful client would go on. For monitoring and reviews.
//!
//! Connects only where the outbound policy allows; reports on certificates that do not verify, too.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;
use ward_certs::{Certificate, Chain, Pin, Question, Report};
use ward_net::tls::{ProbeError, ProbeOptions, probe};
use ward_net::{ConnectError, Target};
use ward_secret::Timestamp;

use crate::{
    Answer, Call, Cost, Effect, ErrorKind, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec,
};

/// Checks a TLS endpoint.
pub struct SslCheck;

/// Which endpoint, and what to hold it to.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SslCheckRequest {
    /// The host: a name or an IP address.
    pub hostname: String,
    /// The port; 443 when absent.
    #[schemars(range(min = 1, max = 65535))]
    #[serde(default)]
    pub port: Option<u16>,
    /// How long everything together may take, in seconds, 1 to 60; 10 when absent.
    #[schemars(range(min = 1, max = 60))]
    #[serde(default)]
    pub timeout: Option<u32>,
    /// Keys that the chain must hold one of, as `sha256/` and base64 of the key's digest (RFC 7469); at most 16.
    #[serde(default)]
    pub pins: Option<Vec<String>>,
    /// Whether to look at revocation: the stapled OCSP response. True when absent.
    #[serde(default)]
    pub revocation: Option<bool>,
    /// Further trusted roots, each a certificate in PEM; at most 16.
    #[serde(default)]
    pub roots: Option<Vec<String>>,
}

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SslCheckResponse {
    /// The host, as asked for.
    pub hostname: String,
    /// The port.
    pub port: u16,
    /// Whether a careful client would go on, the certificate, the connection, the verdict and the findings.
    #[serde(flatten)]
    pub report: Report,
    /// When it was checked.
    pub timestamp: Timestamp,
}

const DEFAULT_PORT: u16 = 443;
const DEFAULT_SECONDS: u32 = 10;
const MAX_SECONDS: u32 = 60;
const MAX_LIST: usize = 16;
const MAX_HOST_BYTES: usize = 1024;

impl Operation for SslCheck {
    const SPEC: &'static Spec = &Spec {
        name: "ssl_check",
        room: Room::Tls,
        summary: "Check the certificate and connection of a TLS endpoint",
        description: "Connects, records the handshake, and judges it: chain, host name, dates, protocol, cipher, key, pins \
            and stapled revocation, with a finding for every defect. A certificate that does not verify is reported on, \
            not an error. Private, loopback, link-local and metadata addresses are refused unless the operator allows them.",
        scope: Scope::TlsCheck,
        effect: Effect::Read,
        cost: Cost::Network,
        idempotent: true,
        secret_request: &[],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[
            Example {
                title: "An address inside, which the policy refuses",
                request: r#"{"hostname": "169.254.169.254"}"#,
                answer: ExampleAnswer::Error("refused_by_policy"),
            },
            Example {
                title: "Text that is no host",
                request: r#"{"hostname": "https://example.org/"}"#,
                answer: ExampleAnswer::Error("invalid_request"),
            },
        ],
    };
    type Request = SslCheckRequest;
    type Response = SslCheckResponse;

    async fn run(call: &Call<'_>, request: SslCheckRequest) -> Result<Answer<SslCheckResponse>, OpError> {
        let port = request.port.unwrap_or(DEFAULT_PORT);
        if request.hostname.len() > MAX_HOST_BYTES {
            return Err(OpError::invalid("/hostname", "longer than 1,024 bytes"));
        }
        let target = Target::parse(&request.hostname, port).map_err(|error| {
            OpError::invalid(if port == 0 { "/port" } else { "/hostname" }, error.to_string())
        })?;
        let seconds = request.timeout.unwrap_or(DEFAULT_SECONDS);
        if !(1..=MAX_SECONDS).contains(&seconds) {
            return Err(OpError::invalid("/timeout", "not from 1 to 60"));
        }
        let pins = pins(request.pins.as_deref().unwrap_or_default())?;
        let mut trust = call.engine().settings().trust.as_ref().clone();
        for (index, root) in roots(request.roots.as_deref().unwrap_or_default())? {
            trust
                .add_der(root.der())
                .map_err(|_| OpError::invalid(format!("/roots/{index}"), "cannot serve as a root"))?;
        }

        let options = ProbeOptions::with_timeout(Duration::from_secs(u64::from(seconds)));
        let observed = probe(&call.engine().settings().connector, &target, &options)
            .await
            .map_err(|error| probe_error(&error))?;

        let now = call.now();
        let staple = observed.staple.filter(|_| request.revocation.unwrap_or(true));
        let report = call
            .compute(move || {
                let chain = Chain::from_der(&observed.presented).ok()?;
                let question = Question {
                    staple: staple.as_deref(),
                    ..Question::new(target.server_name(), now)
                };
                Some(Report::new(&chain, &trust, &question, &observed.facts, &pins))
            })
            .await?
            .ok_or_else(|| {
                OpError::new(
                    ErrorKind::RemoteFailed,
                    "bad_certificate",
                    "the server's certificate cannot be read",
                )
            })?;
        if !report.is_valid {
            call.note_no();
        }
        Ok(SslCheckResponse {
            hostname: request.hostname,
            port,
            report,
            timestamp: now,
        }
        .into())
    }
}

fn pins(texts: &[String]) -> Result<Vec<Pin>, OpError> {
    if texts.len() > MAX_LIST {
        return Err(OpError::invalid("/pins", "more than 16"));
    }
    let parse = |(index, text): (usize, &String)| {
        text.parse()
            .map_err(|_| OpError::invalid(format!("/pins/{index}"), "not `sha256/` and base64 of 32 bytes"))
    };
    texts.iter().enumerate().map(parse).collect()
}

fn roots(texts: &[String]) -> Result<Vec<(usize, Certificate)>, OpError> {
    if texts.len() > MAX_LIST {
        return Err(OpError::invalid("/roots", "more than 16"));
    }
    let mut roots = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let unreadable = || OpError::invalid(format!("/roots/{index}"), "not a certificate in PEM");
        let certificates = Certificate::from_pem(text.as_bytes()).map_err(|_| unreadable())?;
        if certificates.is_empty() {
            return Err(unreadable());
        }
        roots.extend(certificates.into_iter().map(|certificate| (index, certificate)));
    }
    Ok(roots)
}

fn probe_error(error: &ProbeError) -> OpError {
    let code = error.code();
    match error {
        ProbeError::Connect(ConnectError::Denied(_) | ConnectError::Diverted) => OpError::new(
            ErrorKind::Forbidden,
            code,
            "the outbound policy does not allow this host and port",
        )
        .hint("an operator can allow networks and ports with outbound.allow"),
        ProbeError::Timeout | ProbeError::Connect(ConnectError::Timeout) => {
            OpError::new(ErrorKind::RemoteTimeout, code, error.to_string())
        }
        _ => OpError::new(ErrorKind::RemoteFailed, code, error.to_string()),
    }
}
