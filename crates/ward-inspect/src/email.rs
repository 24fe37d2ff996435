//! E-mail addresses: whether they are sound, and what they say about whoever answers.

use ward_input::confusable::{has_mixed_scripts, lookalike};
use ward_input::email::{EmailAddress, EmailError};

use crate::report::{Gathering, Report};
use crate::rule::{Rule, Selection, Severity, Target};

const fn rule(
    id: &'static str,
    severity: Severity,
    cwe: Option<u16>,
    title: &'static str,
    message: &'static str,
    remediation: &'static str,
) -> Rule {
    Rule {
        id,
        target: Target::Email,
        severity,
        cwe,
        title,
        message,
        remediation,
    }
}

/// The rules for e-mail addresses.
#[rustfmt::skip]
pub(crate) const RULES: &[Rule] = &[
    rule("email-malformed", Severity::High, Some(20), "Not an e-mail address", "The text is not an address by RFC 5321.", "Ask for the address again."),
    rule("email-too-long", Severity::Medium, Some(1284), "Too long", "The address is longer than 254 octets, or its local part longer than 64.", "Ask for the address again."),
    rule("email-header-injection", Severity::Critical, Some(93), "Line break in the address", "A CR or LF in an address adds headers or recipients to a message.", "Refuse it before it reaches a mail library."),
    rule("email-control-character", Severity::High, Some(20), "Control character", "The address has a control character, or one that turns the direction of text.", "Refuse it."),
    rule("email-several-addresses", Severity::High, Some(20), "Several addresses", "The text reads as more than one address, so a message would reach others too.", "Accept one address at a time."),
    rule("email-quoted-local", Severity::Low, None, "Quoted local part", "The part before the @ is quoted; many programs handle that wrongly.", "Accept it only where it is needed."),
    rule("email-utf8-local", Severity::Info, None, "Local part beyond ASCII", "Every mail server on the way needs SMTPUTF8 for this address.", "Ask for a second address."),
    rule("email-address-literal", Severity::Medium, Some(345), "Address literal", "The domain is an IP address; ordinary mailboxes have a domain name.", "Ask for an address with a domain name."),
    rule("email-single-label", Severity::Medium, Some(20), "Domain without a dot", "The domain has one label, which names a host on the local network.", "Ask for a full domain."),
    rule("email-local-domain", Severity::Medium, Some(20), "Local domain", "The domain is reserved for local networks.", "Ask for a public domain."),
    rule("email-reserved-domain", Severity::Low, Some(20), "Reserved domain", "The domain is reserved for examples and tests by RFC 2606, so nobody receives the message.", "Ask for a real address."),
    rule("email-idn-domain", Severity::Low, Some(1007), "International domain", "The domain has letters of other scripts, which can look like those of a known name.", "Show the domain in its ASCII form as well."),
    rule("email-mixed-scripts", Severity::High, Some(1007), "Mixed scripts", "A label of the domain mixes scripts that no language combines, as imitations do.", "Do not trust the sender."),
    rule("email-lookalike-domain", Severity::High, Some(1007), "Looks like a known domain", "The domain resembles a well-known one without belonging to it: an imitation, or a typing error.", "Ask whether the known domain is meant."),
    rule("email-disposable", Severity::Info, None, "Disposable mailbox", "The domain gives out mailboxes that anyone can open and that vanish.", "Do not let the address recover an account."),
    rule("email-role-account", Severity::Info, None, "Role account", "The mailbox belongs to a role, so several people may read it.", "Do not send secrets to it."),
    rule("email-subaddress", Severity::Info, None, "Sub-address", "The address has a tag after a plus sign; without it, it is the same mailbox.", "Compare accounts without the tag where one person may have one."),
];

/// Audits an e-mail address as typed. Anything is accepted; what is no address is a finding.
#[must_use]
pub fn audit_email(value: &str, selection: &Selection) -> Report {
    let mut gathering = Gathering::new(selection);
    let mut found = |id| gathering.add_by_id(RULES, id);
    match EmailAddress::parse(value) {
        Ok(address) => address_findings(&address, &mut found),
        Err(error) => error_findings(value, error, &mut found),
    }
    gathering.finish()
}

fn error_findings(value: &str, error: EmailError, found: &mut impl FnMut(&'static str)) {
    match error {
        EmailError::Control if value.contains(['\r', '\n']) => found("email-header-injection"),
        EmailError::Control => found("email-control-character"),
        EmailError::TooLong | EmailError::LocalTooLong => found("email-too-long"),
        _ => found("email-malformed"),
    }
    // An encoded line break becomes a plain one in whatever decodes next.
    let lower = value.to_ascii_lowercase();
    if lower.contains("%0a") || lower.contains("%0d") {
        found("email-header-injection");
    }
    if value.contains([',', ';']) && value.matches('@').count() > 1 {
        found("email-several-addresses");
    }
}

fn address_findings(address: &EmailAddress, found: &mut impl FnMut(&'static str)) {
    let notes = address.notes();
    let local = address.local().to_ascii_lowercase();
    if local.contains("%0a") || local.contains("%0d") {
        found("email-header-injection");
    }
    if notes.quoted {
        found("email-quoted-local");
    }
    if notes.utf8_local {
        found("email-utf8-local");
    }
    if address.subaddress().is_some() {
        found("email-subaddress");
    }
    if ROLES.contains(&address.mailbox().as_str()) {
        found("email-role-account");
    }
    let Some(name) = address.host_name() else {
        return found("email-address-literal");
    };
    if notes.single_label_domain {
        found("email-single-label");
    } else if name.is_local() {
        found("email-local-domain");
    }
    if RESERVED.iter().any(|domain| name.is_or_under(domain)) {
        found("email-reserved-domain");
    }
    if notes.internationalized_domain {
        found("email-idn-domain");
    }
    if has_mixed_scripts(name) {
        found("email-mixed-scripts");
    }
    if lookalike(name).is_some() {
        found("email-lookalike-domain");
    }
    if DISPOSABLE.iter().any(|domain| name.is_or_under(domain)) {
        found("email-disposable");
    }
}

/// The mailboxes of RFC 2142, and others that organisations give to a role.
#[rustfmt::skip]
const ROLES: [&str; 34] = [
    "abuse", "accounts", "admin", "administrator", "billing", "compliance", "contact", "devnull", "dns", "ftp",
    "help", "helpdesk", "hostmaster", "hr", "info", "jobs", "legal", "marketing", "news", "no-reply", "noc",
    "noreply", "office", "postmaster", "privacy", "root", "sales", "security", "service", "support", "team",
    "usenet", "webmaster", "www",
];

/// RFC 2606 and RFC 6761.
const RESERVED: [&str; 6] = [
    "example",
    "example.com",
    "example.net",
    "example.org",
    "invalid",
    "test",
];

/// Well-known givers of throw-away mailboxes. Thousands exist and change weekly; this is a hint, not a filter.
#[rustfmt::skip]
const DISPOSABLE: [&str; 24] = [
    "10minutemail.com", "discard.email", "dispostable.com", "emailondeck.com", "fakeinbox.com", "getnada.com",
    "guerrillamail.com", "guerrillamail.info", "guerrillamail.net", "inboxkitten.com", "mailcatch.com",
    "maildrop.cc", "mailinator.com", "mailnesia.com", "mintemail.com", "moakt.com", "mohmal.com", "sharklasers.com",
    "spamgourmet.com", "temp-mail.org", "tempmail.com", "throwawaymail.com", "trashmail.com", "yopmail.com",
];
