//! Calls of operations, which run to their end whatever becomes of who asked.

use std::sync::Arc;

use tokio::sync::Semaphore;
use ward_ops::OpError;

/// The calls at work, at most a fixed number at once. Clones share the number.
#[derive(Clone)]
pub(crate) struct Calls {
    permits: Arc<Semaphore>,
    bound: u32,
}

impl Calls {
    /// At most `bound` at once, at least 1; more wait.
    pub(crate) fn new(bound: u32) -> Self {
        // The bound of the semaphore on 32-bit machines lies below that of `u32`.
        let bound = bound.clamp(1, u32::try_from(Semaphore::MAX_PERMITS).unwrap_or(u32::MAX));
        Self {
            permits: Arc::new(Semaphore::new(bound as usize)),
            bound,
        }
    }

    /// Runs `call` to its end on a task of its own.
    ///
    /// When a client goes away, the future that answers it is dropped where it stands. A call that has begun must not end
    /// so: its audit entry would be missing, and a revocation could be committed and yet not reach the caches.
    pub(crate) async fn to_its_end<T: Send + 'static>(
        &self,
        call: impl Future<Output = Result<T, OpError>> + Send + 'static,
    ) -> Result<T, OpError> {
        let closed = || OpError::internal("the call did not run to its end");
        let permit = self.permits.clone().acquire_owned().await.map_err(|_| closed())?;
        let task = tokio::spawn(async move {
            let result = call.await;
            drop(permit);
            result
        });
        task.await.map_err(|_| closed())?
    }

    /// Completes when no call runs.
    pub(crate) async fn are_done(&self) {
        // Every permit back means that every call is done.
        let _ = self.permits.acquire_many(self.bound).await;
    }
}
