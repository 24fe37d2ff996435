//! What differs between operating systems: usual folders, who is running the command, signals.

use std::io;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The usual folder for data, such as `~/.local/share/ward`.
pub(crate) fn data_dir() -> Option<PathBuf> {
    ProjectDirs::from("", "", "ward").map(|folders| folders.data_dir().to_owned())
}

/// Where a configuration file is looked for when none is named, first found first taken.
pub(crate) fn config_files() -> Vec<PathBuf> {
    let own = ProjectDirs::from("", "", "ward").map(|folders| folders.config_dir().join("ward.toml"));
    own.into_iter()
        .chain(cfg!(unix).then(|| PathBuf::from("/etc/ward/ward.toml")))
        .collect()
}

/// The user for audit entries, by the process's own id: the variable `USER` says whatever it was set to.
pub(crate) fn user() -> String {
    user_id().map_or_else(
        || "unknown".to_owned(),
        |id| name_of(id, Path::new("/etc/passwd")),
    )
}

#[cfg(target_os = "linux")]
fn user_id() -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self")
        .ok()
        .map(|metadata| metadata.uid())
}

#[cfg(not(target_os = "linux"))]
fn user_id() -> Option<u32> {
    None
}

/// The name in `passwd(5)`, or the number where it has none.
fn name_of(id: u32, passwd: &Path) -> String {
    let table = std::fs::read_to_string(passwd).unwrap_or_default();
    let mut rows = table.lines().map(|row| row.split(':'));
    let name = rows.find_map(|mut fields| {
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(id)).then(|| name.to_owned())
    });
    name.unwrap_or_else(|| id.to_string())
}

/// What asks the process to stop: SIGINT and SIGTERM.
#[cfg(unix)]
pub(crate) struct StopSignals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl StopSignals {
    /// Takes the signals over from the system, which would end the process at once.
    pub(crate) fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// What asks the process to stop: control-C.
#[cfg(not(unix))]
pub(crate) struct StopSignals;

#[cfg(not(unix))]
impl StopSignals {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self)
    }

    pub(crate) async fn next(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_its_name_or_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let passwd = folder.path().join("passwd");
        std::fs::write(
            &passwd,
            "root:x:0:0::/root:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\n",
        )
        .unwrap();
        assert_eq!(name_of(1000, &passwd), "ada");
        assert_eq!(name_of(7, &passwd), "7");
        assert_eq!(name_of(0, &folder.path().join("none")), "0");
    }
}
