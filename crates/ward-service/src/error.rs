//! The one error of the command line: a sentence, a hint, an exit code.

use std::borrow::Cow;
use std::io::{self, Write as _};
use std::panic::AssertUnwindSafe;
use std::path::Path;

use serde_json::{Value, json};
use ward_ops::{ErrorKind, FieldFault, OpError};
use ward_store::StoreError;

use crate::client::set;
use crate::config::ConfigError;

/// A fault of Ward's own (`EX_SOFTWARE` of sysexits.h).
const INTERNAL: u8 = 70;

/// Runs the program; a panic in it becomes an exit code and a place. Its message may hold what it was working on, so
/// that is not shown.
pub(crate) fn internal_unless_done(run: impl FnOnce() -> u8) -> u8 {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map_or_else(String::new, |place| format!(" at {place}"));
        let _ = writeln!(
            io::stderr(),
            "error: ward failed, and the fault is its own{place}"
        );
    }));
    std::panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or(INTERNAL)
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum CliError {
    /// It failed.
    Failed(Box<Failure>),
    /// Whoever read the output has gone. Nothing is wrong and nobody is there to be told.
    ReaderGone,
}

/// A failure, in the terms of the operations, so that it reads the same whether it happened here or on a server.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) code: Cow<'static, str>,
    pub(crate) detail: String,
    pub(crate) hint: Option<Cow<'static, str>>,
    pub(crate) fields: Vec<FieldFault>,
}

impl CliError {
    pub(crate) fn new(
        kind: ErrorKind,
        code: impl Into<Cow<'static, str>>,
        detail: impl Into<String>,
    ) -> Self {
        Self::Failed(Box::new(Failure {
            kind,
            code: code.into(),
            detail: detail.into(),
            hint: None,
            fields: Vec::new(),
        }))
    }

    /// The command was used wrongly: exit code 2.
    pub(crate) fn usage(detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid, "usage", detail)
    }

    /// A file could not be read or written: exit code 5.
    pub(crate) fn file(path: &Path, error: &io::Error) -> Self {
        let code = if error.kind() == io::ErrorKind::NotFound {
            "no_such_file"
        } else {
            "file_failed"
        };
        Self::new(
            ErrorKind::Unavailable,
            code,
            format!("{}: {}", path.display(), words(error)),
        )
    }

    /// This only works where the data is.
    pub(crate) fn local_only(what: &str) -> Self {
        Self::usage(format!("{what} works on the local store, not on a server"))
            .hint("run it on the server's machine, without WARD_URL and --url")
    }

    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        if let Self::Failed(failure) = &mut self {
            failure.hint = Some(hint.into());
        }
        self
    }

    /// The exit code of interface.md; 0 for a reader that went away.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Failed(failure) => failure.kind.exit_code(),
            Self::ReaderGone => 0,
        }
    }
}

impl Failure {
    /// The failure as a problem object (RFC 9457) with the exit code beside it.
    pub(crate) fn problem(&self) -> Value {
        let mut problem = json!({
            "type": format!("urn:ward:problem:{}", self.code),
            "title": self.kind.title(),
            "status": self.kind.http_status(),
            "detail": self.detail,
            "exit_code": self.kind.exit_code(),
        });
        let errors = (!self.fields.is_empty()).then(|| json!(self.fields));
        set(&mut problem, "hint", self.hint.as_deref());
        set(&mut problem, "errors", errors);
        problem
    }
}

/// What the operating system said, in lower case and without its number.
fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::AlreadyExists => "it exists already".to_owned(),
        io::ErrorKind::InvalidData => "it is not utf-8 text".to_owned(),
        io::ErrorKind::AddrInUse => "the address is in use".to_owned(),
        io::ErrorKind::AddrNotAvailable => "this machine does not have that address".to_owned(),
        kind => kind.to_string(),
    }
}

/// An error of the standard streams.
impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ReaderGone;
        }
        Self::new(
            ErrorKind::Unavailable,
            "stream_failed",
            format!("input or output failed: {}", words(&error)),
        )
    }
}

impl From<OpError> for CliError {
    fn from(error: OpError) -> Self {
        Self::Failed(Box::new(Failure {
            kind: error.kind,
            code: error.code.into(),
            detail: error.detail.into_owned(),
            hint: error.hint.map(Cow::Borrowed),
            fields: error.fields,
        }))
    }
}

impl From<ConfigError> for CliError {
    fn from(error: ConfigError) -> Self {
        let failed = Self::new(ErrorKind::Invalid, "configuration", error.to_string());
        match error.hint() {
            Some(hint) => failed.hint(hint),
            None => failed,
        }
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        let failed = |kind, code| Self::new(kind, code, error.to_string());
        let unavailable = ErrorKind::Unavailable;
        match &error {
            StoreError::RolledBack => failed(unavailable, "rolled_back").hint(
                "restore the newest backup; `ward audit verify` says what is missing. If an older state was put back on \
                 purpose, use `ward restore`, which sets the checkpoint file aside",
            ),
            StoreError::WrongRootKey => failed(unavailable, "wrong_root_key")
                .hint("use the root key that this database was made with; `ward config show` says which source is used"),
            StoreError::NotWard => failed(unavailable, "not_ward").hint("set --data-dir or WARD_DATABASE_URL to ward's own"),
            StoreError::NewerSchema { .. } => failed(unavailable, "newer_schema"),
            StoreError::RootKey(_) => failed(unavailable, "root_key"),
            StoreError::CheckpointFile(_) => failed(unavailable, "checkpoint_file")
                .hint("the checkpoint file belongs to one database: see `audit.checkpoint_file` in `ward config show`"),
            StoreError::Damaged { .. } => failed(unavailable, "damaged")
                .hint("restore a backup; `ward audit verify` says whether the log is whole"),
            StoreError::File(file) => {
                Self::new(unavailable, "store_file", format!("a file of the store could not be used: {}", words(file)))
            }
            _ => OpError::from(error).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(error: CliError) -> Failure {
        match error {
            CliError::Failed(failure) => *failure,
            CliError::ReaderGone => panic!("not a failure"),
        }
    }

    #[test]
    fn a_broken_pipe_is_no_failure() {
        let gone = CliError::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(matches!(gone, CliError::ReaderGone));
        assert_eq!(gone.exit_code(), 0);
    }

    #[test]
    fn a_problem_says_what_the_text_says() {
        let problem = failure(CliError::usage("no").hint("yes")).problem();
        assert_eq!(problem["type"], "urn:ward:problem:usage");
        assert_eq!(
            (&problem["detail"], &problem["hint"]),
            (&json!("no"), &json!("yes"))
        );
        assert_eq!(
            (&problem["status"], &problem["exit_code"]),
            (&json!(422), &json!(2))
        );
    }

    #[test]
    fn a_rolled_back_store_is_unavailable_and_says_what_to_do() {
        let failure = failure(StoreError::RolledBack.into());
        assert_eq!(failure.kind.exit_code(), 5);
        assert!(failure.hint.unwrap().contains("backup"));
    }
}
