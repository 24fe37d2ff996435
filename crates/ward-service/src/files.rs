//! Files that a command writes: whole or not at all, and closed to others.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::CliError;

/// Writes `path` by way of a file beside it with mode 0600 and a rename, so that no reader sees half of it.
pub(crate) fn write_private(
    path: &Path,
    write: impl FnOnce(&mut File) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let failed = |error: io::Error| CliError::file(path, &error);
    let partial = beside(path, &format!(".{}.partial", std::process::id()));
    let _ = std::fs::remove_file(&partial);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&partial).map_err(failed)?;
    let result = write(&mut file)
        .and_then(|()| file.sync_all().map_err(failed))
        .and_then(|()| std::fs::rename(&partial, path).map_err(failed));
    if result.is_err() {
        let _ = std::fs::remove_file(&partial);
    }
    result
}

/// Writes data to `out`, or to standard output when there is none or it is `-`.
pub(crate) fn write_out(out: Option<&Path>, bytes: &[u8]) -> Result<(), CliError> {
    match out {
        Some(path) if path != Path::new("-") => {
            write_private(path, |file| file.write_all(bytes).map_err(|error| CliError::file(path, &error)))
        }
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
