//! Accepts connections, bounds them, and ends them in good order.
//!
//! The loop is Ward's own because the ready-made one sets no timer, so that a client who sends a byte a minute would
//! hold its connection for ever. A listener on a unix socket or behind TLS brings its own stream to [`Door::open`].

use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use ward_ops::Engine;

use crate::front::Front;
use crate::{HttpLimits, Metrics, ServerOptions};

/// How long to wait after the system refused a connection, most often for want of file descriptors.
const PAUSE: Duration = Duration::from_millis(100);

/// How often observations are folded into their buckets.
const FOLD: Duration = Duration::from_secs(5);

/// Fewer headers than anyone needs; more cost memory before a request is looked at.
const MAX_HEADERS: usize = 100;

/// Serves `engine` on `listener` until `shutdown` completes, then lets running requests finish for at most
/// [`HttpLimits::drain`].
///
/// Calls of operations that have begun are finished even when their client has gone, so that each leaves its audit entry;
/// they too are waited for, within the same time. Errors of single connections end those alone. The server itself does
/// not fail once it runs; the result leaves room for listeners that can.
pub async fn serve(
    listener: TcpListener,
    engine: Arc<Engine>,
    options: ServerOptions,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let limits = options.limits;
    let mut beside = JoinSet::new();
    if let Some(metrics) = options.metrics.clone() {
        beside.spawn(fold(metrics));
    }
    let door = Door::new(Front::new(engine, options), limits);
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = door.next(&listener) => accepted,
        };
        while connections.try_join_next().is_some() {}
        match accepted {
            Ok((slot, stream, peer)) => {
                // Responses are written whole, so waiting to fill a packet only delays them.
                let _ = stream.set_nodelay(true);
                connections.spawn(door.open(stream, Some(peer), graceful.watcher(), slot));
            }
            Err(error) => {
                tracing::warn!(kind = ?error.kind(), "a connection was not accepted");
                sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    let finish = async {
        graceful.shutdown().await;
        while connections.join_next().await.is_some() {}
        door.front.calls_are_done().await;
    };
    if timeout(limits.drain, finish).await.is_err() {
        tracing::warn!("requests that were still running were cut off");
    }
    connections.shutdown().await;
    beside.shutdown().await;
    Ok(())
}

async fn fold(metrics: Metrics) {
    loop {
        sleep(FOLD).await;
        metrics.fold();
    }
}

/// Lets connections in and speaks HTTP on them.
struct Door {
    front: Arc<Front>,
    limits: HttpLimits,
    slots: Arc<Semaphore>,
    http: Arc<auto::Builder<TokioExecutor>>,
}

impl Door {
    fn new(front: Front, limits: HttpLimits) -> Self {
        let header_bytes = limits.header_bytes.max(8192);
        let mut http = auto::Builder::new(TokioExecutor::new());
        http.http1()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_time)
            .max_headers(MAX_HEADERS)
            .max_buf_size(header_bytes);
        http.http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(limits.header_time)
            .keep_alive_timeout(limits.header_time)
            .max_concurrent_streams(limits.streams)
            .max_header_list_size(u32::try_from(header_bytes).unwrap_or(u32::MAX));
        let slots = Arc::new(Semaphore::new(
            limits.connections.clamp(1, Semaphore::MAX_PERMITS),
        ));
        Self {
            front: Arc::new(front),
            limits,
            slots,
            http: Arc::new(http),
        }
    }

    /// The next connection, once there is a slot for it. Until then connections wait in the kernel's queue.
    async fn next(
        &self,
        listener: &TcpListener,
    ) -> io::Result<(OwnedSemaphorePermit, tokio::net::TcpStream, IpAddr)> {
        let slot = self
            .slots
            .clone()
            .acquire_owned()
            .await
            .map_err(io::Error::other)?;
        let (stream, peer) = listener.accept().await?;
        // An IPv4 client on a dual-stack socket is the same client as on an IPv4 socket.
        Ok((slot, stream, peer.ip().to_canonical()))
    }

    /// Speaks HTTP/1.1 or HTTP/2 on `stream` until either end is done with it. Holds `slot` for as long.
    fn open<S>(
        &self,
        stream: S,
        peer: Option<IpAddr>,
        watcher: Watcher,
        slot: OwnedSemaphorePermit,
    ) -> impl Future<Output = ()> + Send + 'static
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (http, limits) = (self.http.clone(), self.limits);
        let activity = Arc::new(Activity::default());
        let service = {
            let (front, activity) = (self.front.clone(), activity.clone());
            tower::service_fn(move |request| {
                let (front, running) = (front.clone(), activity.begin());
                async move {
                    let response = front.answer(request, peer).await;
                    drop(running);
                    Ok::<_, std::convert::Infallible>(response)
                }
            })
        };
        async move {
            let connection = http
                .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
                .into_owned();
            let served = watcher.watch(connection);
            tokio::select! {
                ended = served => {
                    if let Err(error) = ended {
                        // What went wrong on the wire, in the library's own words; they quote nothing.
                        tracing::debug!(%error, "a connection ended early");
                    }
                }
                () = activity.ceased(limits) => tracing::debug!("an idle connection was closed"),
            }
            drop(slot);
        }
    }
}

/// What goes on on one connection.
///
/// The timers of the HTTP library begin once it knows the version of HTTP, and for HTTP/2 it has none for heads. So
/// this one stands over all of them.
#[derive(Default)]
struct Activity {
    begun: AtomicU64,
    running: AtomicUsize,
}

impl Activity {
    fn begin(self: &Arc<Self>) -> Running {
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.running.fetch_add(1, Ordering::Relaxed);
        Running(self.clone())
    }

    /// Completes when nothing has begun and nothing runs: no first request in the time for a head, or no further one
    /// in the idle time.
    async fn ceased(&self, limits: HttpLimits) {
        let mut seen = 0;
        let mut patience = limits.header_time;
        loop {
            sleep(patience).await;
            let begun = self.begun.load(Ordering::Relaxed);
            if begun == seen && self.running.load(Ordering::Relaxed) == 0 {
                return;
            }
            (seen, patience) = (begun, limits.idle_time);
        }
    }
}

/// Counts one request as running for as long as it lives, also when the client goes away.
struct Running(Arc<Activity>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::Relaxed);
    }
}
