//! Rust.

use super::{Check, CodeRule, Scope, Unless, sql, unguessable};
use crate::code::Language;
use crate::rule::{Rule, Severity, Target};

pub(super) const RULES: &[CodeRule] = &[
    CodeRule {
        rule: Rule {
            id: "rs-tls-verify-off",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(295),
            title: "Certificate check switched off",
            message: "The peer's certificate is not checked, so anyone on the way can read and change the traffic.",
            remediation: "Leave verification on; add a private authority as a root certificate.",
        },
        languages: &[Language::Rust],
        scope: Scope::Code,
        patterns: &[
            r"\bdanger_accept_invalid_(?:certs|hostnames)\s*\(\s*true|\bSslVerifyMode::NONE\b|\btls_danger_accept_invalid_certs\s*\(\s*true",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(
            Language::Rust,
            "let c = Client::builder().danger_accept_invalid_certs(true).build();",
        )],
        good: &[(
            Language::Rust,
            "let c = Client::builder().danger_accept_invalid_certs(false).build();",
        )],
    },
    CodeRule {
        rule: Rule {
            id: "rs-sql-format",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(89),
            title: "SQL built from strings",
            message: "Values are put into the text of an SQL statement, where they can change its meaning.",
            remediation: "Pass values with bind; the driver keeps them apart from the statement.",
        },
        languages: &[Language::Rust],
        scope: Scope::Code,
        patterns: &[concat!(
            r#"\b(?:format|format_args|write|writeln)!\s*\(\s*(?:&mut\s+\w+\s*,\s*|\w+\s*,\s*)?r?#*""#,
            sql!(),
            r#"[^"]*\{"#
        )],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(
            Language::Rust,
            r#"let q = format!("SELECT * FROM users WHERE name = '{name}'");"#,
        )],
        good: &[
            (
                Language::Rust,
                r#"sqlx::query("SELECT * FROM users WHERE name = ?").bind(name)"#,
            ),
            (Language::Rust, r#"let s = format!("selected {n} rows");"#),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "rs-shell-format",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(78),
            title: "Shell command from data",
            message: "A command line is put together and given to a shell, which runs whatever the data adds.",
            remediation: "Start the program itself and pass each argument with arg.",
        },
        languages: &[Language::Rust],
        scope: Scope::Code,
        patterns: &[
            r#"\bCommand::new\s*\(\s*"(?:/bin/|/usr/bin/)?(?:sh|bash|zsh|dash|cmd|powershell)(?:\.exe)?"\s*\)(?:\s*\.(?:arg|args|env|current_dir)\s*\([^()]*\))*?\s*\.args?\s*\(\s*(?:&?\[[^\]]*?)?&?(?:format!|[a-z_]\w*\s*[,)\]]|[^")\n]*\+)"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::Rust,
                r#"Command::new("sh").arg("-c").arg(format!("ping {host}")).output()"#,
            ),
            (
                Language::Rust,
                r#"Command::new("sh").args(["-c", &format!("ls {d}")])"#,
            ),
        ],
        good: &[
            (Language::Rust, r#"Command::new("ping").arg(host).output()"#),
            (
                Language::Rust,
                r#"Command::new("sh").arg("-c").arg("date").output()"#,
            ),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "rs-weak-hash",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(328),
            title: "Broken hash function",
            message: "MD5 and SHA-1 no longer resist collisions, and are far too fast for passwords.",
            remediation: "Use SHA-256 for integrity, Argon2id for passwords.",
        },
        languages: &[Language::Rust],
        scope: Scope::Code,
        patterns: &[
            r"\b(?:Md5|Md4|Sha1)::(?:new|digest|default)\b|\bmd5::compute\s*\(|\bMessageDigest::(?:md5|sha1)\s*\(|\bSHA1_FOR_LEGACY_USE_ONLY\b",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Rust, "let h = Md5::digest(password);"),
            (Language::Rust, "let h = md5::compute(data);"),
        ],
        good: &[(Language::Rust, "let h = Sha256::digest(data);")],
    },
    CodeRule {
        rule: Rule {
            id: "rs-weak-cipher",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(327),
            title: "Broken cipher or mode",
            message: "DES, RC4, Blowfish and ECB mode leak plaintext.",
            remediation: "Use AES-GCM or ChaCha20-Poly1305.",
        },
        languages: &[Language::Rust],
        scope: Scope::Code,
        patterns: &[
            r"\b(?:Des|TdesEde3|TdesEde2|Rc4|Rc2|Blowfish)::new|\becb::(?:Encryptor|Decryptor)\b|\bCipher::(?:des_\w+|rc4|bf_\w+|\w+_ecb)\s*\(",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Rust, "let c = Cipher::aes_128_ecb();"),
            (Language::Rust, "let c = Rc4::new(&key);"),
        ],
        good: &[(Language::Rust, "let c = Aes256Gcm::new(&key);")],
    },
    CodeRule {
        rule: Rule {
            id: "rs-insecure-random",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(338),
            title: "Predictable secret",
            message: "This generator can be predicted; it must not make tokens or passwords.",
            remediation: "Use the operating system's generator: OsRng or getrandom.",
        },
        languages: &[Language::Rust],
        scope: Scope::Code,
        patterns: &[
            concat!(
                r"\blet\s+(?:mut\s+)?",
                unguessable!(),
                r"[^;]*?(?:\bSmallRng\b|\bfastrand::|\bseed_from_u64\b|\boorandom\b)"
            ),
            concat!(
                r"\bfn\s+",
                unguessable!(),
                r"[^{;]*\{(?:[^\n]*\n){0,3}?[^\n]*(?:\bSmallRng\b|\bfastrand::|\bseed_from_u64\b|\boorandom\b)"
            ),
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Rust, "let token: u64 = fastrand::u64(..);"),
            (
                Language::Rust,
                r"fn session_token() -> u64 {
    let mut rng = StdRng::seed_from_u64(42);
    rng.random()
}",
            ),
        ],
        good: &[
            (Language::Rust, "let token = random_array::<32>(rng);"),
            (Language::Rust, "let jitter = fastrand::u64(..);"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "rs-jwt-unverified",
            target: Target::Code,
            severity: Severity::Critical,
            cwe: Some(347),
            title: "Token accepted unverified",
            message: "The token's signature is not checked, so anyone can write any claim.",
            remediation: "Verify with a fixed list of algorithms and the issuer's key.",
        },
        languages: &[Language::Rust],
        scope: Scope::Code,
        patterns: &[
            r"\binsecure_disable_signature_validation\b|\bdangerous_insecure_decode\w*|\bdangerous::insecure_decode\b|\bdangerous_unsafe_decode\b",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(
            Language::Rust,
            "validation.insecure_disable_signature_validation();",
        )],
        good: &[(
            Language::Rust,
            "decode::<Claims>(token, &key, &Validation::new(Algorithm::EdDSA))",
        )],
    },
    CodeRule {
        rule: Rule {
            id: "rs-unescaped-html",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(79),
            title: "Markup past the escaping",
            message: "Values reach the page unescaped, so they can carry scripts.",
            remediation: "Let the template escape values.",
        },
        languages: &[Language::Rust],
        scope: Scope::Code,
        patterns: &[
            r"\bPreEscaped\s*\(\s*(?:format!|&?[a-z_][\w.]*\s*[,)])|\bHtml\s*\(\s*format!\s*\([^)]*\{|\binner_html\s*=\s*[a-z_{]",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Rust, "html! { (PreEscaped(comment)) }"),
            (Language::Rust, r#"Html(format!("<h1>{name}</h1>"))"#),
        ],
        good: &[(Language::Rust, "html! { (comment) }")],
    },
    CodeRule {
        rule: Rule {
            id: "rs-transmute",
            target: Target::Code,
            severity: Severity::Low,
            cwe: Some(843),
            title: "Reinterpreted memory",
            message: "transmute changes the type of memory without a check.",
            remediation: "Use from_ne_bytes, a cast, or a library that proves the layout.",
        },
        languages: &[Language::Rust],
        scope: Scope::Code,
        patterns: &[r"\bmem::transmute(?:_copy)?\b|(?:^|[^\w.])transmute(?:::<[^>]*>)?\s*\("],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(
            Language::Rust,
            "let x: u32 = unsafe { std::mem::transmute(bytes) };",
        )],
        good: &[(Language::Rust, "let x = u32::from_le_bytes(bytes);")],
    },
    CodeRule {
        rule: Rule {
            id: "rs-unchecked",
            target: Target::Code,
            severity: Severity::Low,
            cwe: Some(119),
            title: "Check left out",
            message: "An unchecked call is undefined behaviour where its condition does not hold.",
            remediation: "Use the checked form unless a measurement asks for this one.",
        },
        languages: &[Language::Rust],
        scope: Scope::Code,
        patterns: &[
            r"\.get_unchecked(?:_mut)?\s*\(|\bfrom_utf8_unchecked(?:_mut)?\s*\(|\bunwrap_unchecked\s*\(|\bunreachable_unchecked\s*\(",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::Rust, "let b = unsafe { *v.get_unchecked(i) };")],
        good: &[(Language::Rust, "let b = v.get(i);")],
    },
];
