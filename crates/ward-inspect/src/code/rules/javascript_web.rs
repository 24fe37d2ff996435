//! JavaScript and TypeScript: pages and web applications.

use super::{Check, CodeRule, Scope, Unless, args};
use crate::code::Language;
use crate::rule::{Rule, Severity, Target};

pub(super) const RULES: &[CodeRule] = &[
    CodeRule {
        rule: Rule {
            id: "js-inner-html",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(79),
            title: "Markup from data",
            message: "Text becomes markup in the page, so it can carry scripts.",
            remediation: "Use textContent, or clean the markup with a sanitiser first.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            r#"\.(?:innerHTML|outerHTML)\s*\+?=\s*(?:[A-Za-z_(]|`[^`]*\$\{|"[^"\n]*"\s*\+|'[^'\n]*'\s*\+)"#,
            r#"\.insertAdjacentHTML\s*\(\s*["']\w+["']\s*,\s*(?:[A-Za-z_(]|`[^`]*\$\{)"#,
        ],
        check: Check::Always,
        unless: Unless::Near("(?i:purify|sanitize|escapeHtml|encodeHtml|trustedTypes)"),
        bad: &[
            (Language::JavaScript, "el.innerHTML = location.hash"),
            (Language::JavaScript, "el.innerHTML = `<b>${name}</b>`"),
        ],
        good: &[
            (Language::JavaScript, "el.textContent = name"),
            (Language::JavaScript, r#"el.innerHTML = "<b>fixed</b>""#),
            (Language::JavaScript, "el.innerHTML = DOMPurify.sanitize(html)"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "js-document-write",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(79),
            title: "Markup written into the page",
            message: "What is written becomes markup, so data in it can carry scripts.",
            remediation: "Create elements and set textContent.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            r#"\bdocument\.write(?:ln)?\s*\(\s*(?:[A-Za-z_(]|`[^`]*\$\{|"[^"\n]*"\s*\+|'[^'\n]*'\s*\+)"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::JavaScript, "document.write(location.search)")],
        good: &[(Language::JavaScript, r#"document.write("<hr>")"#)],
    },
    CodeRule {
        rule: Rule {
            id: "js-react-html",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(79),
            title: "Markup past the escaping of React",
            message: "dangerouslySetInnerHTML puts markup into the page as it is.",
            remediation: "Render text, or clean the markup with a sanitiser first.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[r"\bdangerouslySetInnerHTML\s*=\s*\{"],
        check: Check::Always,
        unless: Unless::Near("(?i:purify|sanitize)"),
        bad: &[(
            Language::JavaScript,
            "<div dangerouslySetInnerHTML={{ __html: post.body }} />",
        )],
        good: &[(
            Language::JavaScript,
            "<div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(post.body) }} />",
        )],
    },
    CodeRule {
        rule: Rule {
            id: "js-jwt-unverified",
            target: Target::Code,
            severity: Severity::Critical,
            cwe: Some(347),
            title: "Token accepted unverified",
            message: "A token without a signature is accepted, so anyone can write any claim.",
            remediation: "Verify with a fixed list of algorithms and the issuer's key.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            r#"["']?\balgorithms?["']?\s*:\s*\[?\s*["'`](?i:none)["'`]|\bjwt\.verify\s*\([^,()]+,\s*(?:null|undefined|""|'')"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::JavaScript,
                r#"jwt.verify(t, key, { algorithms: ["none"] })"#,
            ),
            (Language::JavaScript, "jwt.verify(t, null)"),
        ],
        good: &[(
            Language::JavaScript,
            r#"jwt.verify(t, key, { algorithms: ["EdDSA"] })"#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "js-path-request",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(22),
            title: "Path from a request",
            message: "A file path is built from a request, so ../ reaches other files.",
            remediation: "Look the name up in a list, or resolve the path and check that it stays inside the folder.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[concat!(
            r"\b(?:path\.(?:join|resolve)|readFile(?:Sync)?|writeFile(?:Sync)?|sendFile|createReadStream|download)\s*\(",
            args!(),
            r"\b(?:req|request|ctx)\.(?:query|params|body|headers|cookies)\b"
        )],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::JavaScript, "res.sendFile(path.join(root, req.query.f))")],
        good: &[(
            Language::JavaScript,
            r#"res.sendFile(path.join(root, "index.html"))"#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "js-ssrf-request",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(918),
            title: "Request to an address from a request",
            message: "The server fetches what the caller names, which can be an internal service or cloud metadata.",
            remediation: "Allow a list of hosts, and check the resolved address.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            r"\b(?:fetch|axios(?:\.(?:get|post|request))?|got|needle|https?\.(?:get|request))\s*\(\s*(?:`[^`]*\$\{\s*)?\b(?:req|request|ctx)\.(?:query|params|body|headers|cookies)\b",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::JavaScript, "const r = await fetch(req.query.url)")],
        good: &[(
            Language::JavaScript,
            r#"const r = await fetch("https://api.example/v1")"#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "js-open-redirect",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(601),
            title: "Redirect to an address from a request",
            message: "A link to this site can lead anywhere, which makes phishing look genuine.",
            remediation: "Redirect to a path on this site, or to a listed host.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            r"\.redirect\s*\(\s*(?:\d+\s*,\s*)?\b(?:req|request|ctx)\.(?:query|params|body|headers|cookies)\b|\blocation(?:\.href)?\s*=\s*(?:new\s+URLSearchParams|params\.get|searchParams\.get)",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::JavaScript, "res.redirect(req.query.next)")],
        good: &[(Language::JavaScript, r#"res.redirect("/home")"#)],
    },
    CodeRule {
        rule: Rule {
            id: "js-post-message",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(346),
            title: "Message to every origin",
            message: "The message reaches whichever site the window shows at that moment.",
            remediation: "Name the origin that may receive it.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[r#"\.postMessage\s*\((?:[^();\n]|\([^()\n]*\))*,\s*["'`]\*["'`]"#],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::JavaScript, r#"parent.postMessage(data, "*")"#)],
        good: &[(
            Language::JavaScript,
            r#"parent.postMessage(data, "https://a.example")"#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "js-xxe",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(611),
            title: "XML parser that follows entities",
            message: "The XML parser expands entities and fetches what they name.",
            remediation: "Leave noent off.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[r"\bnoent\s*:\s*true\b"],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::JavaScript, "libxml.parseXml(body, { noent: true })")],
        good: &[(Language::JavaScript, "libxml.parseXml(body)")],
    },
];
