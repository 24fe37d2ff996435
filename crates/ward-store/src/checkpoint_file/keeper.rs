//! Comparing with the file at the start, and keeping it up while the store works.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use ward_audit::note::NoteVerifier;

use super::{open, read, write};
use crate::{AuditHead, Store, StoreError};

/// Between two writes. A roll-back to a state less than this old can pass unseen when the process was also killed.
const PAUSE: Duration = Duration::from_secs(1);

/// The task that keeps a checkpoint file up. Dropping this lets it go on; it ends with the store.
#[derive(Debug)]
pub struct CheckpointKeeper {
    task: JoinHandle<Result<(), StoreError>>,
}

impl CheckpointKeeper {
    /// Waits for the last write, which follows [`Store::close`], and returns how it went.
    pub async fn finished(self) -> Result<(), StoreError> {
        self.task.await.map_err(|_| StoreError::Busy)?
    }
}

impl Store {
    /// Compares the log with the checkpoint file at `path`; a missing file says nothing, as at the first start.
    ///
    /// [`StoreError::RolledBack`] when the file's checkpoint covers more than the log has, or as much with another root;
    /// [`StoreError::CheckpointFile`] when it is not a checkpoint of this log. A shorter checkpoint passes here, in
    /// constant time; that the log continues it is shown by [`Store::verify_audit`], given the note.
    pub async fn check_against(&self, path: &Path) -> Result<(), StoreError> {
        let Some(note) = read(path)? else { return Ok(()) };
        let kept = open(&note, &self.audit_verifier())?;
        // Read after the file: another process that appends meanwhile moves the log ahead of it, never behind.
        let head = self.stored_head().await?;
        if kept.size > head.size || (kept.size == head.size && kept.root != head.root) {
            return Err(StoreError::RolledBack);
        }
        Ok(())
    }

    /// Starts a task on the current runtime that puts the newest checkpoint in the file at `path`: now, then at most once
    /// a second as the log grows, and a last time when the store closes.
    ///
    /// Call [`Store::check_against`] first. A write that fails is logged and tried again with the next checkpoint, for
    /// the log itself is not in danger; the last one's result is that of [`CheckpointKeeper::finished`].
    #[must_use]
    pub fn keep_checkpoint_file(&self, path: PathBuf) -> CheckpointKeeper {
        let keep = keep(path, self.audit_verifier(), self.follow_audit_head());
        CheckpointKeeper {
            task: tokio::spawn(keep),
        }
    }
}

async fn keep(
    path: PathBuf,
    verifier: NoteVerifier,
    mut head: watch::Receiver<AuditHead>,
) -> Result<(), StoreError> {
    loop {
        let note = head.borrow_and_update().checkpoint.clone();
        if let Err(error) = put(path.clone(), note, verifier.clone()).await {
            tracing::error!(error = %error, "the checkpoint file was not written");
        }
        let mut pause = std::pin::pin!(sleep(PAUSE));
        let mut changed = false;
        loop {
            tokio::select! {
                change = head.changed() => {
                    if change.is_err() {
                        // The store closed. Its last word does not wait for the end of a pause.
                        let note = head.borrow().checkpoint.clone();
                        return put(path, note, verifier).await;
                    }
                    changed = true;
                },
                () = &mut pause, if changed => break,
            }
        }
    }
}

/// Files are flushed here, which can take long on a slow disk.
async fn put(path: PathBuf, note: String, verifier: NoteVerifier) -> Result<(), StoreError> {
    let written = tokio::task::spawn_blocking(move || write(&path, &note, &verifier)).await;
    written.map_err(|_| StoreError::Busy)?.map(|_| ())
}
