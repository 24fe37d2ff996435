//! Java.

use super::{Check, CodeRule, Scope, Unless, args, sql, unguessable};
use crate::code::Language;
use crate::rule::{Rule, Severity, Target};

pub(super) const RULES: &[CodeRule] = &[
    CodeRule {
        rule: Rule {
            id: "java-sql-concat",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(89),
            title: "SQL built from strings",
            message: "Values are put into the text of an SQL statement, where they can change its meaning.",
            remediation: "Use a PreparedStatement with placeholders.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[
            concat!(r#"""#, sql!(), r#"[^"\n]*"\s*\+\s*[\w(]"#),
            concat!(r#"\bString\.format\s*\(\s*""#, sql!(), r#"[^"\n]*%s"#),
            concat!(r#"""#, sql!(), r#"[^"\n]*%s[^"\n]*"\s*\.formatted\s*\("#),
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::Java,
                r#"st.executeQuery("SELECT * FROM users WHERE id = " + id);"#,
            ),
            (
                Language::Java,
                r#"String q = String.format("DELETE FROM t WHERE a = '%s'", a);"#,
            ),
        ],
        good: &[(
            Language::Java,
            r#"con.prepareStatement("SELECT * FROM users WHERE id = ?");"#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "java-exec",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(78),
            title: "Shell command from data",
            message: "A command line is put together from data, which can add programs or arguments.",
            remediation: "Use ProcessBuilder with the program and each argument on its own, without a shell.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[
            r#"(?:getRuntime\s*\(\s*\)|\bruntime|\brt)\s*\.exec\s*\(\s*(?:"[^"\n]*"\s*\+|[a-zA-Z_]\w*\s*\+|String\.format)"#,
            r#"\bnew\s+ProcessBuilder\s*\(\s*"(?:/bin/)?(?:sh|bash|cmd|cmd\.exe|powershell)"\s*,\s*"(?:-c|/c|/C)"\s*,\s*(?:[^"\s)]|"[^"\n]*"\s*\+)"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Java, r#"Runtime.getRuntime().exec("ping " + host);"#),
            (Language::Java, r#"new ProcessBuilder("sh", "-c", cmd).start();"#),
        ],
        good: &[(Language::Java, r#"new ProcessBuilder("ping", host).start();"#)],
    },
    CodeRule {
        rule: Rule {
            id: "java-deserialize",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(502),
            title: "Unsafe deserialisation",
            message: "Reading this format can build any class on the class path, and run its code.",
            remediation: "Use a data-only format such as JSON, or set an ObjectInputFilter with a list of classes.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[
            r"\bnew\s+ObjectInputStream\s*\(|\bnew\s+XMLDecoder\s*\(|\benableDefaultTyping\s*\(|\bactivateDefaultTyping\s*\(\s*LaissezFaire|\bnew\s+Yaml\s*\(\s*\)|\bSerializationUtils\.deserialize\s*\(",
        ],
        check: Check::Always,
        unless: Unless::InFile(r"setObjectInputFilter|createFilter\s*\("),
        bad: &[
            (
                Language::Java,
                "Object o = new ObjectInputStream(in).readObject();",
            ),
            (Language::Java, "mapper.enableDefaultTyping();"),
        ],
        good: &[
            (Language::Java, "Order o = mapper.readValue(json, Order.class);"),
            (
                Language::Java,
                r"ois = new ObjectInputStream(in);
ois.setObjectInputFilter(filter);",
            ),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "java-xxe",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(611),
            title: "XML parser that follows entities",
            message: "The XML factory is used with its defaults, which fetch external entities.",
            remediation: "Set disallow-doctype-decl, or ACCESS_EXTERNAL_DTD and ACCESS_EXTERNAL_SCHEMA to the empty string.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[
            r"\b(?:DocumentBuilderFactory|SAXParserFactory|XMLInputFactory|TransformerFactory|SchemaFactory)\.new(?:Instance|Factory|DefaultInstance|DefaultFactory)\s*\(|\bnew\s+(?:SAXReader|SAXBuilder)\s*\(\s*\)",
        ],
        check: Check::Always,
        unless: Unless::InFile(
            r"disallow-doctype-decl|ACCESS_EXTERNAL_(?:DTD|SCHEMA)|SUPPORT_DTD|IS_SUPPORTING_EXTERNAL_ENTITIES|setExpandEntityReferences\s*\(\s*false",
        ),
        bad: &[(
            Language::Java,
            "DocumentBuilder b = DocumentBuilderFactory.newInstance().newDocumentBuilder();",
        )],
        good: &[(
            Language::Java,
            r#"var f = DocumentBuilderFactory.newInstance();
f.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);"#,
        )],
    },
    CodeRule {
        rule: Rule {
            id: "java-weak-hash",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(328),
            title: "Broken hash function",
            message: "MD5 and SHA-1 no longer resist collisions, and are far too fast for passwords.",
            remediation: "Use SHA-256 for integrity, Argon2id for passwords.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[
            r#"\bMessageDigest\.getInstance\s*\(\s*"(?i:MD[245]|SHA-?1|SHA)"|\bDigestUtils\.(?:md5|sha1|getMd5Digest|getSha1Digest)\w*\s*\(|\bHashing\.(?:md5|sha1)\s*\("#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Java, r#"MessageDigest.getInstance("MD5")"#),
            (Language::Java, "String h = DigestUtils.sha1Hex(pw);"),
        ],
        good: &[(Language::Java, r#"MessageDigest.getInstance("SHA-256")"#)],
    },
    CodeRule {
        rule: Rule {
            id: "java-weak-cipher",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(327),
            title: "Broken cipher or mode",
            message: r#"DES, RC4, Blowfish and ECB mode leak plaintext, and "AES" alone means ECB."#,
            remediation: "Use AES/GCM/NoPadding with a fresh nonce.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[
            r#"\bCipher\.getInstance\s*\(\s*"(?i:DES|DESede|RC2|RC4|ARCFOUR|Blowfish|AES"|[^"\n]*/ECB)"#,
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Java, r#"Cipher.getInstance("AES/ECB/PKCS5Padding")"#),
            (Language::Java, r#"Cipher.getInstance("AES")"#),
            (Language::Java, r#"Cipher.getInstance("DES/CBC/PKCS5Padding")"#),
        ],
        good: &[(Language::Java, r#"Cipher.getInstance("AES/GCM/NoPadding")"#)],
    },
    CodeRule {
        rule: Rule {
            id: "java-insecure-random",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(338),
            title: "Predictable secret",
            message: "java.util.Random can be predicted from its output; it must not make tokens or passwords.",
            remediation: "Use SecureRandom.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[
            concat!(
                unguessable!(),
                r"\s*=\s*[^;\n]*(?:\bnew\s+Random\s*\(|\bMath\.random\s*\(|\bThreadLocalRandom\b|\bRandomStringUtils\.random)"
            ),
            concat!(
                unguessable!(),
                r"\s*\([^)\n]*\)\s*\{(?:[^\n]*\n){0,4}?[^\n]*(?:\bnew\s+Random\s*\(|\bMath\.random\s*\(|\bThreadLocalRandom\b|\bRandomStringUtils\.random)"
            ),
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::Java,
                "String token = RandomStringUtils.randomAlphanumeric(20);",
            ),
            (
                Language::Java,
                r#"String newToken() {
  Random r = new Random();
  return "" + r.nextLong();
}"#,
            ),
        ],
        good: &[
            (
                Language::Java,
                r"byte[] token = new byte[32];
new SecureRandom().nextBytes(token);",
            ),
            (Language::Java, "int delay = new Random().nextInt(10);"),
        ],
    },
    CodeRule {
        rule: Rule {
            id: "java-tls-trust-all",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(295),
            title: "Certificate check switched off",
            message: "Every certificate or host name is accepted, so anyone on the way can read and change the traffic.",
            remediation: "Use the default trust manager; add a private authority to a trust store.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[
            r"\bcheckServerTrusted\s*\([^)]*\)\s*(?:throws\s+[\w.,\s]+)?\{\s*(?:return\s*;\s*)?\}|\bNoopHostnameVerifier\b|\bALLOW_ALL_HOSTNAME_VERIFIER\b|\bTrustAllStrategy\b|\bInsecureTrustManagerFactory\b|[hH]ostnameVerifier\s*\(\s*\([^)]*\)\s*->\s*true|\bverify\s*\(\s*String[^)]*SSLSession[^)]*\)\s*\{\s*return\s+true",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::Java,
                "public void checkServerTrusted(X509Certificate[] c, String a) {}",
            ),
            (Language::Java, "conn.setHostnameVerifier((h, s) -> true);"),
        ],
        good: &[(
            Language::Java,
            r"public void checkServerTrusted(X509Certificate[] c, String a) throws CertificateException {
  inner.checkServerTrusted(c, a);
}",
        )],
    },
    CodeRule {
        rule: Rule {
            id: "java-reflection",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(470),
            title: "Class chosen by data",
            message: "Data chooses the class to load, so it can choose one that does harm.",
            remediation: "Choose from a map of allowed classes.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[
            r"\bClass\.forName\s*\(\s*(?:\w+\.get(?:Parameter|Header)|[a-z]\w*\s*[),+])|\bloadClass\s*\(\s*\w+\.getParameter",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(
            Language::Java,
            r#"Class<?> c = Class.forName(request.getParameter("c"));"#,
        )],
        good: &[(Language::Java, r#"Class.forName("org.sqlite.JDBC");"#)],
    },
    CodeRule {
        rule: Rule {
            id: "java-eval",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(95),
            title: "Code from data",
            message: "A string is run as an expression or script; whoever shapes the string runs code here.",
            remediation: "Parse the data instead, or evaluate it in a SimpleEvaluationContext without types.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[
            r"\bparseExpression\s*\(\s*[a-zA-Z_]|\b(?:engine|scriptEngine|js)\.eval\s*\(\s*[a-zA-Z_]|\bnew\s+GroovyShell\s*\(|\bOgnl\.getValue\s*\(|\bMVEL\.eval\s*\(",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Java, "parser.parseExpression(input).getValue();"),
            (Language::Java, "engine.eval(script);"),
        ],
        good: &[(Language::Java, r#"parser.parseExpression("name.first");"#)],
    },
    CodeRule {
        rule: Rule {
            id: "java-path-request",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(22),
            title: "Path from a request",
            message: "A file path is built from a request, so ../ reaches other files.",
            remediation: "Resolve and normalise the path, then check that it stays inside the folder.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[concat!(
            r"\bnew\s+(?:File|FileInputStream|FileReader|FileOutputStream)\s*\(",
            args!(),
            r"\bgetParameter\s*\(|\bPaths?\.(?:get|of)\s*\(",
            args!(),
            r"\bgetParameter\s*\(|\bgetOriginalFilename\s*\(\s*\)\s*\)"
        )],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Java, r#"new File(root, request.getParameter("f"))"#),
            (
                Language::Java,
                "Path p = dir.resolve(file.getOriginalFilename());",
            ),
        ],
        good: &[(Language::Java, r#"new File(root, "index.html")"#)],
    },
    CodeRule {
        rule: Rule {
            id: "java-open-redirect",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(601),
            title: "Redirect to an address from a request",
            message: "A link to this site can lead anywhere, which makes phishing look genuine.",
            remediation: "Redirect to a path on this site, or to a listed host.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[concat!(
            r"\bsendRedirect\s*\(",
            args!(),
            r#"\bgetParameter\s*\(|"redirect:"\s*\+\s*[a-zA-Z_]"#
        )],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (
                Language::Java,
                r#"response.sendRedirect(request.getParameter("next"));"#,
            ),
            (Language::Java, r#"return "redirect:" + next;"#),
        ],
        good: &[(Language::Java, r#"response.sendRedirect("/home");"#)],
    },
    CodeRule {
        rule: Rule {
            id: "java-jwt-unverified",
            target: Target::Code,
            severity: Severity::Critical,
            cwe: Some(347),
            title: "Token accepted unverified",
            message: "The token's signature is not checked, so anyone can write any claim.",
            remediation: "Verify with a fixed algorithm and the issuer's key.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[
            r"\bAlgorithm\.none\s*\(|\.parse(?:Unsecured)?ClaimsJwt\s*\(|\.parseUnsecuredClaims\s*\(|\.setDisableRequireSignature\s*\(|\.unsecured\s*\(\s*\)",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[(Language::Java, "JWT.require(Algorithm.none()).build();")],
        good: &[(Language::Java, "JWT.require(Algorithm.HMAC256(key)).build();")],
    },
    CodeRule {
        rule: Rule {
            id: "java-csrf-off",
            target: Target::Code,
            severity: Severity::Medium,
            cwe: Some(352),
            title: "CSRF protection switched off",
            message: "Other sites can make a signed-in browser send requests.",
            remediation: "Keep the protection wherever cookies authenticate.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[
            r"\.csrf\s*\(\s*\)\s*\.disable\s*\(|\bcsrf\s*\(\s*(?:\w+\s*->\s*\w+\.disable\s*\(|\w*::disable)",
        ],
        check: Check::Always,
        unless: Unless::Never,
        bad: &[
            (Language::Java, "http.csrf().disable();"),
            (Language::Java, "http.csrf(AbstractHttpConfigurer::disable);"),
        ],
        good: &[(Language::Java, "http.csrf(Customizer.withDefaults());")],
    },
    CodeRule {
        rule: Rule {
            id: "java-xss-writer",
            target: Target::Code,
            severity: Severity::High,
            cwe: Some(79),
            title: "Markup from a request",
            message: "A parameter is written into the page as it came, so it can carry scripts.",
            remediation: "Encode it for HTML first.",
        },
        languages: &[Language::Java],
        scope: Scope::Code,
        patterns: &[concat!(
            r"\.getWriter\s*\(\s*\)\s*\.(?:print|println|write|append)\s*\(",
            args!(),
            r"\bgetParameter\s*\("
        )],
        check: Check::Always,
        unless: Unless::Near("(?i:encode|escape)"),
        bad: &[(
            Language::Java,
            r#"response.getWriter().println("Hi " + request.getParameter("n"));"#,
        )],
        good: &[(
            Language::Java,
            r#"response.getWriter().println("Hi " + Encode.forHtml(request.getParameter("n")));"#,
        )],
    },
];
