//! Go.

use super::{Check, CodeRule, Scope, Unless, args, sql, unguessable};
use crate::code::Language;
use crate::rule::{Rule, Severity, Target};

pub(super) const RULES: &[CodeRule] = &[
    CodeRule {
        rule: Rule {
            id: "go-tls-verify-off",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(295),
            title: "Certificate check switched off",
            message: "The peer's certificate is not checked, so anyone on the way can read and change the traffic.",
            remediation: "Leave verification on; add a private authority to RootCAs.",
        },
        languages: &[Language::Go],
        scope: Scope::Code,
        patterns: &[r"\bInsecureSkipVerify\s*[:=]\s*true\b"],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::Go, "cfg := &tls.Config{InsecureSkipVerify: true}")],
        good: &[(Language::Go, "cfg := &tls.Config{InsecureSkipVerify: false}")],
    },
    CodeRule {
        rule: Rule {
            id: "go-sql-format",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(89),
            title: "SQL built from strings",
            message: "Values are put into the text of an SQL statement, where they can change its meaning.",
            remediation: "Pass values as parameters of the query; the driver keeps them apart from the statement.",
        },
        languages: &[Language::Go],
        scope: Scope::Code,
        patterns: &[
            concat!(
                r#"\bfmt\.(?:Sprintf|Fprintf|Appendf)\s*\(\s*(?:\w+\s*,\s*)?""#,
                sql!(),
                r#"[^"\n]*%[+#]?[svdqxtT]"#
            ),
            concat!(
                r"\bfmt\.(?:Sprintf|Fprintf|Appendf)\s*\(\s*(?:\w+\s*,\s*)?`",
                sql!(),
                "[^`]*%[+#]?[svdqxtT]"
            ),
            concat!(r#"""#, sql!(), r#"[^"\n]*"\s*\+\s*[\w(]"#),
            concat!("`", sql!(), r"[^`]*`\s*\+\s*[\w(]"),
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::Go,
                r#"q := fmt.Sprintf("SELECT * FROM users WHERE name = '%s'", name)"#,
            ),
            (
                Language::Go,
                r#"db.Query("SELECT * FROM users WHERE id = " + id)"#,
            ),
        ],
        good: &[(
            Language::Go,
            r#"db.Query("SELECT * FROM users WHERE name = $1", name)"#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "go-shell",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(78),
            title: "Shell command from data",
            message: "A command line is put together and given to a shell, which runs whatever the data adds.",
            remediation: "Start the program itself and pass each argument on its own.",
        },
        languages: &[Language::Go],
        scope: Scope::Code,
        patterns: &[
            r#"\bexec\.Command(?:Context)?\s*\((?:\s*[\w.]+\s*,)?\s*"(?:/bin/|/usr/bin/)?(?:sh|bash|zsh|cmd|powershell)(?:\.exe)?"\s*,\s*"(?:-c|/c|/C|-Command)"\s*,\s*(?:[^"`)\s]|"[^"\n]*"\s*\+)"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Go, r#"exec.Command("sh", "-c", cmd).Run()"#),
            (
                Language::Go,
                r#"exec.CommandContext(ctx, "bash", "-c", "ls " + dir)"#,
            ),
        ],
        good: &[
            (Language::Go, r#"exec.Command("ls", dir).Run()"#),
            (Language::Go, r#"exec.Command("sh", "-c", "date").Run()"#),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "go-weak-hash",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(328),
            title: "Broken hash function",
            message: "MD5 and SHA-1 no longer resist collisions, and are far too fast for passwords.",
            remediation: "Use crypto/sha256 for integrity, Argon2id for passwords.",
        },
        languages: &[Language::Go],
        scope: Scope::Code,
        patterns: &[r"\b(?:md5|sha1|md4)\.(?:New|Sum)\s*\("],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Go, "h := md5.Sum(data)"),
            (Language::Go, "h := sha1.New()"),
        ],
        good: &[(Language::Go, "h := sha256.Sum256(data)")],
    },
    CodeRule {
        rule: Rule {
            id: "go-weak-cipher",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(327),
            title: "Broken cipher or mode",
            message: "DES, RC4 and Blowfish leak plaintext.",
            remediation: "Use AES-GCM or ChaCha20-Poly1305.",
        },
        languages: &[Language::Go],
        scope: Scope::Code,
        patterns: &[
            r"\bdes\.New(?:TripleDES)?Cipher\s*\(|\brc4\.NewCipher\s*\(|\bblowfish\.NewCipher\s*\(|\bNewECBEncrypter\s*\(",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::Go, "b, err := des.NewCipher(key)")],
        good: &[(Language::Go, "b, err := aes.NewCipher(key)")],
    },
    CodeRule {
        rule: Rule {
            id: "go-insecure-random",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(338),
            title: "Predictable secret",
            message: "math/rand can be predicted from its output; it must not make tokens or passwords.",
            remediation: "Use crypto/rand.",
        },
        languages: &[Language::Go],
        scope: Scope::Code,
        patterns: &[
            concat!(
                unguessable!(),
                r"\s*:?=\s*[^\n]*\brand\.(?:Int\w*|Uint\w*|Float\w*|Perm|Read|New|N)\s*\("
            ),
            concat!(
                r"\bfunc\s+",
                unguessable!(),
                r"\s*\([^)\n]*\)[^{\n]*\{(?:[^\n]*\n){0,4}?[^\n]*\brand\.(?:Int\w*|Uint\w*|Float\w*|Perm|Read|N)\s*\("
            ),
        ],
        check: Check::Always,
        unless: Unless::NotInFile(r#""math/rand(?:/v2)?""#),
        bad: &[
            (
                Language::Go,
                r#"import "math/rand"
var token = rand.Int63()"#,
            ),
            (
                Language::Go,
                r#"import "math/rand"
func newToken() int {
	return rand.Intn(1000000)
}"#,
            ),
        ],
        good: &[
            (
                Language::Go,
                r#"import "crypto/rand"
token := rand.Text()"#,
            ),
            (
                Language::Go,
                r#"import "math/rand"
delay := rand.Intn(10)"#,
            ),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "go-template-raw",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(79),
            title: "Markup past the escaping",
            message: "A value is declared to be safe markup, so it can carry scripts.",
            remediation: "Pass plain strings and let html/template escape them.",
        },
        languages: &[Language::Go],
        scope: Scope::Code,
        patterns: &[r#"\btemplate\.(?:HTML|JS|URL|HTMLAttr|CSS|JSStr)\s*\(\s*[^"`)\s]"#],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::Go, "data.Body = template.HTML(comment)")],
        good: &[
            (Language::Go, "data.Body = comment"),
            (Language::Go, r#"data.Rule = template.HTML("<hr>")"#),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "go-path-request",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(22),
            title: "Path from a request",
            message: "A file path is built from a request, so ../ reaches other files.",
            remediation: "Use os.Root, or look the name up in a list.",
        },
        languages: &[Language::Go],
        scope: Scope::Code,
        patterns: &[concat!(
            r"\b(?:filepath\.Join|path\.Join|os\.Open(?:File)?|os\.ReadFile|os\.Create|http\.ServeFile)\s*\(",
            args!(),
            r"(?:\b(?:r|req|request)\.(?:URL\.Query\s*\(\s*\)\.Get|FormValue|PostFormValue|PathValue|URL\.Path|Header\.Get)\b|\bc\.(?:Param|Query|QueryParam|PostForm|FormValue)\s*\(|\bmux\.Vars\s*\(|\bchi\.URLParam\s*\()"
        )],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Go, r#"http.ServeFile(w, r, r.URL.Query().Get("f"))"#),
            (Language::Go, r#"p := filepath.Join(root, c.Param("name"))"#),
        ],
        good: &[(Language::Go, r#"http.ServeFile(w, r, "index.html")"#)],
    },
    CodeRule {
        rule: Rule {
            id: "go-ssrf-request",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(918),
            title: "Request to an address from a request",
            message: "The server fetches what the caller names, which can be an internal service or cloud metadata.",
            remediation: "Allow a list of hosts, and check the resolved address.",
        },
        languages: &[Language::Go],
        scope: Scope::Code,
        patterns: &[concat!(
            r"\bhttp\.(?:Get|Post|Head|PostForm|NewRequest)\s*\(",
            args!(),
            r"(?:\b(?:r|req|request)\.(?:URL\.Query\s*\(\s*\)\.Get|FormValue|PostFormValue|PathValue|URL\.Path|Header\.Get)\b|\bc\.(?:Param|Query|QueryParam|PostForm|FormValue)\s*\(|\bmux\.Vars\s*\(|\bchi\.URLParam\s*\()"
        )],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::Go, r#"resp, err := http.Get(r.FormValue("url"))"#)],
        good: &[(Language::Go, r#"resp, err := http.Get("https://api.example/v1")"#)],
    },
    CodeRule {
        rule: Rule {
            id: "go-open-redirect",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(601),
            title: "Redirect to an address from a request",
            message: "A link to this site can lead anywhere, which makes phishing look genuine.",
            remediation: "Redirect to a path on this site, or to a listed host.",
        },
        languages: &[Language::Go],
        scope: Scope::Code,
        patterns: &[concat!(
            r"\bhttp\.Redirect\s*\(",
            args!(),
            r"(?:\b(?:r|req|request)\.(?:URL\.Query\s*\(\s*\)\.Get|FormValue|PostFormValue|PathValue|URL\.Path|Header\.Get)\b|\bc\.(?:Param|Query|QueryParam|PostForm|FormValue)\s*\(|\bmux\.Vars\s*\(|\bchi\.URLParam\s*\()"
        )],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::Go, r#"http.Redirect(w, r, r.FormValue("next"), 302)"#)],
        good: &[(Language::Go, r#"http.Redirect(w, r, "/home", 302)"#)],
    },
    CodeRule {
        rule: Rule {
            id: "go-jwt-unverified",
            target: Target::Code,
            severity: Severity::Critical,
            cwe: Some(347),
            title: "Token accepted unverified",
            message: "The token's signature is not checked, so anyone can write any claim.",
            remediation: "Verify with a fixed list of algorithms and the issuer's key.",
        },
        languages: &[Language::Go],
        scope: Scope::Code,
        patterns: &[
            r"\bSigningMethodNone\b|\bUnsafeAllowNoneSignatureType\b|\.ParseUnverified\s*\(|\bUnsafeClaimsWithoutVerification\s*\(",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::Go, "t, _, err := parser.ParseUnverified(raw, claims)")],
        good: &[(
            Language::Go,
            r#"t, err := jwt.Parse(raw, keyFunc, jwt.WithValidMethods([]string{"EdDSA"}))"#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "go-ssh-host-key",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(322),
            title: "Unknown SSH hosts accepted",
            message: "Any host key is accepted, so anyone on the way can pose as the server.",
            remediation: "Use knownhosts or FixedHostKey.",
        },
        languages: &[Language::Go],
        scope: Scope::Code,
        patterns: &[r"\bssh\.InsecureIgnoreHostKey\s*\("],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::Go, "cfg.HostKeyCallback = ssh.InsecureIgnoreHostKey()")],
        good: &[(Language::Go, "cfg.HostKeyCallback = ssh.FixedHostKey(key)")],
    },
    CodeRule {
        rule: Rule {
            id: "go-pprof",
            target: Target::Code,
            severity: Severity::Low,
            cwe: Some(489),
            title: "Profiler on the default server",
            message: "Importing net/http/pprof publishes profiles and command lines on the default mux.",
            remediation: "Serve it on a loopback listener of its own.",
        },
        languages: &[Language::Go],
        scope: Scope::Code,
        patterns: &[r#"\b_\s+"net/http/pprof""#],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::Go, r#"import _ "net/http/pprof""#)],
        good: &[(Language::Go, r#"import "net/http""#)],
    },
];
