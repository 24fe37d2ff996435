//! Python: injection, cryptography, files.

use super::{Check, CodeRule, Scope, Unless, args, sql, unguessable};
use crate::code::Language;
use crate::rule::{Rule, Severity, Target};

pub(super) const RULES: &[CodeRule] = &[
    CodeRule {
        rule: Rule {
            id: "py-eval",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(95),
            title: "Code from data",
            message: "eval or exec runs a string as code; whoever shapes the string runs code here.",
            remediation: "Parse the data instead: json.loads, ast.literal_eval, or a table of allowed names.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[r"(?:^|[^\w.])(?:eval|exec)\s*\(\s*[^\s)]"],
        check: Check::Always,
        unless: Unless::Near(r#"^(?:eval|exec)\s*\(\s*["'][^"'\n{]*["']\s*\)"#),
        bad: &[
            (Language::Python, "result = eval(user_input)"),
            (Language::Python, "exec(request.data)"),
        ],
        good: &[
            (Language::Python, "result = ast.literal_eval(text)"),
            (Language::Python, "model.eval()"),
            (Language::Python, r#"help = "never call eval(x) on input""#),
            (Language::Python, "# eval(user_input)"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-deserialize",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(502),
            title: "Unsafe deserialisation",
            message: "Loading this format can run code that the data names.",
            remediation: "Use a data-only format such as JSON, or verify a signature over the bytes first.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            r"\b(?:pickle|cPickle|_pickle|dill|cloudpickle|marshal)\.(?:loads?|Unpickler)\s*\(|\bjoblib\.load\s*\(|\bshelve\.open\s*\(|\bjsonpickle\.decode\s*\(",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, "obj = pickle.loads(data)"),
            (Language::Python, "m = marshal.load(f)"),
        ],
        good: &[
            (Language::Python, "obj = json.loads(data)"),
            (Language::Python, "pickle.dumps(obj)"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-yaml-load",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(502),
            title: "YAML that makes objects",
            message: "yaml.load without a safe loader builds any Python object that the document names.",
            remediation: "Use yaml.safe_load.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[r"\byaml\.(?:load|load_all|unsafe_load|unsafe_load_all|full_load)\s*\("],
        check: Check::Always,
        unless: Unless::Near("SafeLoader|BaseLoader"),
        bad: &[
            (Language::Python, "cfg = yaml.load(text)"),
            (Language::Python, "cfg = yaml.load(f, Loader=yaml.Loader)"),
        ],
        good: &[
            (Language::Python, "cfg = yaml.safe_load(text)"),
            (Language::Python, "cfg = yaml.load(f, Loader=yaml.SafeLoader)"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-sql-format",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(89),
            title: "SQL built from strings",
            message: "Values are put into the text of an SQL statement, where they can change its meaning.",
            remediation: "Pass values as parameters of the query; the driver keeps them apart from the statement.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            concat!(r#"\b[fF][rR]?"{1,3}"#, sql!(), r#"[^"]*\{[^{]"#),
            concat!(r"\b[fF][rR]?'{1,3}", sql!(), r"[^']*\{[^{]"),
            concat!(
                r#"""#,
                sql!(),
                r#"[^"\n]*"\s*(?:%\s*[\w({\[]|\+\s*[\w(]|\.format\s*\()"#
            ),
            concat!(
                "'",
                sql!(),
                r"[^'\n]*'\s*(?:%\s*[\w({\[]|\+\s*[\w(]|\.format\s*\()"
            ),
            concat!(r#"""""#, sql!(), r#"[^"]*"""\s*(?:%|\+|\.format\s*\()"#),
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::Python,
                r#"cur.execute(f"SELECT * FROM users WHERE name = '{name}'")"#,
            ),
            (Language::Python, r#"q = "DELETE FROM users WHERE id = %s" % uid"#),
            (Language::Python, "q = 'SELECT a FROM b WHERE c = ' + c"),
            (
                Language::Python,
                r#"q = "SELECT a FROM b WHERE c = {}".format(c)"#,
            ),
        ],
        good: &[
            (
                Language::Python,
                r#"cur.execute("SELECT * FROM users WHERE name = %s", (name,))"#,
            ),
            (Language::Python, r#"print("select one from the list" , x)"#),
            (Language::Python, r#"log = f"updated {n} rows""#),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-os-system",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(78),
            title: "Shell command from data",
            message: "A command line is put together and given to a shell, which runs whatever the data adds.",
            remediation: "Call the program directly with a list of arguments, without a shell.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            r#"\bos\.(?:system|popen)\s*\(\s*(?:[fF][rR]?["']|[A-Za-z_(])"#,
            r#"\bos\.(?:system|popen)\s*\(\s*(?:"[^"\n]*"|'[^'\n]*')\s*(?:%|\+|\.format)"#,
            r#"\b(?:commands|subprocess)\.(?:getoutput|getstatusoutput)\s*\(\s*(?:[fF][rR]?["']|[A-Za-z_])"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, r#"os.system("ping " + host)"#),
            (Language::Python, r#"os.popen(f"ls {path}")"#),
            (Language::Python, "os.system(command)"),
        ],
        good: &[
            (Language::Python, r#"os.system("clear")"#),
            (Language::Python, r#"subprocess.run(["ping", host])"#),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-subprocess-shell",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(78),
            title: "Subprocess through a shell",
            message: "shell=True hands the command line to a shell, which runs whatever the data adds.",
            remediation: "Call the program directly with a list of arguments, without a shell.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[concat!(
            r"\b(?:run|call|Popen|check_call|check_output|create_subprocess_shell)\s*\(",
            args!(),
            r"\bshell\s*=\s*True"
        )],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, r#"subprocess.run(f"ls {path}", shell=True)"#),
            (
                Language::Python,
                r"subprocess.Popen(
    cmd,
    shell=True,
)",
            ),
        ],
        good: &[
            (Language::Python, r#"subprocess.run(["ls", path])"#),
            (Language::Python, "subprocess.run(args, shell=False)"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-weak-hash",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(328),
            title: "Broken hash function",
            message: "MD5 and SHA-1 no longer resist collisions, and are far too fast for passwords.",
            remediation: "Use SHA-256 for integrity, Argon2id for passwords; say usedforsecurity=False where neither is meant.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            r"\bhashlib\.(?:md5|sha1|md4)\s*\(",
            r#"\bhashlib\.new\s*\(\s*["'](?i:md5|sha1|md4)["']"#,
            r"\bhashes\.(?:MD5|SHA1)\s*\(",
        ],
        check: Check::Always,
        unless: Unless::Near(r"usedforsecurity\s*=\s*False"),
        bad: &[
            (Language::Python, "h = hashlib.md5(password.encode())"),
            (Language::Python, r#"h = hashlib.new("sha1")"#),
        ],
        good: &[
            (Language::Python, "h = hashlib.sha256(data)"),
            (Language::Python, "h = hashlib.md5(data, usedforsecurity=False)"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-weak-cipher",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(327),
            title: "Broken cipher or mode",
            message: "DES, RC4, Blowfish and ECB mode leak plaintext.",
            remediation: "Use AES-GCM or ChaCha20-Poly1305 through a recipe such as Fernet.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            r"\b(?:DES3?|ARC4|ARC2|Blowfish|CAST)\.new\s*\(|\balgorithms\.(?:TripleDES|ARC4|Blowfish|IDEA|CAST5|SEED)\b|\bMODE_ECB\b|\bmodes\.ECB\s*\(",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, "c = DES.new(key, DES.MODE_CBC)"),
            (Language::Python, "c = AES.new(key, AES.MODE_ECB)"),
        ],
        good: &[
            (Language::Python, "c = AESGCM(key)"),
            (Language::Python, "c = AES.new(key, AES.MODE_GCM)"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-tls-verify-off",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(295),
            title: "Certificate check switched off",
            message: "The peer's certificate is not checked, so anyone on the way can read and change the traffic.",
            remediation: "Leave verification on; trust a private authority by its certificate file.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            r#"\bverify\s*=\s*False\b|\bssl\._create_unverified_context|\bcheck_hostname\s*=\s*False\b|\bverify_mode\s*=\s*(?:ssl\.)?CERT_NONE\b|\bcert_reqs\s*=\s*(?:ssl\.CERT_NONE|["']CERT_NONE)|\bverify_ssl\s*=\s*False\b"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, "requests.get(url, verify=False)"),
            (Language::Python, "ctx.verify_mode = ssl.CERT_NONE"),
        ],
        good: &[(Language::Python, r#"requests.get(url, verify="/etc/ca.pem")"#)],
    },
    CodeRule {
        rule: Rule {
            id: "py-insecure-random",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(338),
            title: "Predictable secret",
            message: "The random module can be predicted from its output; it must not make tokens or passwords.",
            remediation: "Use the secrets module.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[
            concat!(
                unguessable!(),
                r"\s*=\s*[^\n]*\brandom\.(?:random|randint|choices?|getrandbits|randrange|sample|randbytes)\s*\("
            ),
            concat!(
                r"\bdef\s+",
                unguessable!(),
                r"\s*\([^)\n]*\)[^\n]*:[ \t]*\n(?:[^\n]*\n){0,3}?[^\n]*\brandom\.(?:random|randint|choices?|getrandbits|randrange|sample|randbytes)\s*\("
            ),
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Python, "reset_token = random.randint(0, 999999)"),
            (
                Language::Python,
                r#"def make_token():
    return "".join(random.choice(chars) for _ in range(9))"#,
            ),
        ],
        good: &[
            (Language::Python, "reset_token = secrets.token_urlsafe(32)"),
            (Language::Python, "delay = random.random()"),
            (Language::Python, "token = random.SystemRandom().choice(chars)"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "py-mktemp",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(377),
            title: "Temporary name that others can take",
            message: "Between the choice of the name and its use another process can create the file.",
            remediation: "Use tempfile.NamedTemporaryFile or mkstemp.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[r"\btempfile\.mktemp\s*\(|\bos\.(?:tmpnam|tempnam)\s*\("],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::Python, "path = tempfile.mktemp()")],
        good: &[(Language::Python, "fd, path = tempfile.mkstemp()")],
    },
    CodeRule {
        rule: Rule {
            id: "py-ssh-host-key",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(322),
            title: "Unknown SSH hosts accepted",
            message: "Any host key is accepted, so anyone on the way can pose as the server.",
            remediation: "Load known hosts and reject others.",
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[r"\b(?:AutoAddPolicy|WarningPolicy)\b"],
        check: Check::Always,
        unless: Unless::NotInFile("paramiko"),
        bad: &[(
            Language::Python,
            r"import paramiko
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())",
        )],
        good: &[(
            Language::Python,
            "client.set_missing_host_key_policy(paramiko.RejectPolicy())",
        )],
    },
    CodeRule {
        rule: Rule {
            id: "py-archive-extract",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(22),
            title: "Archive unpacked as it is",
            message: "Names in the archive can lead out of the folder.",
            remediation: r#"Pass filter="data" to tarfile, and check each name of a zip file."#,
        },
        languages: &[Language::Python],
        scope: Scope::Code,
        patterns: &[r"\.extractall\s*\("],
        check: Check::Always,
        unless: Unless::Near(r"filter\s*="),
        bad: &[(Language::Python, "tarfile.open(path).extractall(dest)")],
        good: &[(
            Language::Python,
            r#"tarfile.open(path).extractall(dest, filter="data")"#,
        )],
    },
];
