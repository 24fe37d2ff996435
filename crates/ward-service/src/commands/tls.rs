//! `ward tls`: what a TLS endpoint presents.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::findings;
use crate::cli;
use crate::client::set;
use crate::context::{Context, Outcome};
use crate::error::CliError;
use crate::output::{Tone, moment, scalar};

/// Look at TLS endpoints
#[derive(Debug, Subcommand)]
pub(crate) enum Tls {
    Check(Check),
}

const AFTER: &str = "\
Exit code 0 when a careful client would go on, 1 when it would not, 5 when the endpoint cannot be reached. Ward connects from \
where it runs: from this machine, or from the server that WARD_URL names.

Examples:
  ward tls check example.org
  ward tls check [2001:db8::1]:8443 --root our-ca.pem --pin sha256/d6qzRu9zOECb90Uez27xWltNsj0e1Md7GkYYkVoZWmM=";

/// Check the certificate and connection of a TLS endpoint
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub(crate) struct Check {
    /// Host name or address, with `:PORT` when it is not 443
    #[arg(value_name = "HOST[:PORT]")]
    target: String,
    /// Key that the chain must hold, as `sha256/` and base64; can be repeated
    #[arg(long = "pin", value_name = "SPKI")]
    pins: Vec<String>,
    /// PEM file with further trusted roots; can be repeated
    #[arg(long = "root", value_name = "FILE")]
    roots: Vec<PathBuf>,
    /// How long everything together may take, in seconds [default: 10]
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<u32>,
    #[command(flatten)]
    json: cli::Json,
}

impl Tls {
    pub(super) fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let Self::Check(check) = self;
        check.run(context)
    }
}

impl Check {
    fn run(self, context: &Context) -> Result<Outcome, CliError> {
        let (host, port) = host_and_port(&self.target)?;
        let mut roots = Vec::new();
        for path in &self.roots {
            roots.push(std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?);
        }
        let mut request = json!({ "hostname": host });
        set(&mut request, "port", port);
        set(&mut request, "timeout", self.timeout);
        set(&mut request, "pins", (!self.pins.is_empty()).then_some(self.pins));
        set(&mut request, "roots", (!roots.is_empty()).then_some(roots));
        let reply = context.session(async |client| client.call("ssl_check", request).await)?;
        let response = reply.value()?;
        if context.output.is_json() {
            context.output.json(&response)?;
        } else {
            show(context, &response)?;
        }
        Ok(Outcome::yes_if(response["is_valid"] == true))
    }
}

/// Takes `host`, `host:port`, `[v6]`, `[v6]:port` and a bare IPv6 address apart. Whether it is a host is not judged here.
fn host_and_port(target: &str) -> Result<(&str, Option<u16>), CliError> {
    let bad = || {
        CliError::usage("the target is not a host with or without a port")
            .hint("write example.org or example.org:8443")
    };
    if target.contains('/') {
        return Err(bad());
    }
    let (host, port) = match target.rsplit_once(':') {
        Some((host, port)) if host.ends_with(']') || !host.contains(':') => (host, Some(port)),
        _ => (target, None),
    };
    let port = port.map(|port| port.parse().map_err(|_| bad())).transpose()?;
    if host.is_empty() {
        Err(bad())
    } else {
        Ok((host, port))
    }
}

fn show(context: &Context, response: &Value) -> Result<(), CliError> {
    let output = context.output;
    let (certificate, cipher, validation) = (
        &response["certificate"],
        &response["cipher"],
        &response["validation"],
    );
    let (tone, word) = if response["is_valid"] == true {
        (Tone::Good, "valid")
    } else {
        (Tone::Bad, "NOT VALID")
    };
    output.line(&format!(
        "{}:{} {}",
        scalar(&response["hostname"]),
        response["port"],
        output.tone(tone, word)
    ))?;
    let pin = match &validation["pin_match"] {
        Value::Null => "none given".to_owned(),
        matched => scalar(matched),
    };
    for (name, text) in [
        ("subject", scalar(&certificate["subject"])),
        ("issuer", scalar(&certificate["issuer"])),
        ("names", scalar(&certificate["names"])),
        ("begins", moment(&certificate["not_before"])),
        (
            "ends",
            format!(
                "{} ({} days)",
                moment(&certificate["not_after"]),
                scalar(&validation["expires_in_days"])
            ),
        ),
        ("key", format!("sha256/{}", scalar(&certificate["spki_sha256"]))),
        ("protocol", scalar(&cipher["protocol"])),
        (
            "cipher",
            format!("{}, {} bits", scalar(&cipher["name"]), scalar(&cipher["bits"])),
        ),
        ("trusted", scalar(&validation["chain_trusted"])),
        ("host named", scalar(&validation["hostname_match"])),
        ("revocation", scalar(&validation["revocation"]).replace('_', " ")),
        ("pin matches", pin),
    ] {
        output.line(&format!("  {name:<12} {text}"))?;
    }
    findings::show(context, &response["findings"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_ports_come_apart() {
        let good = [
            ("example.org", ("example.org", None)),
            ("example.org:8443", ("example.org", Some(8443))),
            ("[2001:db8::1]:1", ("[2001:db8::1]", Some(1))),
            ("[2001:db8::1]", ("[2001:db8::1]", None)),
            ("2001:db8::1", ("2001:db8::1", None)),
        ];
        for (target, parts) in good {
            assert_eq!(host_and_port(target).unwrap(), parts, "{target}");
        }
        for bad in [
            "https://example.org",
            "example.org:",
            "example.org:99999",
            ":443",
            "",
        ] {
            assert!(host_and_port(bad).is_err(), "{bad}");
        }
    }
}
