//! The newest checkpoint of the audit log, in a file outside the database: best on another disk, or in a folder that
//! something else copies away.
//!
//! A database that somebody replaced by an older copy of itself is right in itself. Only what was kept elsewhere shows
//! that it once was longer: at every start, [`Store::check_against`](crate::Store::check_against) compares, and while the
//! store works, [`Store::keep_checkpoint_file`](crate::Store::keep_checkpoint_file) keeps the file up.
//!
//! The file is a signed note (C2SP tlog-checkpoint) and nothing else. It is public by nature, so it is made with mode
//! 0644: whoever guards the log should be able to copy it. A newer checkpoint replaces it by a rename, an older one
//! never does; processes that share a file take turns by a lock on `<name>.lock`.

mod keeper;

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use ward_audit::checkpoint::Checkpoint;
use ward_audit::merkle::TreeHead;
use ward_audit::note::{MAX_NOTE_LEN, NoteError, NoteVerifier};

pub use keeper::CheckpointKeeper;

use crate::StoreError;
use crate::files::{create_new, sync_folder, with_suffix};

const MODE: u32 = 0o644;

/// The note in the file; `None` when there is no file. It is not verified.
///
/// [`StoreError::CheckpointFile`] for a file that is longer than any note or not text.
pub fn read(path: &Path) -> Result<Option<String>, StoreError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_NOTE_LEN).unwrap_or(u64::MAX).saturating_add(1);
    file.take(limit).read_to_end(&mut bytes)?;
    match String::from_utf8(bytes) {
        Ok(note) if note.len() <= MAX_NOTE_LEN => Ok(Some(note)),
        _ => Err(StoreError::CheckpointFile(
            "the checkpoint file does not hold a checkpoint",
        )),
    }
}

/// Puts `note` in the file unless that holds the same or a newer checkpoint of the log; `true` when it was put there.
///
/// Both must be signed by `verifier`, the log's own key. The file is whole at every moment: the note is written beside
/// it, flushed, and renamed. [`StoreError::CheckpointFile`] when the file holds something else, which is left as it is;
/// [`StoreError::RolledBack`] when it holds a checkpoint of the same size with another root.
pub fn write(path: &Path, note: &str, verifier: &NoteVerifier) -> Result<bool, StoreError> {
    let newer = open(note, verifier)?;
    let _lock = lock(path)?;
    if let Some(kept) = read(path)? {
        let kept = open(&kept, verifier)?;
        if kept.size == newer.size && kept.root != newer.root {
            return Err(StoreError::RolledBack);
        }
        if kept.size >= newer.size {
            return Ok(false);
        }
    }
    let fresh = with_suffix(path, ".new");
    // Left by a process that was stopped at this point; nobody else is here, for we hold the lock.
    match std::fs::remove_file(&fresh) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let put = || -> io::Result<()> {
        let mut file = create_new(&fresh, MODE)?;
        file.write_all(note.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&fresh, path)?;
        sync_folder(path)
    };
    put().inspect_err(|_| {
        let _ = std::fs::remove_file(&fresh);
    })?;
    Ok(true)
}

/// Archives the file as `<name>.superseded-<size>` after a restoration on purpose, and returns the new name; `None` when
/// there is no file. A name that is taken gets a number behind it. Nothing is verified: the file need not be ours.
pub fn set_aside(path: &Path) -> Result<Option<PathBuf>, StoreError> {
    let _lock = lock(path)?;
    let Some(note) = read(path)? else { return Ok(None) };
    // Only a name: the size of a note that says none is written as zero.
    let size: u64 = note
        .lines()
        .nth(1)
        .and_then(|size| size.parse().ok())
        .unwrap_or(0);
    for number in 1..=u32::from(u16::MAX) {
        let suffix = if number == 1 {
            String::new()
        } else {
            format!(".{number}")
        };
        let archived = with_suffix(path, &format!(".superseded-{size}{suffix}"));
        // A link, unlike a rename, never replaces.
        match std::fs::hard_link(path, &archived) {
            Ok(()) => {
                std::fs::remove_file(path)?;
                sync_folder(path)?;
                return Ok(Some(archived));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::File(io::ErrorKind::AlreadyExists.into()))
}

/// The head in a note that the log signed.
pub(crate) fn open(note: &str, verifier: &NoteVerifier) -> Result<TreeHead, StoreError> {
    let checkpoint = Checkpoint::open(note, std::slice::from_ref(verifier)).map_err(|error| {
        StoreError::CheckpointFile(match error {
            NoteError::NotSigned => "the checkpoint file holds a checkpoint that another log signed",
            NoteError::BadSignature => "the signature of the checkpoint file does not match it",
            _ => "the checkpoint file does not hold a checkpoint",
        })
    })?;
    // The log's key bears the log's name.
    if checkpoint.origin.as_str() == verifier.name().as_str() {
        Ok(checkpoint.head)
    } else {
        Err(StoreError::CheckpointFile(
            "the checkpoint file holds a checkpoint of another log",
        ))
    }
}

/// Waits for its turn; the lock ends with the value, or with the process.
fn lock(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(with_suffix(path, ".lock"))?;
    file.lock()?;
    Ok(file)
}
