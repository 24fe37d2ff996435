//! Files that a command writes: whole or not at all, and closed to others.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::CliError;

/// A file that takes its name once it is whole. Dropped before that, it leaves nothing.
#[derive(Debug)]
pub(crate) struct PrivateFile {
    file: File,
    partial: PathBuf,
    path: PathBuf,
}

impl PrivateFile {
    /// Opens a file beside `path` with mode 0600.
    pub(crate) fn create(path: &Path) -> Result<Self, CliError> {
        let partial = beside(path, &format!(".{}.partial", std::process::id()));
        let _ = std::fs::remove_file(&partial);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(&partial)
            .map_err(|error| CliError::file(path, &error))?;
        Ok(Self {
            file,
            partial,
            path: path.to_owned(),
        })
    }

    /// What to write to.
    pub(crate) const fn file(&self) -> &File {
        &self.file
    }

    /// Flushes it to the disk and gives it its name, in place of a file that has it.
    pub(crate) fn finish(self) -> Result<(), CliError> {
        let done = self
            .file
            .sync_all()
            .and_then(|()| std::fs::rename(&self.partial, &self.path));
        done.map_err(|error| CliError::file(&self.path, &error))
    }
}

impl Drop for PrivateFile {
    fn drop(&mut self) {
        // After `finish` there is nothing of that name.
        let _ = std::fs::remove_file(&self.partial);
    }
}

/// Writes a file with mode 0600.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let private = PrivateFile::create(path)?;
    private
        .file()
        .write_all(bytes)
        .map_err(|error| CliError::file(path, &error))?;
    private.finish()
}

/// Writes data to `out`, or to standard output when there is none or it is `-`.
pub(crate) fn write_out(out: Option<&Path>, bytes: &[u8]) -> Result<(), CliError> {
    match out {
        Some(path) if path != Path::new("-") => write_private(path, bytes),
        _ => {
            let mut stdout = io::stdout().lock();
            stdout.write_all(bytes)?;
            Ok(stdout.flush()?)
        }
    }
}

/// Makes a folder with mode 0700, and those above it that are missing.
pub(crate) fn make_private_folder(path: &Path) -> Result<(), CliError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| CliError::file(path, &error))
}

/// The path with `suffix` behind its name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
