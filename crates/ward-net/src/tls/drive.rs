//! Drives a client handshake by hand: bounded in bytes and time, and the connection stays at hand when it breaks, so that
//! what was negotiated until then can still be told.

use rustls::{ClientConnection, Error};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

/// Most bytes taken from a server. rustls itself stops at 64 KiB per handshake message.
const MAX_RECEIVED: usize = 256 * 1024;

/// Why the handshake ended early.
#[derive(Debug)]
pub(super) enum Stop {
    Tls(Error),
    NotTls,
    Closed,
    TooLarge,
    Timeout,
}

/// Runs the handshake to its end.
pub(super) async fn handshake(
    tls: &mut ClientConnection,
    stream: &mut TcpStream,
    deadline: Instant,
) -> Result<(), Stop> {
    let result = timeout_at(deadline, exchange(tls, stream))
        .await
        .unwrap_or(Err(Stop::Timeout));
    if matches!(result, Err(Stop::Tls(_))) {
        // The alert that says why; nobody has to read it.
        let _ = timeout_at(deadline, flush(tls, stream)).await;
    }
    result
}

async fn exchange(tls: &mut ClientConnection, stream: &mut TcpStream) -> Result<(), Stop> {
    let mut buffer = [0; 8 * 1024];
    let mut received = 0_usize;
    while tls.is_handshaking() {
        flush(tls, stream).await?;
        if !tls.is_handshaking() {
            break;
        }
        let count = stream.read(&mut buffer).await.map_err(|_| Stop::Closed)?;
        let bytes = buffer.get(..count).unwrap_or_default();
        if bytes.is_empty() {
            return Err(Stop::Closed);
        }
        // A server's first record is a handshake or an alert of version 3.x; anything else never was TLS. The
        // library would call it a corrupt message.
        if received == 0 && !matches!(bytes, [0x15 | 0x16] | [0x15 | 0x16, 3, ..]) {
            return Err(Stop::NotTls);
        }
        received = received.saturating_add(count);
        if received > MAX_RECEIVED {
            return Err(Stop::TooLarge);
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            // Reading from memory fails only when the library's buffer is full, which processing empties.
            tls.read_tls(&mut rest).map_err(|_| Stop::TooLarge)?;
            tls.process_new_packets().map_err(Stop::Tls)?;
        }
    }
    flush(tls, stream).await
}

/// Says goodbye. Whether it arrives does not matter.
pub(super) async fn close(tls: &mut ClientConnection, stream: &mut TcpStream, deadline: Instant) {
    tls.send_close_notify();
    let _ = timeout_at(deadline, async {
        flush(tls, stream).await?;
        stream.shutdown().await.map_err(|_| Stop::Closed)
    })
    .await;
}

async fn flush(tls: &mut ClientConnection, stream: &mut TcpStream) -> Result<(), Stop> {
    let mut out = Vec::new();
    while tls.wants_write() {
        tls.write_tls(&mut out).map_err(|_| Stop::Closed)?;
    }
    stream.write_all(&out).await.map_err(|_| Stop::Closed)
}
