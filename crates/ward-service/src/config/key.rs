//! What is known of a setting before it is set: the one source of reading, checking, showing and documenting it.

use std::borrow::Cow;

/// A setting.
#[derive(Debug)]
pub(crate) struct Key {
    /// The name in `ward.toml`: the table, a dot, the key.
    pub(crate) name: &'static str,
    /// The variables that set it; the first that is set wins.
    pub(crate) variables: &'static [&'static str],
    /// What a value must be.
    pub(crate) kind: Kind,
    /// What holds when nothing sets it.
    pub(crate) default: Default,
    /// Where it may be set.
    pub(crate) place: Place,
    /// What it is for, one sentence or two.
    pub(crate) sentence: &'static str,
}

/// What a value must be. In the environment and in flags, a list is split at commas.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Text,
    Path,
    /// A text that is never shown.
    Secret,
    Flag,
    Number {
        least: u64,
        most: u64,
    },
    Choice(&'static [&'static str]),
    List,
}

/// What holds when nothing sets a key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Default {
    /// This value, written as in the environment.
    Is(&'static str),
    /// Something that follows from other settings or from the machine, in words.
    Follows(&'static str),
    /// Nothing.
    Absent,
}

/// Where a key may be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Anywhere,
    /// Not in `ward.toml`, which ends up in repositories and images; the text says what to use there instead.
    NotInFile(&'static str),
}

impl Kind {
    /// The kind in words, for documents and errors.
    pub(crate) fn words(self) -> Cow<'static, str> {
        match self {
            Self::Text => "text".into(),
            Self::Path => "path".into(),
            Self::Secret => "secret text".into(),
            Self::Flag => "true or false".into(),
            Self::Number {
                least,
                most: u64::MAX,
            } => format!("number, {least} or more").into(),
            Self::Number { least, most } => format!("number, {least} to {most}").into(),
            Self::Choice(words) => format!("one of {}", words.join(", ")).into(),
            Self::List => "list of text".into(),
        }
    }
}
