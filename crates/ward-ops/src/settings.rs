//! What the shell configures of the engine. Plain values: reading files and the environment is the shell's.

use std::sync::Arc;
use std::time::Duration;

use ward_certs::TrustAnchors;
use ward_net::{Connector, OutboundPolicy};
use ward_passwords::PasswordContext;
use ward_secret::SecretBytes;

use crate::LimitSettings;
use crate::pool::PoolLimits;

/// What the shell configures of the engine.
pub struct Settings {
    /// Whether calls without a credential act as the principal `dev`. Only ever on loopback.
    pub dev: bool,
    /// The `iss` of tokens.
    pub issuer: String,
    /// A secret shared with applications: then tokens are HS256 under it. At least 32 bytes.
    pub token_secret: Option<SecretBytes>,
    /// The longest life of a token.
    pub longest_token: Duration,
    /// The second part of new API keys: 1 to 12 lower-case letters and digits.
    pub api_key_environment: String,
    /// Schemes, costs and caps for password hashes.
    pub passwords: Arc<PasswordContext>,
    /// Bounds of the hashing pool.
    pub pool: PoolLimits,
    /// How often what may be called.
    pub limits: LimitSettings,
    /// The way out to other hosts, behind its guard.
    pub connector: Connector,
    /// Whom `ssl_check` trusts.
    pub trust: Arc<TrustAnchors>,
}

impl Settings {
    /// The issuer when none is configured.
    pub const DEFAULT_ISSUER: &'static str = "ward";
    /// The longest life of a token when none is configured: 30 days.
    pub const DEFAULT_LONGEST_TOKEN: Duration = Duration::from_hours(30 * 24);
}

/// Safe for every use: no development mode, Ward's own token key, the recommended hashes, no address inside, and nobody
/// trusted for TLS until the shell says who.
impl Default for Settings {
    fn default() -> Self {
        Self {
            dev: false,
            issuer: Self::DEFAULT_ISSUER.to_owned(),
            token_secret: None,
            longest_token: Self::DEFAULT_LONGEST_TOKEN,
            api_key_environment: "live".to_owned(),
            passwords: Arc::new(PasswordContext::default()),
            pool: PoolLimits::default(),
            limits: LimitSettings::default(),
            connector: Connector::new(Arc::new(OutboundPolicy::service())),
            trust: Arc::new(TrustAnchors::none()),
        }
    }
}
