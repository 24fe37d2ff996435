//! JavaScript and TypeScript: injection and cryptography.

use super::{Check, CodeRule, Scope, Unless, args, sql, unguessable};
use crate::code::Language;
use crate::rule::{Rule, Severity, Target};

pub(super) const RULES: &[CodeRule] = &[
    CodeRule {
        rule: Rule {
            id: "js-eval",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(95),
            title: "Code from data",
            message: "A string is run as code; whoever shapes the string runs code here.",
            remediation: "Parse the data with JSON.parse, or call a function.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            r"(?:^|[^\w.])eval\s*\(\s*[^\s)]",
            r"\bnew\s+Function\s*\(",
            r#"(?:^|[^\w.])(?:window\.)?set(?:Timeout|Interval)\s*\(\s*["'`]"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::JavaScript, "eval(input)"),
            (Language::JavaScript, r#"const f = new Function("a", body)"#),
            (Language::JavaScript, r#"setTimeout("run()", 10)"#),
        ],
        good: &[
            (Language::JavaScript, "JSON.parse(input)"),
            (Language::JavaScript, "setTimeout(() => run(), 10)"),
            (Language::JavaScript, "// eval(input)"),
            (Language::JavaScript, r#"const s = "do not use eval(x)""#),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "js-sql-concat",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(89),
            title: "SQL built from strings",
            message: "Values are put into the text of an SQL statement, where they can change its meaning.",
            remediation: "Pass values as parameters of the query; the driver keeps them apart from the statement.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            concat!(r"(?:^|[^\w`])`", sql!(), r"[^`]*\$\{"),
            concat!(r#"""#, sql!(), r#"[^"\n]*"\s*\+\s*[\w(]"#),
            concat!("'", sql!(), r"[^'\n]*'\s*\+\s*[\w(]"),
            r"\$(?:query|execute)RawUnsafe\s*\(",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::JavaScript,
                "db.query(`SELECT * FROM users WHERE id = ${id}`)",
            ),
            (
                Language::JavaScript,
                r#"db.query("SELECT * FROM users WHERE id = " + id)"#,
            ),
        ],
        good: &[
            (
                Language::JavaScript,
                r#"db.query("SELECT * FROM users WHERE id = $1", [id])"#,
            ),
            (Language::JavaScript, "sql`SELECT * FROM users WHERE id = ${id}`"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "js-nosql-where",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(943),
            title: "Query that runs script",
            message: "$where runs JavaScript in the database, and data in it runs too.",
            remediation: "Use query operators with values.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[r#"["']?\$where["']?\s*:\s*(?:`[^`]*\$\{|["'][^"'\n]*["']\s*\+|[A-Za-z_])"#],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(
            Language::JavaScript,
            r#"db.users.find({ $where: `this.name == "${name}"` })"#,
        )],
        good: &[(Language::JavaScript, "db.users.find({ name: { $eq: name } })")],
    },
    CodeRule {
        rule: Rule {
            id: "js-child-process",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(78),
            title: "Shell command from data",
            message: "A command line is put together and given to a shell, which runs whatever the data adds.",
            remediation: "Use execFile or spawn with a list of arguments.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            r#"(?:^|[^.\w]|\bchild_process\.|\bcp\.)exec(?:Sync)?\s*\(\s*(?:`[^`]*\$\{|"[^"\n]*"\s*\+|'[^'\n]*'\s*\+)"#,
            r"\b(?:child_process|cp)\.exec(?:Sync)?\s*\(\s*[A-Za-z_]",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::JavaScript, "exec(`ping ${host}`)"),
            (Language::JavaScript, r#"child_process.exec("ls " + dir, cb)"#),
            (Language::JavaScript, "child_process.execSync(cmd)"),
        ],
        good: &[
            (Language::JavaScript, r#"execFile("ping", [host])"#),
            (Language::JavaScript, r#"exec("git status")"#),
            (Language::JavaScript, "re.exec(text)"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "js-spawn-shell",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(78),
            title: "Subprocess through a shell",
            message: "The shell option hands the arguments to a shell, which runs whatever the data adds.",
            remediation: "Leave the option out.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[concat!(
            r"\b(?:spawn|execFile)(?:Sync)?\s*\(",
            args!(),
            r"\bshell\s*:\s*true"
        )],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::JavaScript, r#"spawn("ls", [dir], { shell: true })"#)],
        good: &[(Language::JavaScript, r#"spawn("ls", [dir])"#)],
    },
    CodeRule {
        rule: Rule {
            id: "js-weak-hash",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(328),
            title: "Broken hash function",
            message: "MD5 and SHA-1 no longer resist collisions, and are far too fast for passwords.",
            remediation: "Use SHA-256 for integrity, Argon2id for passwords.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            r#"\bcreateH(?:ash|mac)\s*\(\s*["'`](?i:md5|md4|sha1|rsa-md5|rsa-sha1)["'`]|\bCryptoJS\.(?:MD5|SHA1)\s*\("#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::JavaScript, r#"crypto.createHash("md5").update(pw)"#)],
        good: &[(Language::JavaScript, r#"crypto.createHash("sha256")"#)],
    },
    CodeRule {
        rule: Rule {
            id: "js-weak-cipher",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(327),
            title: "Broken cipher or mode",
            message: "DES, RC4, Blowfish and ECB mode leak plaintext; createCipher derives its key and IV without a salt.",
            remediation: "Use aes-256-gcm with createCipheriv and a fresh nonce.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            r#"\bcreate(?:De)?[cC]ipher(?:iv)?\s*\(\s*["'`](?i:des|rc4|rc2|bf|[\w-]*-ecb)|\bcreate(?:De)?[cC]ipher\s*\(|\bCryptoJS\.(?:DES|TripleDES|RC4)\.|\bCryptoJS\.mode\.ECB\b"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::JavaScript,
                r#"crypto.createCipheriv("aes-128-ecb", key, null)"#,
            ),
            (Language::JavaScript, r#"crypto.createCipher("aes192", pw)"#),
        ],
        good: &[(
            Language::JavaScript,
            r#"crypto.createCipheriv("aes-256-gcm", key, nonce)"#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "js-tls-verify-off",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(295),
            title: "Certificate check switched off",
            message: "The peer's certificate is not checked, so anyone on the way can read and change the traffic.",
            remediation: "Leave verification on; trust a private authority through the ca option.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            r#"["']?\brejectUnauthorized["']?\s*[:=]\s*false\b|\benv(?:\.|\[["'`])NODE_TLS_REJECT_UNAUTHORIZED["'`\]]*\s*=\s*["'`]?0|\bstrictSSL\s*:\s*false\b"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::JavaScript,
                "https.request({ rejectUnauthorized: false })",
            ),
            (Language::JavaScript, r#"agent({ "rejectUnauthorized": false })"#),
            (
                Language::JavaScript,
                r#"process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0""#,
            ),
        ],
        good: &[(
            Language::JavaScript,
            "https.request({ rejectUnauthorized: true })",
        )],
    },
    CodeRule {
        rule: Rule {
            id: "js-insecure-random",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(338),
            title: "Predictable secret",
            message: "Math.random can be predicted from its output; it must not make tokens or passwords.",
            remediation: "Use crypto.randomBytes, crypto.randomUUID or crypto.getRandomValues.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            concat!(
                unguessable!(),
                r"\s*(?::\s*\w+\s*)?[:=]\s*[^;\n]*\bMath\.random\s*\("
            ),
            concat!(
                r"\bfunction\s+",
                unguessable!(),
                r"\s*\([^)\n]*\)\s*(?::\s*\w+\s*)?\{(?:[^\n]*\n){0,3}?[^\n]*\bMath\.random\s*\("
            ),
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::JavaScript, "const token = Math.random().toString(36)"),
            (
                Language::JavaScript,
                r"function makeToken() {
  return Math.random()
}",
            ),
        ],
        good: &[
            (Language::JavaScript, "const token = crypto.randomUUID()"),
            (Language::JavaScript, "const x = Math.random() * width"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "js-deserialize",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(502),
            title: "Unsafe deserialisation",
            message: "Loading this format can run code that the data names.",
            remediation: "Use JSON.parse.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            r"\b(?:serialize|nodeSerialize|serializer)\.unserialize\s*\(|\bunserialize\s*\(\s*\b(?:req|request|ctx)\.(?:query|params|body|headers|cookies)\b|\bfuncster\.deepDeserialize\s*\(",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(
            Language::JavaScript,
            "const o = serialize.unserialize(req.body.data)",
        )],
        good: &[(Language::JavaScript, "const o = JSON.parse(req.body.data)")],
    },
    CodeRule {
        rule: Rule {
            id: "js-vm-run",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(94),
            title: "Script in a vm context",
            message: "The vm module is no security boundary: scripts in it can reach the process.",
            remediation: "Run foreign code in another process without privileges.",
        },
        languages: &[Language::JavaScript],
        scope: Scope::Code,
        patterns: &[
            r"\bvm\.(?:runIn(?:New|This)?Context|runInContext|compileFunction)\s*\(|\bnew\s+vm\.Script\s*\(|\bnew\s+VM2?\s*\(",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::JavaScript, "vm.runInNewContext(code, {})")],
        good: &[(Language::JavaScript, "vm.start()")],
    },
];
