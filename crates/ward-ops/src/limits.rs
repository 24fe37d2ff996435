//! How often a caller may call: the pure arithmetic of `ward_limits` put to the engine's calls.
//!
//! A call meets up to four buckets. *Tool* or *work*: per principal and operation, in calls or, for operations that are
//! slow on purpose, in units of work. *Address* and *target*: for operations that answer guesses, per client network
//! and per thing that is guessed at. And *refusals*: per client network, for calls that nobody vouches for.
//!
//! Buckets are found by a keyed digest. No principal, address, hash or password is kept here, in no form that outlives
//! the process, and the tables have a fixed size.

mod refusal;
mod settings;
mod status;
mod work;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use ward_access::{Principal, PrincipalKind};
use ward_keys::hazmat::hmac;
use ward_limits::fields::Applied;
use ward_limits::{Moment, Quota, SteadyClock, Table, Tally, Verdict};
use ward_secret::{SystemRandom, random_array};

pub use settings::LimitSettings;
pub use status::{LimitStatus, Rate, Reply};
pub(crate) use work::{of_hash, of_kdf};

use crate::{Cost, Entry, ErrorKind, OpError, Spec};

/// The code of every refusal by a limit.
pub(crate) const RATE_LIMITED: &str = "rate_limited";

/// What a decoded request asks for beyond being one call. The default asks for nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Demand<'r> {
    /// Work in the hashing pool, in units of 100 ms of one core, rounded up.
    pub work: u32,
    /// What the caller guesses at, such as a password hash. Only a keyed digest of it is kept.
    pub target: Option<&'r [u8]>,
}

/// The rules that a call can meet. The names are those in header fields.
#[derive(Clone, Copy)]
enum Policy {
    Tool,
    Work,
    Address,
    Target,
    Refusals,
}

impl Policy {
    const fn name(self) -> &'static str {
        match self {
            Self::Tool => "tool",
            Self::Work => "work",
            Self::Address => "address",
            Self::Target => "target",
            Self::Refusals => "refusals",
        }
    }

    const fn refusal(self) -> &'static str {
        match self {
            Self::Tool => "too many calls of this tool by this caller",
            Self::Work => "too much hashing work for this caller",
            Self::Address => "too many calls of this tool from this address",
            Self::Target => "too many tries against the same hash",
            Self::Refusals => "too many refused calls from this address",
        }
    }
}

/// Who is limited: a principal at an address.
#[derive(Clone, Copy)]
pub(crate) struct Caller<'a> {
    pub(crate) principal: &'a Principal,
    pub(crate) address: Option<IpAddr>,
}

impl Caller<'_> {
    /// Whoever may read the root key, and Ward itself: to limit them protects nobody.
    const fn is_exempt(self) -> bool {
        matches!(self.principal.kind, PrincipalKind::Local | PrincipalKind::System)
    }

    /// `dev` is everybody without a credential, so there the address stands for the caller.
    const fn has_own_name(self) -> bool {
        !matches!(self.principal.kind, PrincipalKind::Dev | PrincipalKind::Anonymous)
    }
}

type Digest = [u8; 16];

/// The buckets of one engine.
pub(crate) struct Limiter {
    settings: LimitSettings,
    clock: Arc<dyn SteadyClock>,
    key: hmac::Key,
    buckets: Table<Digest>,
    refusals: Table<Digest, Tally>,
}

impl Limiter {
    pub(crate) fn new(settings: LimitSettings) -> Self {
        Self {
            clock: Arc::new(Uptime(Instant::now())),
            key: hmac::Key::new(hmac::Hash::Sha256, &random_array::<32>(&mut SystemRandom)),
            buckets: Table::new(settings.keys),
            refusals: Table::new(settings.keys),
            settings,
        }
    }

    pub(crate) fn set_clock(&mut self, clock: Arc<dyn SteadyClock>) {
        self.clock = clock;
    }

    /// Counts a call of the operation `tool`, before it is known whether the caller may: a flood of calls that are
    /// forbidden is a flood too.
    pub(crate) fn call(
        &self,
        caller: Caller<'_>,
        tool: &'static str,
        cost: Cost,
        status: &mut LimitStatus,
    ) -> Result<(), OpError> {
        if self.is_off(caller) {
            return Ok(());
        }
        let (policy, quota) = self.base(tool, cost);
        self.take(
            policy,
            self.of_principal(policy, caller, tool, &[]),
            quota,
            1,
            status,
        )
    }

    /// Counts a call of an operation that answers guesses, once it is known that the caller may: nobody uses up what
    /// others at the same address need with calls that come to nothing.
    pub(crate) fn guess(
        &self,
        caller: Caller<'_>,
        tool: &'static str,
        status: &mut LimitStatus,
    ) -> Result<(), OpError> {
        match caller.address {
            Some(address) if !self.is_off(caller) => {
                let quota = self.settings.guesses_per_address;
                self.take(
                    Policy::Address,
                    self.of_address(Policy::Address, Some(address), tool),
                    quota,
                    1,
                    status,
                )
            }
            _ => Ok(()),
        }
    }

    /// Counts what the decoded request asks for: its work, less what was counted before it was decoded, and its guess.
    pub(crate) fn demand(
        &self,
        caller: Caller<'_>,
        spec: &Spec,
        demand: Demand<'_>,
        status: &mut LimitStatus,
    ) -> Result<(), OpError> {
        if self.is_off(caller) {
            return Ok(());
        }
        // The guess first: when it is one too many, it should not have cost the caller its work.
        if let Some(target) = demand.target {
            let key = self.of_principal(Policy::Target, caller, spec.name, target);
            self.take(Policy::Target, key, self.settings.guesses_per_target, 1, status)?;
        }
        let quota = self.settings.work(spec.name);
        let counted = u32::from(matches!(spec.cost, Cost::Kdf));
        // Work above the whole burst needs a full bucket: with the unit that is gone it could never be had.
        let more = demand.work.min(quota.burst()).saturating_sub(counted);
        if more == 0 {
            return Ok(());
        }
        self.take(
            Policy::Work,
            self.of_principal(Policy::Work, caller, spec.name, &[]),
            quota,
            more,
            status,
        )
    }

    /// Counts a call that was refused because nobody stands for it.
    pub(crate) fn refused(&self, address: Option<IpAddr>, status: &mut LimitStatus) -> Result<(), OpError> {
        if !self.settings.enabled {
            return Ok(());
        }
        let quota = self.settings.refused_per_address;
        self.take(
            Policy::Refusals,
            self.of_address(Policy::Refusals, address, ""),
            quota,
            1,
            status,
        )
    }

    /// How many refusals by a limit the next audit entry of their like stands for; `None` when there is to be none.
    pub(crate) fn sample(&self, principal: &str, address: Option<IpAddr>, tool: &str) -> Option<u32> {
        let key = self.digest(&[
            b"refused",
            principal.as_bytes(),
            &Network::of(address).0,
            tool.as_bytes(),
        ]);
        let now = self.now();
        self.refusals
            .update(key, now, |tally| tally.count(&self.settings.sampling, now))
    }

    /// The limits of a caller on the operations that it may call.
    pub(crate) fn rates<'e>(
        &self,
        caller: Caller<'_>,
        entries: impl Iterator<Item = &'e Entry>,
    ) -> Vec<Rate> {
        if self.is_off(caller) {
            return Vec::new();
        }
        let now = self.now();
        let mut rates = Vec::new();
        for entry in entries.filter(|entry| caller.principal.scopes.contains(entry.spec().scope)) {
            let spec = entry.spec();
            let (policy, quota) = self.base(spec.name, spec.cost);
            let left = |key, quota| Some(self.buckets.standing(&key, quota, now).remaining);
            let key = self.of_principal(policy, caller, spec.name, &[]);
            rates.push(Rate::new(spec.name, policy.name(), &quota, left(key, &quota)));
            if !entry.answers_guesses() {
                continue;
            }
            if caller.address.is_some() {
                let quota = &self.settings.guesses_per_address;
                let key = self.of_address(Policy::Address, caller.address, spec.name);
                rates.push(Rate::new(
                    spec.name,
                    Policy::Address.name(),
                    quota,
                    left(key, quota),
                ));
            }
            let quota = &self.settings.guesses_per_target;
            rates.push(Rate::new(spec.name, Policy::Target.name(), quota, None));
        }
        rates
    }

    const fn is_off(&self, caller: Caller<'_>) -> bool {
        !self.settings.enabled || caller.is_exempt()
    }

    fn now(&self) -> Moment {
        self.clock.moment()
    }

    fn base(&self, tool: &str, cost: Cost) -> (Policy, Quota) {
        match cost {
            Cost::Kdf => (Policy::Work, self.settings.work(tool)),
            Cost::Light => (Policy::Tool, self.settings.calls(tool, self.settings.light)),
            Cost::Network => (Policy::Tool, self.settings.calls(tool, self.settings.network)),
        }
    }

    fn take(
        &self,
        policy: Policy,
        key: Digest,
        quota: Quota,
        cost: u32,
        status: &mut LimitStatus,
    ) -> Result<(), OpError> {
        let verdict = self.buckets.take(key, &quota, self.now(), cost);
        status.note(Applied {
            name: policy.name(),
            quota,
            standing: *verdict.standing(),
        });
        match verdict {
            Verdict::Allowed(_) => Ok(()),
            Verdict::Refused { retry_after, .. } => {
                Err(OpError::new(ErrorKind::Limited, RATE_LIMITED, policy.refusal()).retry_after(retry_after))
            }
        }
    }

    fn of_principal(&self, policy: Policy, caller: Caller<'_>, tool: &str, target: &[u8]) -> Digest {
        let principal = caller.principal;
        let network = if caller.has_own_name() {
            Network::default()
        } else {
            Network::of(caller.address)
        };
        self.digest(&[
            policy.name().as_bytes(),
            principal.kind.name().as_bytes(),
            principal.id.as_bytes(),
            &network.0,
            tool.as_bytes(),
            target,
        ])
    }

    fn of_address(&self, policy: Policy, address: Option<IpAddr>, tool: &str) -> Digest {
        self.digest(&[policy.name().as_bytes(), &Network::of(address).0, tool.as_bytes()])
    }

    /// A keyed digest of the parts, each framed by its length.
    fn digest(&self, parts: &[&[u8]]) -> Digest {
        let lengths: Vec<[u8; 8]> = parts
            .iter()
            .map(|part| (part.len() as u64).to_be_bytes())
            .collect();
        let framed: Vec<&[u8]> = lengths
            .iter()
            .zip(parts)
            .flat_map(|(length, part)| [length.as_slice(), part])
            .collect();
        let tag = self.key.tag(&framed);
        tag.first_chunk().copied().unwrap_or_default()
    }
}

/// The network that a limit counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, since that
/// is what the smallest customer is given. No address is a network of its own.
#[derive(Default)]
struct Network([u8; 9]);

impl Network {
    fn of(address: Option<IpAddr>) -> Self {
        let (kind, bytes) = match address.map(|address| address.to_canonical()) {
            None => return Self::default(),
            Some(IpAddr::V4(address)) => (4, u64::from(address.to_bits())),
            Some(IpAddr::V6(address)) => (6, u64::try_from(address.to_bits() >> 64).unwrap_or(0)),
        };
        let mut network = [kind; 9];
        network
            .iter_mut()
            .zip(bytes.to_be_bytes())
            .for_each(|(to, from)| *to = from);
        Self(network)
    }
}

/// Time since the engine was made, by the monotonic clock of the system.
struct Uptime(Instant);

impl SteadyClock for Uptime {
    fn moment(&self) -> Moment {
        Moment::from_start(self.0.elapsed())
    }
}
