//! The hashing pool: slow work on few threads, with a short queue and a shorter patience.
//!
//! Key derivation is slow on purpose, so a flood of it would take every thread and all memory. As many run as there are
//! cores, a bounded number waits, each for a bounded time; the rest are told to come back.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::{ErrorKind, OpError};

/// Bounds of the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolLimits {
    /// How many computations run at once.
    pub threads: usize,
    /// How many may wait.
    pub queue: usize,
    /// How long each waits before it is turned away.
    pub wait: Duration,
}

impl Default for PoolLimits {
    /// One computation per core, 32 waiting, two seconds of patience.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            threads,
            queue: 32,
            wait: Duration::from_secs(2),
        }
    }
}

/// Runs slow computations off the asynchronous executor, within [`PoolLimits`].
#[derive(Debug)]
pub(crate) struct Pool {
    limits: PoolLimits,
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
}

impl Pool {
    pub(crate) fn new(limits: PoolLimits) -> Self {
        Self {
            limits,
            running: Arc::new(Semaphore::new(limits.threads)),
            waiting: AtomicUsize::new(0),
        }
    }

    /// Runs `work` on a thread of the pool and returns what it returns.
    ///
    /// Answers [`ErrorKind::Unavailable`] when the queue is full or the wait too long.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, OpError> {
        let permit = match self.running.clone().try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => self.wait_for_turn().await?,
        };
        metrics::gauge!("ward_kdf_inflight").increment(1.0);
        let done = tokio::task::spawn_blocking(move || {
            let value = work();
            drop(permit);
            value
        })
        .await;
        metrics::gauge!("ward_kdf_inflight").decrement(1.0);
        done.map_err(|_| OpError::internal("a computation in the hashing pool panicked"))
    }

    async fn wait_for_turn(&self) -> Result<tokio::sync::OwnedSemaphorePermit, OpError> {
        let place = Waiting::enter(&self.waiting);
        if place.ahead >= self.limits.queue {
            return Err(busy());
        }
        let turn = tokio::time::timeout(self.limits.wait, self.running.clone().acquire_owned()).await;
        turn.map_err(|_| busy())?.map_err(|_| busy())
    }
}

/// Counts one waiting caller for as long as it lives, also when the caller gives up.
struct Waiting<'a> {
    count: &'a AtomicUsize,
    ahead: usize,
}

impl<'a> Waiting<'a> {
    fn enter(count: &'a AtomicUsize) -> Self {
        Self {
            count,
            ahead: count.fetch_add(1, Ordering::SeqCst),
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::SeqCst);
    }
}

fn busy() -> OpError {
    OpError::new(
        ErrorKind::Unavailable,
        "hashing_busy",
        "too many hashing calls are waiting",
    )
    .retry_after(Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn a_full_queue_turns_callers_away_at_once() {
        let pool = Arc::new(Pool::new(PoolLimits {
            threads: 1,
            queue: 0,
            wait: Duration::from_mins(1),
        }));
        let (started, on_start) = mpsc::channel();
        let (release, on_release) = mpsc::channel::<()>();
        let first = tokio::spawn({
            let pool = pool.clone();
            async move {
                pool.run(move || {
                    started.send(()).unwrap();
                    on_release.recv().unwrap();
                })
                .await
            }
        });
        tokio::task::spawn_blocking(move || on_start.recv().unwrap())
            .await
            .unwrap();
        let turned_away = pool.run(|| ()).await.unwrap_err();
        assert_eq!(
            (turned_away.kind, turned_away.code),
            (ErrorKind::Unavailable, "hashing_busy")
        );
        release.send(()).unwrap();
        first.await.unwrap().unwrap();
        pool.run(|| ()).await.unwrap();
    }

    #[tokio::test]
    async fn a_panic_in_the_pool_is_an_internal_error_and_frees_the_place() {
        let pool = Pool::new(PoolLimits {
            threads: 1,
            queue: 0,
            wait: Duration::from_mins(1),
        });
        let failed = pool
            .run(|| panic!("on purpose"))
            .await
            .map(|(): ()| ())
            .unwrap_err();
        assert_eq!(failed.kind, ErrorKind::Internal);
        pool.run(|| ()).await.unwrap();
    }
}
