//! What one call of an operation may reach, and what it leaves for the audit log.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use ward_access::Principal;
use ward_audit::entry::Resource;
use ward_secret::{SecretString, SystemRandom, Timestamp};
use ward_store::Store;

use crate::limits::Caller;
use crate::{Engine, OpError};

/// The way a call came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Face {
    /// `POST /tools/<name>`.
    Http,
    /// The Model Context Protocol, over HTTP or standard input and output.
    Mcp,
    /// The `ward` command on its own store.
    Cli,
    /// A Rust program.
    Library,
    /// Ward itself.
    System,
}

impl Face {
    /// The word in audit entries and metric labels.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Mcp => "mcp",
            Self::Cli => "cli",
            Self::Library => "library",
            Self::System => "system",
        }
    }
}

/// What a caller shows to say who it is.
#[derive(Debug)]
pub enum Credential {
    /// Nothing.
    None,
    /// The text after `Authorization: Bearer`: an API key or a token.
    Bearer(SecretString),
    /// A principal that the shell itself vouches for, such as the local command line.
    Vouched(Box<Principal>),
}

/// A call as a face hands it in.
#[derive(Debug)]
pub struct Incoming {
    /// The way it came in.
    pub face: Face,
    /// What the caller showed.
    pub credential: Credential,
    /// The caller's network address, when it has one.
    pub address: Option<IpAddr>,
    /// Ward's own id for the request; see [`Incoming::new_request_id`].
    pub request_id: String,
}

impl Incoming {
    /// A call with a fresh request id.
    #[must_use]
    pub fn new(face: Face, credential: Credential) -> Self {
        Self {
            face,
            credential,
            address: None,
            request_id: Self::new_request_id(),
        }
    }

    /// A fresh request id: 128 random bits as 32 hexadecimal digits.
    #[must_use]
    pub fn new_request_id() -> String {
        use std::fmt::Write as _;
        let bytes: [u8; 16] = ward_secret::random_array(&mut SystemRandom);
        bytes.iter().fold(String::with_capacity(32), |mut id, byte| {
            let _ = write!(id, "{byte:02x}");
            id
        })
    }
}

/// What one call may reach.
pub struct Call<'e> {
    engine: &'e Engine,
    principal: &'e Principal,
    address: Option<IpAddr>,
    now: Timestamp,
    trail: Mutex<Trail>,
}

/// What the audit entry says beyond who, what and when.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    pub(crate) resource: Option<Resource>,
    pub(crate) says_no: bool,
}

impl<'e> Call<'e> {
    pub(crate) fn new(
        engine: &'e Engine,
        principal: &'e Principal,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Self {
        Self {
            engine,
            principal,
            address,
            now,
            trail: Mutex::default(),
        }
    }

    /// Keys, tokens, policies: what the engine was built with.
    #[must_use]
    pub const fn engine(&self) -> &'e Engine {
        self.engine
    }

    /// The database, for reading. Writing is an [`crate::Answer::Change`].
    #[must_use]
    pub fn store(&self) -> &'e Store {
        self.engine.store()
    }

    /// Who is calling.
    #[must_use]
    pub const fn principal(&self) -> &'e Principal {
        self.principal
    }

    pub(crate) const fn caller(&self) -> Caller<'e> {
        Caller {
            principal: self.principal,
            address: self.address,
        }
    }

    /// The time of the call. One call sees one time.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Random bytes.
    #[must_use]
    pub const fn random(&self) -> SystemRandom {
        SystemRandom
    }

    /// Runs slow work in the hashing pool.
    pub async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, OpError> {
        self.engine.pool().run(work).await
    }

    /// Names the record that this call works on in the audit entry, by Ward's own id.
    pub fn note_resource(&self, resource: Resource) {
        self.trail.lock().unwrap_or_else(PoisonError::into_inner).resource = Some(resource);
    }

    /// Marks the outcome as "no": a wrong password, a token that does not count. Not an error, and worth finding.
    pub fn note_no(&self) {
        self.trail.lock().unwrap_or_else(PoisonError::into_inner).says_no = true;
    }

    pub(crate) fn into_trail(self) -> Trail {
        self.trail.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
