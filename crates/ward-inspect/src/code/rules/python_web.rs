//! Python: web applications.

use super::{Check, CodeRule, Scope, Unless, args};
use crate::code::Language;
use crate::rule::{Rule, Severity, Target};

pub(super) const RULES: &[CodeRule] = &[
    CodeRule {
        rule: Rule {
            id: "py-flask-debug",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(489),
            title: "Debugger on the network",
            message: "The debug server gives a Python console to whoever meets an error page.",
            remediation: "Switch debug on by the environment of a developer only, and serve with a production server.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[concat!(r"\.run\s*\(", args!(), r"\bdebug\s*=\s*True")],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, "app.run(debug=True)"),
            (Language::Python, r#"app.run(host="127.0.0.1", debug=True)"#),
        ],
        good: &[
            (Language::Python, "app.run()"),
            (Language::Python, "app.run(debug=False)"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-django-debug",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(489),
            title: "Debug mode on",
            message: "Debug pages show settings, paths and queries to visitors.",
            remediation: "Read it from the environment, with False as the default.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            r#"^[ \t]*(?:DEBUG|TEMPLATE_DEBUG|app\.debug)\s*=\s*True\b|\bconfig\[["\']DEBUG["\']\]\s*=\s*True\b"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, "DEBUG = True"),
            (Language::Python, r#"app.config["DEBUG"] = True"#),
        ],
        good: &[
            (Language::Python, r#"DEBUG = env.bool("DEBUG", False)"#),
            (Language::Python, "DEBUG = False"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-jwt-unverified",
            target: Target::Code,
            severity: Severity::Critical,
            cwe: Some(347),
            title: "Token accepted unverified",
            message: "The token's signature is not checked, so anyone can write any claim.",
            remediation: "Verify with a fixed list of algorithms and the issuer's key.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            r#"["']?\bverify_signature["']?\s*[:=]\s*False"#,
            concat!(r"\bjwt\.decode\s*\(", args!(), r"\bverify\s*=\s*False"),
            r#"\balgorithms?\s*=\s*\[?\s*["'](?i:none)["']"#,
            r"\bget_unverified_claims\s*\(",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::Python,
                r#"jwt.decode(token, options={"verify_signature": False})"#,
            ),
            (Language::Python, r#"jwt.decode(t, key, algorithms=["none"])"#),
        ],
        good: &[(
            Language::Python,
            r#"jwt.decode(token, key, algorithms=["EdDSA"])"#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "py-xxe",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(611),
            title: "XML parser that follows entities",
            message: "The XML parser may expand entities without bound or fetch what they name.",
            remediation: "Use defusedxml.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            r"\b(?:minidom|pulldom|sax|expatreader|ElementTree|ET|etree|objectify)\.(?:parse|parseString|fromstring|iterparse|XML)\s*\(|\bresolve_entities\s*=\s*True",
        ],
        check: Check::Always,
        unless: Unless::InFile(r"\bdefusedxml\b"),
        bad: &[
            (Language::Python, "tree = ET.fromstring(body)"),
            (Language::Python, "p = etree.XMLParser(resolve_entities=True)"),
        ],
        good: &[(
            Language::Python,
            r"from defusedxml import ElementTree as ET
tree = ET.fromstring(body)",
        )],
    },
    CodeRule {
        rule: Rule {
            id: "py-path-request",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(22),
            title: "Path from a request",
            message: "A file path is built from a request, so ../ reaches other files.",
            remediation: "Look the name up in a list, or resolve the path and check that it stays inside the folder.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[concat!(
            r"(?:\bopen|os\.path\.join|\bsend_file|\bPath|\.joinpath)\s*\(",
            args!(),
            r"\brequest\.(?:args|form|values|files|json|data|GET|POST|FILES|query_params|path_params|cookies|headers)\b"
        )],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::Python,
                r#"open(os.path.join(root, request.args["name"]))"#,
            ),
            (Language::Python, r#"send_file(request.args.get("f"))"#),
        ],
        good: &[
            (Language::Python, r#"open(os.path.join(root, "index.html"))"#),
            (Language::Python, "send_from_directory(root, name)"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-ssrf-request",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(918),
            title: "Request to an address from a request",
            message: "The server fetches what the caller names, which can be an internal service or cloud metadata.",
            remediation: "Allow a list of hosts, and check the resolved address.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[concat!(
            r"\b(?:requests|httpx|session|client)\.(?:get|post|put|head|request)\s*\(",
            args!(),
            r"\brequest\.(?:args|form|values|files|json|data|GET|POST|FILES|query_params|path_params|cookies|headers)\b|\burlopen\s*\(",
            args!(),
            r"\brequest\.(?:args|form|values|files|json|data|GET|POST|FILES|query_params|path_params|cookies|headers)\b"
        )],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::Python, r#"requests.get(request.args["url"])"#)],
        good: &[(
            Language::Python,
            r#"requests.get("https://api.example/v1", params={"q": q})"#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "py-open-redirect",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(601),
            title: "Redirect to an address from a request",
            message: "A link to this site can lead anywhere, which makes phishing look genuine.",
            remediation: "Redirect to a path on this site, or to a listed host.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            r"\b(?:redirect|HttpResponseRedirect|RedirectResponse)\s*\(\s*(?:url\s*=\s*)?\brequest\.(?:args|form|values|files|json|data|GET|POST|FILES|query_params|path_params|cookies|headers)\b",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::Python, r#"return redirect(request.args.get("next"))"#)],
        good: &[(Language::Python, r#"return redirect(url_for("home"))"#)],
    },
    CodeRule {
        rule: Rule {
            id: "py-assert-auth",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(617),
            title: "Authorisation by assert",
            message: "assert disappears when Python runs with -O, and the check with it.",
            remediation: "Raise an error from an if statement.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            r"^[ \t]*assert\b[^\n]*(?i:is_admin|is_authenticated|is_staff|is_superuser|has_perm|authori[sz]ed|permission|allowed)",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(
            Language::Python,
            r"def f(user):
    assert user.is_admin",
        )],
        good: &[
            (Language::Python, "assert len(items) == 3"),
            (
                Language::Python,
                r"if not user.is_admin:
    raise PermissionError",
            ),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-template-injection",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(1336),
            title: "Template from data",
            message: "A template that is built from data can run code on the server.",
            remediation: "Keep templates in files and pass data as variables.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            r#"\brender_template_string\s*\(\s*(?:[fF]["']|[a-z_]\w*|"[^"\n]*"\s*[+%]|'[^'\n]*'\s*[+%])|\bTemplate\s*\(\s*(?:[fF]["']|\brequest\.(?:args|form|values|files|json|data|GET|POST|FILES|query_params|path_params|cookies|headers)\b)"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, r#"render_template_string(f"<h1>{name}</h1>")"#),
            (Language::Python, r#"Template(request.args["t"])"#),
        ],
        good: &[
            (Language::Python, r#"render_template("page.html", name=name)"#),
            (
                Language::Python,
                r#"render_template_string("<h1>{{ name }}</h1>", name=name)"#,
            ),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-autoescape-off",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(79),
            title: "HTML without escaping",
            message: "Values reach the page unescaped, so they can carry scripts.",
            remediation: "Leave autoescape on and mark only fixed markup as safe.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            r#"\bautoescape\s*=\s*False\b|\bmark_safe\s*\(\s*(?:[fF]["']|[a-z_])|\bMarkup\s*\(\s*(?:[fF]["']|[a-z_])"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, "env = Environment(autoescape=False)"),
            (Language::Python, "return mark_safe(comment)"),
        ],
        good: &[
            (Language::Python, "env = Environment(autoescape=True)"),
            (Language::Python, r#"mark_safe("<br>")"#),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-csrf-exempt",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(352),
            title: "CSRF protection switched off",
            message: "Other sites can make a signed-in browser send this request.",
            remediation: "Keep the protection, or authenticate this view by a header that browsers do not send by themselves.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[r#"^[ \t]*@csrf_exempt\b|\bWTF_CSRF_ENABLED["\'\]]*\s*=\s*False\b|@csrf\.exempt\b"#],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(
            Language::Python,
            r"@csrf_exempt
def pay(request): pass",
        )],
        good: &[(
            Language::Python,
            r"@csrf_protect
def pay(request): pass",
        )],
    },
];
