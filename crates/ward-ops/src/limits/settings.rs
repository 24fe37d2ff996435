//! What the shell configures of limits.

use std::collections::BTreeMap;

use ward_limits::{Quota, Sampling};

/// How often what may be called. Every quota is settable; [`LimitSettings::default`] says why each is what it is.
#[derive(Clone, Debug)]
pub struct LimitSettings {
    /// Whether there are limits at all. Off for load tests; a deployment check objects.
    pub enabled: bool,
    /// Calls per principal and light operation. Default 600,000 a minute, 20,000 at once.
    pub light: Quota,
    /// Calls per principal and operation that waits for a remote end. Default 120 a minute.
    pub network: Quota,
    /// Work per principal and operation that hashes, in units of 100 ms of one core. Default 600 a minute.
    pub work: Quota,
    /// Quotas of single operations by name, instead of the ones above. For `password_hash` and `password_verify`, and
    /// for passwords in `encrypt` and `decrypt`, units of work; else calls.
    pub tools: BTreeMap<String, Quota>,
    /// Guesses per principal and target: verifications of the same password hash. Default 5 a minute.
    pub guesses_per_target: Quota,
    /// Guesses per client network: verifications of any password hash. Default 60 a minute.
    pub guesses_per_address: Quota,
    /// Calls without a credential that counts, per client network. Default 600 a minute, 300 at once.
    pub refused_per_address: Quota,
    /// The most buckets that are remembered. Default 65,536, about 5 MiB when all are in use.
    pub keys: usize,
    /// How many of the refusals by a limit are recorded one by one.
    pub sampling: Sampling,
}

impl Default for LimitSettings {
    /// - *Light*: about half of what a small machine serves with the audit log in place, so that one caller gone wild
    ///   leaves room for others, and an application never meets it.
    /// - *Network*: two a second; at the longest timeout of ten seconds that is some twenty connections open at once,
    ///   and far too slow to scan ports.
    /// - *Work*: one core. Whatever a caller asks, on two cores others still have the second one. That is 600 Argon2id
    ///   hashes at the default cost, or 150 at bcrypt's cost of 12.
    /// - *Guesses*: five at once against one hash, then one every twelve seconds, as the predecessor's review asked
    ///   for; sixty from one address, since behind an address may be an application with many users.
    /// - *Refused*: enough for a misconfigured service that tries again and again, too little to fill the audit log.
    fn default() -> Self {
        Self {
            enabled: true,
            light: Quota::per_minute_with_burst(600_000, 20_000),
            network: Quota::per_minute(120),
            work: Quota::per_minute(600),
            tools: BTreeMap::new(),
            guesses_per_target: Quota::per_minute(5),
            guesses_per_address: Quota::per_minute(60),
            refused_per_address: Quota::per_minute_with_burst(600, 300),
            keys: 65_536,
            sampling: Sampling::DEFAULT,
        }
    }
}

impl LimitSettings {
    pub(crate) fn calls(&self, tool: &str, general: Quota) -> Quota {
        self.tools.get(tool).copied().unwrap_or(general)
    }

    pub(crate) fn work(&self, tool: &str) -> Quota {
        self.calls(tool, self.work)
    }
}
