//! URLs: where they lead, what they carry, and what they hide.

use std::borrow::Cow;

use ward_input::address::{AddressClass, classify};
use ward_input::confusable::{has_mixed_scripts, lookalike};
use ward_input::host::{Host, HostName, Spelling};
use ward_input::url::{UrlError, UrlReport};

use crate::report::{Gathering, Report};
use crate::rule::{Rule, Selection, Severity, Target};

const fn rule(
    id: &'static str,
    severity: Severity,
    cwe: u16,
    title: &'static str,
    message: &'static str,
    remediation: &'static str,
) -> Rule {
    Rule {
        id,
        target: Target::Url,
        severity,
        cwe: Some(cwe),
        title,
        message,
        remediation,
    }
}

/// The rules for URLs.
#[rustfmt::skip]
pub(crate) const RULES: &[Rule] = &[
    rule("url-malformed", Severity::High, 20, "Not a URL", "The text is not an absolute URL, so programs will disagree about what it means.", "Write the scheme, the host and the path in full."),
    rule("url-too-long", Severity::Low, 1284, "Very long URL", "The URL is longer than 2,048 characters, which some clients and proxies cut.", "Send the data in the body of a request."),
    rule("url-scheme-script", Severity::Critical, 79, "URL that runs script", "Opening the URL runs script in the page that holds it.", "Accept only https links."),
    rule("url-scheme-data", Severity::High, 79, "URL that holds a document", "The URL holds its own document, which can be a page with script or a convincing imitation.", "Accept only https links."),
    rule("url-scheme-file", Severity::High, 73, "URL of a local file", "The URL names a file on the machine that opens it.", "Accept only https links."),
    rule("url-scheme-unusual", Severity::Medium, 939, "Unusual scheme", "The scheme is neither http nor https, so another program may be started or another protocol spoken.", "Accept only https links."),
    rule("url-not-https", Severity::Medium, 319, "Not encrypted", "The connection is not encrypted, so anyone on the way can read and change it.", "Use https."),
    rule("url-credentials", Severity::High, 522, "Credentials in the URL", "A user name or password stands in the URL, where logs and histories keep it.", "Send credentials in a header."),
    rule("url-host-loopback", Severity::High, 918, "Leads to the machine itself", "The host is the loopback or unspecified address, so a server that fetches it reaches its own services.", "Refuse such hosts in server-side requests."),
    rule("url-host-metadata", Severity::Critical, 918, "Leads to cloud metadata", "The host is an address at which clouds give credentials to their machines.", "Refuse such hosts in server-side requests."),
    rule("url-host-private", Severity::High, 918, "Leads to a private network", "The host is in a private, link-local or carrier range.", "Refuse such hosts in server-side requests."),
    rule("url-host-special", Severity::Medium, 918, "Special-purpose address", "The host is in a range that is reserved, multicast, for documentation or for a protocol.", "Use the name of a real host."),
    rule("url-host-embedded", Severity::High, 918, "IPv4 address inside an IPv6 address", "The IPv6 address carries an IPv4 address, which passes checks that look at only one of them.", "Write the IPv4 address itself, and refuse such hosts in server-side requests."),
    rule("url-host-local-name", Severity::Medium, 918, "Local name", "The host name means something on one machine or network only.", "Use a full domain name."),
    rule("url-host-ip", Severity::Low, 345, "Address instead of a name", "The host is an IP address, which says nothing about its owner and seldom has a certificate.", "Use a domain name."),
    rule("url-host-ip-hidden", Severity::High, 918, "Disguised address", "The IPv4 address is written in a form that hides it, such as one decimal number or octal parts.", "Write the address as four decimal numbers, or use a name."),
    rule("url-host-punycode", Severity::Low, 1007, "International host name", "The host name has letters of other scripts, which can look like those of a known name.", "Show the name in its ASCII form as well."),
    rule("url-host-mixed-scripts", Severity::High, 1007, "Mixed scripts", "A label of the host mixes scripts that no language combines, as imitations do.", "Do not follow the link."),
    rule("url-host-lookalike", Severity::High, 1007, "Looks like a known domain", "The host resembles a well-known domain without belonging to it.", "Type the known address by hand."),
    rule("url-port-unusual", Severity::Low, 1327, "Unusual port", "The port is not one that web servers commonly use.", "Check that a web server is meant."),
    rule("url-port-service", Severity::Medium, 918, "Port of another service", "The port belongs to a service other than the web, which requests from a server could command.", "Allow a list of ports in server-side requests."),
    rule("url-redirect-parameter", Severity::Medium, 601, "Redirect in a parameter", "A parameter holds another address, to which the site may send its visitors.", "Check where the link ends before following it; on the server, redirect only to listed hosts."),
    rule("url-secret-parameter", Severity::High, 598, "Secret in the query", "A parameter is named like a secret; queries stay in logs, histories and referrers.", "Send it in a header or in the body."),
    rule("url-secret-fragment", Severity::Medium, 598, "Secret in the fragment", "The fragment holds something named like a token; histories keep it and scripts read it.", "Use the authorization code flow."),
    rule("url-control-character", Severity::High, 93, "Control character", "The URL has a control character, plain or encoded, which can split headers or get past filters.", "Refuse it."),
    rule("url-white-space", Severity::Low, 20, "White space", "The URL has white space, which parsers treat in different ways.", "Encode it, or remove it."),
    rule("url-backslash", Severity::Medium, 436, "Backslash", "Browsers read a backslash as a slash and other programs do not, so they see different hosts.", "Refuse it."),
    rule("url-at-sign", Severity::Medium, 451, "At sign that hides the host", "What stands before an @ reads like the host, and the URL leads to what follows it.", "Read the host after the last @."),
    rule("url-double-encoding", Severity::Medium, 174, "Encoded twice", "Percent signs are encoded again, so a second decoding changes the meaning after it was checked.", "Decode once, then check."),
    rule("url-path-traversal", Severity::High, 22, "Path traversal", "The URL climbs out of its folder with .. in plain or encoded form.", "Resolve the path and check that it stays inside the folder."),
    rule("url-invalid-encoding", Severity::Low, 172, "Broken percent encoding", "A percent sign is not followed by two hexadecimal digits.", "Encode the percent sign itself."),
];

/// Audits a URL as typed. Anything is accepted; what is no URL is a finding.
#[must_use]
pub fn audit_url(value: &str, selection: &Selection) -> Report {
    let mut gathering = Gathering::new(selection);
    let mut found = |id| gathering.add_by_id(RULES, id);
    if value.len() > LONG_URL {
        found("url-too-long");
    }
    text_findings(value, &mut found);
    match UrlReport::parse(value) {
        Ok(url) => url_findings(value, &url, &mut found),
        // A name in a foreign alphabet that IDNA refuses is malformed too, but what runs script is said first.
        Err(UrlError::TooLong) => {}
        Err(_) => found("url-malformed"),
    }
    gathering.finish()
}

/// Characters beyond which the finding of a long URL begins; what old browsers and many proxies took.
const LONG_URL: usize = 2_048;

/// What can be seen without parsing.
fn text_findings(value: &str, found: &mut impl FnMut(&'static str)) {
    let decoded = percent_decode(value.as_bytes());
    // A NUL or line feed in the text, or in it after one decoding.
    if value.chars().any(char::is_control) || decoded.iter().any(u8::is_ascii_control) {
        found("url-control-character");
    }
    if value.chars().any(|c| c.is_whitespace() && !c.is_control()) {
        found("url-white-space");
    }
    if value.contains('\\') {
        found("url-backslash");
    }
    if has_broken_encoding(value) {
        found("url-invalid-encoding");
    }
    if has_encoding(&decoded) {
        found("url-double-encoding");
    }
    let twice = percent_decode(&decoded);
    if is_traversal(value.as_bytes()) || is_traversal(&decoded) || is_traversal(&twice) {
        found("url-path-traversal");
    }
}

fn url_findings(value: &str, url: &UrlReport, found: &mut impl FnMut(&'static str)) {
    match url.scheme() {
        "https" | "wss" => {}
        "http" | "ws" | "ftp" => found("url-not-https"),
        "javascript" | "vbscript" | "livescript" => found("url-scheme-script"),
        "data" | "blob" | "filesystem" => found("url-scheme-data"),
        "file" | "jar" | "view-source" | "res" => found("url-scheme-file"),
        _ => found("url-scheme-unusual"),
    }
    if url.has_password() || url.has_username() {
        found("url-credentials");
        // `https://bank.example@evil.example/`
        if url.as_url().username().contains('.') || value.matches('@').count() > 1 {
            found("url-at-sign");
        }
    }
    match url.host() {
        Some(Host::Name(name)) => name_findings(name, found),
        Some(host) => address_findings(host, found),
        None => {}
    }
    match url.explicit_port() {
        None | Some(80 | 443 | 8080 | 8443) => {}
        Some(port) if SERVICE_PORTS.contains(&port) => found("url-port-service"),
        Some(_) => found("url-port-unusual"),
    }
    for (name, value) in url.parameters() {
        if is_redirect(&name, &value) {
            found("url-redirect-parameter");
        }
        if is_secret_name(&name) && !value.is_empty() {
            found("url-secret-parameter");
        }
    }
    let fragment = url.fragment().unwrap_or_default();
    if fragment
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .any(|(name, value)| is_secret_name(name) && !value.is_empty())
    {
        found("url-secret-fragment");
    }
}

fn name_findings(name: &HostName, found: &mut impl FnMut(&'static str)) {
    if name.is_or_under("localhost") {
        found("url-host-loopback");
    } else if METADATA_NAMES.contains(&name.as_str()) {
        found("url-host-metadata");
    } else if name.is_local() || name.is_single_label() {
        found("url-host-local-name");
    }
    if name.is_internationalized() {
        found("url-host-punycode");
    }
    if has_mixed_scripts(name) {
        found("url-host-mixed-scripts");
    }
    if lookalike(name).is_some() {
        found("url-host-lookalike");
    }
}

/// Names that clouds resolve to their metadata address.
const METADATA_NAMES: [&str; 4] = [
    "metadata.google.internal",
    "metadata",
    "instance-data",
    "metadata.azure.internal",
];

fn address_findings(host: &Host, found: &mut impl FnMut(&'static str)) {
    let Some(address) = host.address() else { return };
    found("url-host-ip");
    if matches!(host, Host::Ipv4(_, Spelling::Unusual)) {
        found("url-host-ip-hidden");
    }
    let class = classify(address);
    if matches!(class, AddressClass::Embedded(_)) {
        found("url-host-embedded");
    }
    match class.innermost() {
        AddressClass::Public => {}
        AddressClass::Loopback | AddressClass::Unspecified => found("url-host-loopback"),
        AddressClass::Metadata => found("url-host-metadata"),
        AddressClass::Private
        | AddressClass::LinkLocal
        | AddressClass::CarrierNat
        | AddressClass::ThisNetwork => {
            found("url-host-private");
        }
        _ => found("url-host-special"),
    }
}

/// Ports of services that take commands from text a web client can be made to send: FTP, SSH, Telnet, SMTP, DNS,
/// POP3, IMAP, SMB, LDAP, databases, caches, message queues, container and cluster interfaces (IANA's registry and
/// the vendors' defaults; many are on the Fetch Standard's list of bad ports).
const SERVICE_PORTS: [u16; 34] = [
    21, 22, 23, 25, 53, 110, 111, 135, 139, 143, 389, 445, 465, 514, 587, 636, 873, 993, 995, 1433, 1521,
    2049, 2181, 2375, 2376, 2379, 3306, 3389, 5432, 5672, 6379, 9200, 11211, 27017,
];

/// Parameters that sites use for an address to go on to.
const REDIRECT_NAMES: [&str; 26] = [
    "next",
    "url",
    "uri",
    "redirect",
    "redirect_to",
    "redirect_uri",
    "redirect_url",
    "redirecturl",
    "return",
    "return_to",
    "returnto",
    "return_url",
    "returnurl",
    "continue",
    "dest",
    "destination",
    "goto",
    "target",
    "to",
    "out",
    "link",
    "forward",
    "callback",
    "callback_url",
    "checkout_url",
    "rurl",
];

fn is_redirect(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('-', "_");
    REDIRECT_NAMES.contains(&name.as_str()) && leads_away(value)
}

/// Whether a browser that is told to go to `value` may leave the site or run script.
fn leads_away(value: &str) -> bool {
    // Browsers strip these before they look, and read a backslash as a slash.
    let value: String = value
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .map(|c| if c == '\\' { '/' } else { c })
        .collect();
    let scheme = value
        .split_once(':')
        .map(|(scheme, _)| scheme)
        .unwrap_or_default();
    let has_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    // `host:8443/path` parses as a scheme too; it leads nowhere a browser would go.
    value.starts_with("//") || (has_scheme && !scheme.contains('.'))
}

/// Names of parameters that hold secrets, without their underscores and hyphens.
const SECRET_NAMES: [&str; 24] = [
    "token",
    "accesstoken",
    "refreshtoken",
    "idtoken",
    "authtoken",
    "apikey",
    "key",
    "apitoken",
    "secret",
    "clientsecret",
    "password",
    "passwd",
    "pwd",
    "pass",
    "passphrase",
    "auth",
    "authorization",
    "jwt",
    "session",
    "sessionid",
    "sid",
    "privatekey",
    "signature",
    "xamzsecuritytoken",
];

fn is_secret_name(name: &str) -> bool {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    SECRET_NAMES.contains(&name.as_str())
}

/// Whether a segment is `..`, with either slash, or with the slash in an overlong encoding.
fn is_traversal(bytes: &[u8]) -> bool {
    // The query counts: `?file=../../etc/passwd` is the usual place.
    bytes
        .split(|byte| matches!(byte, b'/' | b'\\' | b'?' | b'&' | b'=' | b'#'))
        .any(|segment| matches!(segment, b".." | b"..;" | b"..\xc0\xaf" | b"..\0"))
}

fn percent_decode(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b'%') {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        match (byte, after) {
            (b'%', [high, low, tail @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.push((hex_value(*high) << 4) | hex_value(*low));
                rest = tail;
            }
            _ => {
                out.push(byte);
                rest = after;
            }
        }
    }
    Cow::Owned(out)
}

fn hex_value(digit: u8) -> u8 {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
        .unwrap_or(0)
}

/// Whether a percent sign with two hexadecimal digits is left after one decoding. `%25` alone is a percent sign.
fn has_encoding(decoded: &[u8]) -> bool {
    decoded.windows(3).any(
        |three| matches!(three, [b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit()),
    )
}

fn has_broken_encoding(text: &str) -> bool {
    text.split('%').skip(1).any(|after| {
        !after
            .as_bytes()
            .get(..2)
            .is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
    })
}
