//! Secrets that are written in the source. Token forms are those that the vendors document.

use super::{Check, CodeRule, Scope, Unless};
use crate::code::Language;
use crate::rule::{Rule, Severity, Target};

pub(super) const RULES: &[CodeRule] = &[
    CodeRule {
        rule: Rule {
            id: "secret-aws-access-key",
            target: Target::Code,
            severity: Severity::Critical,
            cwe: Some(798),
            title: "An AWS access key id in the source",
            message: "An AWS access key id is written in the source, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Everywhere,
        patterns: &[r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"],
        check: Check::NotPlaceholder,
        unless: Unless::Never,
        bad: &[(
            Language::Python,
            concat!(r#"key = "AKIA"#, r#"Z7QWERTYUIOP2345""#),
        )],
        good: &[(
            Language::Python,
            concat!(r#"key = "AKIA"#, r#"IOSFODNN7EXAMPLE""#),
        )],
    },
    CodeRule {
        rule: Rule {
            id: "secret-aws-secret-key",
            target: Target::Code,
            severity: Severity::Critical,
            cwe: Some(798),
            title: "An AWS secret access key in the source",
            message: "An AWS secret access key is written in the source, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Everywhere,
        patterns: &[
            r#"(?i)\baws_?(?:secret)?_?(?:access)?_?key["'\]]*\s*[:=]\s*["']([A-Za-z0-9/+]{40})["']"#,
        ],
        check: Check::Random,
        unless: Unless::Never,
        bad: &[(
            Language::Python,
            concat!(
                r#"aws_secret_access_key = "wJa1rXUtnFEMI/K7MDENG/"#,
                r#"bPxRfiCYq9ZkLmN3Tp""#
            ),
        )],
        good: &[(
            Language::Python,
            r#"aws_secret_access_key = os.environ["AWS_SECRET_ACCESS_KEY"]"#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "secret-private-key",
            target: Target::Code,
            severity: Severity::Critical,
            cwe: Some(321),
            title: "A private key in the source",
            message: "A private key is written in the source, where everyone who can read the code can use it.",
            remediation: "Replace the key pair, and load the private key from a file that only the service can read.",
        },
        languages: &Language::ALL,
        scope: Scope::Everywhere,
        patterns: &[
            r#"-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----[\s\\nr"'+,]*[A-Za-z0-9+/]{16}"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::Python,
                concat!(
                    r#"KEY = """-----BEGIN PRIVATE "#,
                    r#"KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASC
""""#
                ),
            ),
            (
                Language::Go,
                concat!(
                    "const key = `-----BEGIN RSA PRIVATE ",
                    r"KEY-----
MIIEpAIBAAKCAQEAx5v1
`"
                ),
            ),
        ],
        good: &[(
            Language::Python,
            concat!(
                r#"if text.startswith("-----BEGIN PRIVATE "#,
                r#"KEY-----"):
    load(text)"#
            ),
        )],
    },
    CodeRule {
        rule: Rule {
            id: "secret-github-token",
            target: Target::Code,
            severity: Severity::Critical,
            cwe: Some(798),
            title: "A GitHub token in the source",
            message: "A GitHub token is written in the source, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Everywhere,
        patterns: &[r"\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})\b"],
        check: Check::NotPlaceholder,
        unless: Unless::Never,
        bad: &[
            (
                Language::Python,
                concat!("# gh", "p_16C7e42F292c6912E7710c838347Ae178B4a"),
            ),
            (
                Language::Python,
                concat!(r#"x = "github"#, r#"_pat_11ABCDEFG0aBcDeFgHiJkL_0123456789""#),
            ),
        ],
        good: &[(Language::Python, r#"token = "ghp_" + rest"#)],
    },
    CodeRule {
        rule: Rule {
            id: "secret-gitlab-token",
            target: Target::Code,
            severity: Severity::Critical,
            cwe: Some(798),
            title: "A GitLab token in the source",
            message: "A GitLab token is written in the source, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Everywhere,
        patterns: &[r"\bgl(?:pat|dt|rt|ptt|ft|cbt|soat)-[0-9A-Za-z_-]{20,}"],
        check: Check::NotPlaceholder,
        unless: Unless::Never,
        bad: &[(
            Language::Python,
            concat!(r#"x = "glp"#, r#"at-Zx81kQm4Rt6Yw2Vb9Nc3""#),
        )],
        good: &[(Language::Python, r#"x = "glpat-" + token"#)],
    },
    CodeRule {
        rule: Rule {
            id: "secret-slack-token",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(798),
            title: "A Slack token or webhook in the source",
            message: "A Slack token or webhook is written in the source, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Everywhere,
        patterns: &[
            r"\bxox[abeoprs]-(?:\d{9,}-){1,3}[0-9]*[A-Za-z][0-9A-Za-z]{11,}",
            r"hooks\.slack\.com/(?:services|workflows|triggers)/T[A-Z0-9]+/[A-Z0-9]+/[A-Za-z0-9]{16,}",
        ],
        check: Check::NotPlaceholder,
        unless: Unless::Never,
        bad: &[
            (
                Language::Python,
                concat!(
                    r#"x = "xo"#,
                    r#"xb-263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1""#
                ),
            ),
            (
                Language::JavaScript,
                concat!(
                    r#"post("https://hooks.slack"#,
                    r#".com/services/T0A1B2C3D/B0A1B2C3D/aB1cD2eF3gH4iJ5kL6mN7oP8")"#
                ),
            ),
        ],
        good: &[(Language::Python, r#"x = "xoxb-""#)],
    },
    CodeRule {
        rule: Rule {
            id: "secret-stripe-key",
            target: Target::Code,
            severity: Severity::Critical,
            cwe: Some(798),
            title: "A live Stripe key in the source",
            message: "A live Stripe key is written in the source, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Everywhere,
        patterns: &[r"\b(?:sk|rk)_live_[0-9A-Za-z]{16,}"],
        check: Check::NotPlaceholder,
        unless: Unless::Never,
        bad: &[(
            Language::Python,
            concat!(r#"stripe.api_key = "sk_li"#, r#"ve_4eC39HqLyjWDarjtT1zdp7dc""#),
        )],
        good: &[(
            Language::Python,
            r#"stripe.api_key = "sk_test_4eC39HqLyjWDarjtT1zdp7dc""#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "secret-google-api-key",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(798),
            title: "A Google API key in the source",
            message: "A Google API key is written in the source, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Everywhere,
        patterns: &[r"\bAIza[0-9A-Za-z_-]{35}"],
        check: Check::NotPlaceholder,
        unless: Unless::Never,
        bad: &[(
            Language::Python,
            concat!(r#"k = "AIz"#, r#"aSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY""#),
        )],
        good: &[(Language::Python, r#"k = "AIzaShort""#)],
    },
    CodeRule {
        rule: Rule {
            id: "secret-ai-api-key",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(798),
            title: "A key of an AI provider in the source",
            message: "A key of an AI provider is written in the source, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Everywhere,
        patterns: &[r"\bsk-(?:proj-|ant-|svcacct-)[A-Za-z0-9_-]{24,}"],
        check: Check::NotPlaceholder,
        unless: Unless::Never,
        bad: &[(
            Language::Python,
            concat!(r#"k = "sk-an"#, r#"t-api03-Qx7Lm2Vn9Rt4Yw1Zb6Kc8Hd3""#),
        )],
        good: &[(Language::Python, r#"k = "sk-proj-""#)],
    },
    CodeRule {
        rule: Rule {
            id: "secret-sendgrid-key",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(798),
            title: "A SendGrid key in the source",
            message: "A SendGrid key is written in the source, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Everywhere,
        patterns: &[r"\bSG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}"],
        check: Check::NotPlaceholder,
        unless: Unless::Never,
        bad: &[(
            Language::Python,
            concat!(
                r#"k = "S"#,
                r#"G.aB1cD2eF3gH4iJ5kL6mN7o.aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX2yZ3aB4c""#
            ),
        )],
        good: &[(Language::Python, r#"k = "SG.short.key""#)],
    },
    CodeRule {
        rule: Rule {
            id: "secret-registry-token",
            target: Target::Code,
            severity: Severity::Critical,
            cwe: Some(798),
            title: "A token that publishes packages in the source",
            message: "A token that publishes packages is written in the source, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Everywhere,
        patterns: &[
            r"\bnpm_[A-Za-z0-9]{36}\b",
            r"\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}",
            r"\bcio[A-Za-z0-9]{32}\b",
        ],
        check: Check::NotPlaceholder,
        unless: Unless::Never,
        bad: &[(
            Language::Python,
            concat!(r#"k = "np"#, r#"m_aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX2""#),
        )],
        good: &[(Language::Python, r#"k = "npm_install""#)],
    },
    CodeRule {
        rule: Rule {
            id: "secret-jwt",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(798),
            title: "A JSON Web Token in the source",
            message: "A JSON Web Token is written in the source, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Everywhere,
        patterns: &[r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(
            Language::Python,
            concat!(
                r#"t = "eyJh"#,
                r#"bGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P""#
            ),
        )],
        good: &[(Language::Python, r#"t = "eyJhbGciOiJIUzI1NiJ9""#)],
    },
    CodeRule {
        rule: Rule {
            id: "secret-url-password",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(798),
            title: "A password in a connection string in the source",
            message: "A password in a connection string is written in the source, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Literals,
        patterns: &[
            r#"\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s:/@"'<>{}$%?#]*:([^\s:/@"'<>{}$%?#]{3,})@[\w\[]"#,
        ],
        check: Check::NotPlaceholder,
        unless: Unless::Never,
        bad: &[(
            Language::Python,
            concat!(r#"db = "postgres://app:"#, r#"s3cr3tPw9@db.internal/app""#),
        )],
        good: &[(
            Language::Python,
            r#"db = "postgres://app:${DB_PASSWORD}@db.internal/app""#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "secret-hardcoded-password",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(259),
            title: "Hard-coded password",
            message: "A password is written in the source, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Code,
        patterns: &[
            r#"(?i)\b[\w.-]*(?:password|passwd|passphrase|pwd)["'\]]{0,2}\s*(?::\s*[&\w<>\[\]' ]{1,30})?(?:=>|:=|=|:)\s*b?["'`]([^"'`\n]{4,})["'`]"#,
        ],
        check: Check::NotPlaceholder,
        unless: Unless::Never,
        bad: &[
            (Language::Python, r#"DB_PASSWORD = "hunter2!""#),
            (Language::JavaScript, "const config = { password: 'Tr0ub4dor' }"),
            (Language::Rust, r#"const PASSWORD: &str = "Tr0ub4dor";"#),
            (Language::Go, r#"dbPassword := "Tr0ub4dor""#),
            (Language::Java, r#"String password = "Tr0ub4dor";"#),
        ],
        good: &[
            (Language::Python, r#"password = getpass.getpass("Password: ")"#),
            (Language::Python, r#"label = {"password": "Enter your password"}"#),
            (Language::Python, r#"# password = "hunter2!""#),
            (Language::Python, r#"print("password = 'hunter2!'")"#),
            (Language::JavaScript, "const password = process.env.PASSWORD"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "secret-hardcoded-key",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(798),
            title: "Hard-coded key or token",
            message: "A random-looking value is given to a name that holds a key or a token, where everyone who can read the code can use it.",
            remediation: "Revoke it, then read it from the environment, a file outside the repository or a secret store.",
        },
        languages: &Language::ALL,
        scope: Scope::Code,
        patterns: &[
            r#"(?i)\b[\w.-]*(?:api_?key|secret_?key|access_?key|auth_?token|access_?token|refresh_?token|bearer_?token|client_?secret|encryption_?key|signing_?key|jwt_?secret|app_?secret|_secret|_token|\bsecret|\btoken)["'\]]{0,2}\s*(?::\s*[&\w<>\[\]' ]{1,30})?(?:=>|:=|=|:)\s*b?["'`]([^"'`\s]{12,})["'`]"#,
        ],
        check: Check::Random,
        unless: Unless::Never,
        bad: &[
            (Language::Python, r#"API_KEY = "9f86d081884c7d659a2feaa0""#),
            (Language::JavaScript, r#"const jwtSecret = "kD83hf02mZxQ7vB1pL""#),
            (
                Language::Java,
                r#"private static final String CLIENT_SECRET = "kD83hf02mZxQ7vB1pL";"#,
            ),
        ],
        good: &[
            (Language::Python, r#"API_KEY = "your-api-key-goes-here-1""#),
            (Language::Python, r#"token = "access_token_expired""#),
            (Language::Python, r#"secret_key = config["SECRET_KEY"]"#),
            (Language::Python, r#"# api_key = "9f86d081884c7d659a2feaa0""#),
        ],
    },
];
