//! Names to addresses, once.
//!
//! [`SystemResolver`] asks the operating system (`getaddrinfo`) and not a DNS library of its own: it then sees the
//! same `/etc/hosts`, `nsswitch.conf`, search domains and split DNS as everything else on the machine, and an operator
//! who looks a name up by hand sees what Ward sees. The price is a thread per look-up that cannot be cancelled, so
//! look-ups are counted and a deadline abandons the thread, which ends by the system's own timeout.

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;

use tokio::sync::Semaphore;
use ward_input::host::HostName;

/// What a look-up returns.
pub type Resolving<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// Looks names up. Tests bring their own.
pub trait Resolve: Send + Sync {
    /// Every address of `name`, in the order of preference.
    fn resolve<'a>(&'a self, name: &'a HostName) -> Resolving<'a>;
}

/// Most look-ups at a time.
const MAX_LOOKUPS: usize = 64;

/// The operating system's resolver.
#[derive(Debug)]
pub struct SystemResolver {
    permits: Semaphore,
}

impl Default for SystemResolver {
    fn default() -> Self {
        Self {
            permits: Semaphore::new(MAX_LOOKUPS),
        }
    }
}

impl Resolve for SystemResolver {
    fn resolve<'a>(&'a self, name: &'a HostName) -> Resolving<'a> {
        Box::pin(async {
            let _permit = self.permits.acquire().await.map_err(io::Error::other)?;
            // The port is not part of the question; the interface wants one.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}
