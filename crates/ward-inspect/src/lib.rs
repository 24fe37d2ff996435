//! Findings about passwords, URLs, e-mail addresses and source code.
//!
//! One call per target, each answering with a [`Report`]: a score of 0 to 100, the findings, and a sentence that
//! counts them. [`rules`] lists everything that can be found, with its severity, its CWE and what to do about it.
//!
//! ```
//! use ward_inspect::{Language, Selection, audit_code, audit_url};
//!
//! let report = audit_url("http://user:pw@127.0.0.1/?next=//evil.example", &Selection::all());
//! assert!(report.findings.iter().any(|finding| finding.rule == "url-host-loopback"));
//! assert!(report.score < 50);
//!
//! let source = "import hashlib\nh = hashlib.md5(data)\n";
//! let report = audit_code(source, Some(Language::Python), &Selection::parse(&["py-"])?)?;
//! assert_eq!((report.findings[0].rule, report.findings[0].location.map(|at| at.line)), ("py-weak-hash", Some(2)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it promises
//! A report never repeats what was audited: messages are fixed sentences, and places are lines and columns. So a
//! report about a leaked key can be logged. The same input gives the same report; nothing is looked up.
//!
//! # What it refuses
//! A rule filter that fits no rule, because a misspelt filter would look like a clean report, and sources above
//! 1 MiB. Every other text is audited; what is no URL or no address is a finding.
//!
//! # What it is not
//! Proof. The code rules are patterns without data flow, and the lists of look-alike and disposable domains are
//! short. The score orders reports; 100 means that these rules found nothing.

mod catalogue;
mod code;
mod email;
mod password;
mod report;
mod rule;
mod url;

pub use catalogue::{Example, examples, rule, rules};
pub use code::{CodeError, Language, MAX_SOURCE_BYTES, audit_code};
pub use email::audit_email;
pub use password::audit_password;
pub use report::{Finding, Location, MAX_FINDINGS, Report};
pub use rule::{Rule, Selection, Severity, Target, UnknownRule};
pub use url::audit_url;
