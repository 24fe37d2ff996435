//! Secrets and texts from a prompt, standard input or a file; never from an argument, which every user of the machine
//! can read in the list of processes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _, Read, Write as _};
use std::path::Path;

use ward_ops::ErrorKind;
use ward_secret::SecretString;

use crate::error::CliError;

/// The most that is read of one line that holds a secret.
const LONGEST_LINE: u64 = 64 * 1024;

/// The most that is read of a text: a request is at most 1 MiB.
const LONGEST_TEXT: u64 = 1 << 20;

/// Where secrets come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Secrets {
    /// A prompt on the terminal, which shows nothing.
    Prompt,
    /// Lines of standard input: the first secret is the first line, the next the next.
    Stdin,
}

impl Secrets {
    /// Standard input when it is asked for or is no terminal.
    pub(crate) fn for_password(password_stdin: bool) -> Self {
        if password_stdin || !io::stdin().is_terminal() {
            Self::Stdin
        } else {
            Self::Prompt
        }
    }

    /// Standard input only when it is asked for: elsewhere it holds the data.
    pub(crate) const fn beside_data(password_stdin: bool) -> Self {
        if password_stdin { Self::Stdin } else { Self::Prompt }
    }

    /// Asks for a secret that exists.
    pub(crate) fn existing(self, name: &str) -> Result<SecretString, CliError> {
        match self {
            Self::Prompt => prompt(name),
            Self::Stdin => stdin_line(name),
        }
    }

    /// Asks for a new secret: on a terminal twice, since nobody sees what is typed.
    pub(crate) fn new_one(self, name: &str) -> Result<SecretString, CliError> {
        let secret = self.existing(name)?;
        if self == Self::Prompt {
            let again = prompt(&format!("{name} again"))?;
            if !ward_secret::equal(secret.expose_bytes(), again.expose_bytes()) {
                return Err(CliError::usage("the two entries differ"));
            }
        }
        Ok(secret)
    }

    /// Asks for a text that may be seen.
    pub(crate) fn visible(self, name: &str) -> Result<SecretString, CliError> {
        if self == Self::Prompt {
            let _ = write!(io::stderr(), "{name}: ");
        }
        stdin_line(name)
    }
}

fn prompt(name: &str) -> Result<SecretString, CliError> {
    match rpassword::prompt_password(format!("{name}: ")) {
        Ok(text) => Ok(SecretString::from(text)),
        Err(_) => Err(
            CliError::usage(format!("there is no terminal to ask for the {name} on"))
                .hint("give it as the first line of standard input with --password-stdin"),
        ),
    }
}

/// One line of standard input without its end.
fn stdin_line(name: &str) -> Result<SecretString, CliError> {
    line_of(io::stdin().lock())?
        .ok_or_else(|| CliError::usage(format!("standard input ended before the {name}")))
}

/// One line without its end; `None` at the end of the input.
fn line_of(input: impl BufRead) -> Result<Option<SecretString>, CliError> {
    let mut line = Vec::with_capacity(256);
    let read = input.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
    if read == 0 {
        return Ok(None);
    }
    if line.pop_if(|last| *last == b'\n').is_some() {
        line.pop_if(|last| *last == b'\r');
    } else if u64::try_from(read).is_ok_and(|read| read == LONGEST_LINE) {
        return Err(CliError::new(
            ErrorKind::TooLarge,
            "too_large",
            "the line is longer than 64 KiB",
        ));
    }
    text(line).map(Some)
}

/// The first line of a file that holds a secret.
pub(crate) fn secret_file(path: &Path) -> Result<SecretString, CliError> {
    let file = File::open(path).map_err(|error| CliError::file(path, &error))?;
    line_of(BufReader::new(file))?.ok_or_else(|| CliError::usage(format!("{}: it is empty", path.display())))
}

/// A text from a file, or from standard input when there is none or it is `-`.
pub(crate) fn document(path: Option<&Path>) -> Result<SecretString, CliError> {
    match path {
        Some(path) if path != Path::new("-") => {
            let file = File::open(path).map_err(|error| CliError::file(path, &error))?;
            whole(file).map_err(|error| match error {
                Unreadable::Io(error) => CliError::file(path, &error),
                Unreadable::Told(error) => error,
            })
        }
        _ => whole(io::stdin().lock()).map_err(|error| match error {
            Unreadable::Io(error) => error.into(),
            Unreadable::Told(error) => error,
        }),
    }
}

enum Unreadable {
    Io(io::Error),
    Told(CliError),
}

fn whole(input: impl Read) -> Result<SecretString, Unreadable> {
    let mut bytes = Vec::new();
    let read = input
        .take(LONGEST_TEXT.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(Unreadable::Io)?;
    if u64::try_from(read).is_ok_and(|read| read > LONGEST_TEXT) {
        let large = CliError::new(ErrorKind::TooLarge, "too_large", "the text is longer than 1 MiB");
        return Err(Unreadable::Told(large));
    }
    text(bytes).map_err(Unreadable::Told)
}

fn text(bytes: Vec<u8>) -> Result<SecretString, CliError> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SecretString::from(text)),
        Err(error) => {
            drop(ward_secret::SecretBytes::from(error.into_bytes()));
            Err(CliError::usage("the text is not utf-8")
                .hint("encode binary data first, for example as base64"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_loses_its_end_and_nothing_else() {
        for (input, line) in [
            ("a b \r\nnext", "a b "),
            ("x\n", "x"),
            ("\n", ""),
            ("no end", "no end"),
        ] {
            assert_eq!(line_of(input.as_bytes()).unwrap().unwrap().expose(), line);
        }
        assert!(line_of(&b""[..]).unwrap().is_none());
    }

    #[test]
    fn a_line_without_end_is_refused_rather_than_cut() {
        let long = vec![b'a'; 70_000];
        assert!(line_of(&long[..]).is_err());
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert!(line_of(&b"\xff\n"[..]).is_err());
    }
}
