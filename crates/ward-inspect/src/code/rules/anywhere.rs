//! Weaknesses that every language writes in its own way.

use super::{Check, CodeRule, Scope, Unless, args};
use crate::code::Language;
use crate::rule::{Rule, Severity, Target};

pub(super) const RULES: &[CodeRule] = &[
    CodeRule {
        rule: Rule {
            id: "code-bind-all",
            target: Target::Code,
            severity: Severity::Low,
            cwe: Some(605),
            title: "Listens on every address",
            message: "The server listens on every network interface, also those that nobody thought of.",
            remediation: "Bind to the one address that is meant, and to loopback behind a proxy.",
        },
        languages: &Language::ALL,
        scope: Scope::Code,
        patterns: &[
            r#"(?i)(?:host|bind|listen|addr|address|serve)\w*["']?\s*[=:(,]\s*\(?\s*(?:&?\w+\()?["']0\.0\.0\.0"#,
            r#"ListenAndServe(?:TLS)?\s*\(\s*":\d"#,
            r#"\.listen\s*\(\s*\d+\s*,\s*["']0\.0\.0\.0"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, r#"app.run(host="0.0.0.0")"#),
            (Language::Go, r#"http.ListenAndServe(":8080", mux)"#),
            (Language::JavaScript, r#"app.listen(3000, "0.0.0.0")"#),
            (Language::Rust, r#"TcpListener::bind("0.0.0.0:80")"#),
        ],
        good: &[
            (Language::Python, r#"app.run(host="127.0.0.1")"#),
            (Language::Python, r#"mask = "0.0.0.0""#),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "code-chmod-world",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(732),
            title: "File open to everyone",
            message: "A file or folder becomes writable for every user of the machine.",
            remediation: "Give the owner what is needed: 0600 for secrets, 0700 for folders.",
        },
        languages: &Language::ALL,
        scope: Scope::Code,
        patterns: &[
            r"(?i)\b(?:os|fs|fsPromises|syscall|path)?\.?chmod(?:Sync)?\s*\([^)\n]*\b0?o?(?:777|666|776|767)\b",
            r"from_mode\s*\(\s*0o(?:777|666)",
            r#"fromString\s*\(\s*"rwxrwxrwx""#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, "os.chmod(path, 0o777)"),
            (Language::JavaScript, "fs.chmodSync(p, 0o777)"),
            (Language::Go, "os.Chmod(p, 0777)"),
            (Language::Rust, "Permissions::from_mode(0o777)"),
            (Language::Java, r#"PosixFilePermissions.fromString("rwxrwxrwx")"#),
        ],
        good: &[(Language::Python, "os.chmod(path, 0o600)")],
    },
    CodeRule {
        rule: Rule {
            id: "code-pbkdf2-low",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(916),
            title: "Too few PBKDF2 iterations",
            message: "PBKDF2 runs fewer than 100,000 iterations, so guessed passwords are cheap to try.",
            remediation: "Use Argon2id, or PBKDF2-HMAC-SHA256 with at least 600,000 iterations.",
        },
        languages: &Language::ALL,
        scope: Scope::Code,
        patterns: &[
            r"\bpbkdf2_hmac\s*\([^()]*(?:\([^()]*\)[^()]*)*,\s*(?:iterations\s*=\s*)?(?:[1-9]\d{0,4}|[1-9]\d?_\d{3})\s*[,)]",
            concat!(
                r"\bPBKDF2HMAC\s*\(",
                args!(),
                r"iterations\s*=\s*(?:[1-9]\d{0,4}|[1-9]\d?_\d{3})\s*[,)]"
            ),
            r"\bpbkdf2(?:Sync)?\s*\([^(),]+,[^(),]+,\s*(?:[1-9]\d{0,4}|[1-9]\d?_\d{3})\s*,",
            r"\bpbkdf2\.Key\s*\((?:[^(),]|\([^()]*\))+,(?:[^(),]|\([^()]*\))+,\s*[1-9]\d{0,4}\s*,",
            r"new\s+PBEKeySpec\s*\((?:[^(),]|\([^()]*\))+,[^(),]+,\s*(?:[1-9]\d{0,4}|[1-9]\d?_\d{3})\s*,",
            r"\bpbkdf2_hmac(?:_array)?(?:::<[^>]*>)?\s*\([^(),]+,[^(),]+,\s*(?:[1-9]\d{0,4}|[1-9]\d?_\d{3})\s*[,)]",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::Python,
                r#"k = hashlib.pbkdf2_hmac("sha256", pw, salt, 10000)"#,
            ),
            (
                Language::JavaScript,
                r#"crypto.pbkdf2Sync(pw, salt, 1000, 32, "sha256")"#,
            ),
            (Language::Go, "pbkdf2.Key([]byte(pw), salt, 4096, 32, sha256.New)"),
            (
                Language::Java,
                "new PBEKeySpec(pw.toCharArray(), salt, 65_536, 256)",
            ),
            (
                Language::Rust,
                "pbkdf2_hmac::<Sha256>(pw, salt, 10_000, &mut out)",
            ),
        ],
        good: &[
            (
                Language::Python,
                r#"k = hashlib.pbkdf2_hmac("sha256", pw, salt, 600000)"#,
            ),
            (Language::Java, "new PBEKeySpec(pw, salt, 600_000, 256)"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "code-static-iv",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(329),
            title: "Constant IV, nonce or salt",
            message: "A value that must be new for each message or password is a constant, which lets attackers compare or recover plaintexts.",
            remediation: "Take it from the operating system's random generator each time, or use a construction that does.",
        },
        languages: &Language::ALL,
        scope: Scope::Code,
        patterns: &[
            r#"(?i)(?:^|[^\w.])(?:\w+_)?(?:iv|nonce|salt)\s*(?::\s*[\w&\[\]; <>]{1,24})?\s*:?=\s*(?:b["'][^"'\n]{4,}["']|["'][^"'\n]{8,}["']|bytes\s*\(\s*\d+\s*\)|b["']\\x00["']\s*\*)"#,
            r#"(?i)\b(?:iv|nonce|salt)\s*=\s*Buffer\.(?:alloc\s*\(\s*\d+\s*\)|from\s*\(\s*["'])"#,
            r#"(?i)\b(?:iv|nonce|salt)\s*:?=\s*\[\]byte\s*\(?\s*["{]"#,
            r#"(?i)\blet\s+(?:iv|nonce|salt)\b[^=;\n]*=\s*&?(?:\[0(?:u8)?;|b"|\*b")"#,
            r#"(?i)\bbyte\s*\[\]\s*(?:iv|nonce|salt)\s*=\s*(?:"[^"\n]*"\s*\.getBytes|\{)"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, r#"iv = b"0123456789abcdef""#),
            (Language::JavaScript, "const iv = Buffer.alloc(16)"),
            (Language::Go, r#"nonce := []byte("0123456789ab")"#),
            (Language::Rust, r#"let nonce = b"unique nonce";"#),
            (Language::Java, r#"byte[] salt = "pepper".getBytes();"#),
        ],
        good: &[
            (Language::Python, "iv = os.urandom(16)"),
            (Language::Rust, "let mut nonce = [0u8; 12];"),
            (Language::JavaScript, "const iv = crypto.randomBytes(16)"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "code-cors-credentials",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(942),
            title: "Cross-origin credentials for everyone",
            message: "Any web site may send requests with the user's credentials and read the answers.",
            remediation: "List the origins that may, or drop credentials.",
        },
        languages: &Language::ALL,
        scope: Scope::Code,
        patterns: &[
            r#"allow_origins\s*=\s*\[\s*["']\*["'](?s-u:[^)]{0,200})allow_credentials\s*=\s*True"#,
            concat!(
                r"\bCORS\s*\(",
                args!(),
                r#"origins?\s*=\s*["']\*["']"#,
                args!(),
                r"supports_credentials\s*=\s*True"
            ),
            r#"origin\s*:\s*(?:["']\*["']|true)\s*,\s*credentials\s*:\s*true"#,
            r#"credentials\s*:\s*true\s*,\s*origin\s*:\s*(?:["']\*["']|true)"#,
            r#"allowedOrigin(?:Patterns|s)?\s*\(\s*"\*"\s*\)[^;]{0,200}allowCredentials\s*\(\s*true"#,
            r"CorsLayer::very_permissive\s*\(",
            r"AllowAllOrigins\s*:\s*true[^}]{0,200}AllowCredentials\s*:\s*true",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::Python,
                r#"app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)"#,
            ),
            (
                Language::JavaScript,
                "app.use(cors({ origin: true, credentials: true }))",
            ),
            (
                Language::Java,
                r#"registry.addMapping("/**").allowedOrigins("*").allowCredentials(true);"#,
            ),
            (Language::Rust, "let layer = CorsLayer::very_permissive();"),
        ],
        good: &[
            (
                Language::Python,
                r#"app.add_middleware(CORSMiddleware, allow_origins=["https://a.example"], allow_credentials=True)"#,
            ),
            (Language::JavaScript, r#"app.use(cors({ origin: "*" }))"#),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "code-cookie-flags",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(614),
            title: "Cookie without its protection",
            message: "A cookie is set without Secure or HttpOnly, so it travels in clear text or scripts can read it.",
            remediation: "Set Secure, HttpOnly and SameSite on every cookie that carries a session.",
        },
        languages: &Language::ALL,
        scope: Scope::Code,
        patterns: &[
            concat!(
                r"\.set_cookie\s*\(",
                args!(),
                r"\b(?:secure|httponly)\s*=\s*False"
            ),
            r#"\b(?:SESSION|CSRF)_COOKIE_(?:SECURE|HTTPONLY)["\'\]]*\s*=\s*False"#,
            r"\b(?:httpOnly|HttpOnly)\s*:\s*false\b",
            r"\b[cC]ookie\w*\b[^;]{0,200}\b[sS]ecure\s*:\s*false\b",
            r"\.(?:set)?(?:Secure|HttpOnly|http_only|secure)\s*\(\s*false\s*\)",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::Python,
                r#"response.set_cookie("sid", sid, secure=False)"#,
            ),
            (
                Language::JavaScript,
                r#"res.cookie("sid", sid, { httpOnly: false })"#,
            ),
            (Language::Go, r#"http.Cookie{Name: "sid", HttpOnly: false}"#),
            (Language::Java, "cookie.setSecure(false);"),
            (Language::Rust, r#"Cookie::build(("sid", sid)).http_only(false)"#),
        ],
        good: &[(
            Language::Python,
            r#"response.set_cookie("sid", sid, secure=True, httponly=True)"#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "code-tls-old",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(326),
            title: "Outdated TLS version",
            message: "SSL or a TLS version before 1.2 is allowed; their weaknesses have been in use for years.",
            remediation: "Require TLS 1.2 or 1.3.",
        },
        languages: &Language::ALL,
        scope: Scope::Code,
        patterns: &[
            r"\bssl\.PROTOCOL_(?:SSLv2|SSLv3|SSLv23|TLSv1|TLSv1_1)\b",
            r"\bTLSVersion\.(?:SSLv3|TLSv1|TLSv1_1)\b",
            r#"(?:minVersion|secureProtocol)\s*:\s*["'](?:SSLv\d+|TLSv1(?:\.1|_1)?)(?:_method)?["']"#,
            r"\btls\.Version(?:SSL30|TLS10|TLS11)\b",
            r#"SSLContext\.getInstance\s*\(\s*"(?:SSL|SSLv3|TLSv1|TLSv1\.1)""#,
            r"Protocol::(?:Sslv3|Tlsv10|Tlsv11)\b|SslVersion::(?:SSL3|TLS1|TLS1_1)\b|Version::TLS_1_[01]\b",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, "ctx = ssl.SSLContext(ssl.PROTOCOL_TLSv1)"),
            (Language::Go, "cfg.MinVersion = tls.VersionTLS10"),
            (
                Language::JavaScript,
                r#"https.createServer({ minVersion: "TLSv1.1" })"#,
            ),
            (Language::Java, r#"SSLContext.getInstance("SSLv3")"#),
            (Language::Rust, "builder.min_tls_version(Version::TLS_1_0)"),
        ],
        good: &[
            (Language::Python, "ctx.minimum_version = ssl.TLSVersion.TLSv1_2"),
            (Language::Go, "cfg.MinVersion = tls.VersionTLS12"),
        ],
    },
];
