//! What can be said about a password, each as a code for machines and a sentence for people.

/// How much an issue matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It makes the password easier to guess.
    Weakness,
    /// It is worth knowing and no reason to refuse.
    Note,
}

impl Severity {
    /// `weakness` or `note`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Weakness => "weakness",
            Self::Note => "note",
        }
    }
}

/// One thing that was found about a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Issue {
    /// Which.
    pub code: IssueCode,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence for the person who chose the password; names nothing of it.
    pub message: &'static str,
}

impl From<IssueCode> for Issue {
    fn from(code: IssueCode) -> Self {
        let (_, severity, message) = code.row();
        Self {
            code,
            severity,
            message,
        }
    }
}

/// The codes of [`Issue`]s. They are stable: programs may match on [`IssueCode::as_str`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "the sentence of each code, in one table below, is its documentation"
)]
pub enum IssueCode {
    TooShort,
    TooLong,
    BelowPolicyScore,
    IsUserInput,
    ContainsUserInput,
    MentionsUserInput,
    ReversedUserInput,
    SimilarToUserInput,
    CommonPassword,
    ContainsCommonPassword,
    SingleWord,
    Words,
    Name,
    Keyboard,
    Repetition,
    Sequence,
    Date,
    Guessable,
    OnlyStartAssessed,
    NoLowercase,
    NoUppercase,
    NoDigit,
    NoSymbol,
}

impl IssueCode {
    /// Every code.
    pub const ALL: &[Self] = &[
        Self::TooShort,
        Self::TooLong,
        Self::BelowPolicyScore,
        Self::IsUserInput,
        Self::ContainsUserInput,
        Self::MentionsUserInput,
        Self::ReversedUserInput,
        Self::SimilarToUserInput,
        Self::CommonPassword,
        Self::ContainsCommonPassword,
        Self::SingleWord,
        Self::Words,
        Self::Name,
        Self::Keyboard,
        Self::Repetition,
        Self::Sequence,
        Self::Date,
        Self::Guessable,
        Self::OnlyStartAssessed,
        Self::NoLowercase,
        Self::NoUppercase,
        Self::NoDigit,
        Self::NoSymbol,
    ];

    /// The code for machines, such as `common_password`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.row().0
    }

    const fn row(self) -> (&'static str, Severity, &'static str) {
        use Severity::{Note, Weakness};
        match self {
            Self::TooShort => ("too_short", Weakness, "the password has too few characters"),
            Self::TooLong => (
                "too_long",
                Weakness,
                "the password has more bytes than are accepted",
            ),
            Self::BelowPolicyScore => (
                "below_policy_score",
                Weakness,
                "the password is easier to guess than the policy accepts",
            ),
            Self::IsUserInput => (
                "is_user_input",
                Weakness,
                "the password is the user's own name or address",
            ),
            Self::ContainsUserInput => (
                "contains_user_input",
                Weakness,
                "much of the password is the user's own name or address",
            ),
            Self::MentionsUserInput => (
                "mentions_user_input",
                Note,
                "a small part of the password is the user's own name or address",
            ),
            Self::ReversedUserInput => (
                "reversed_user_input",
                Weakness,
                "the password holds the user's own name or address written backwards",
            ),
            Self::SimilarToUserInput => (
                "similar_to_user_input",
                Weakness,
                "the password is the user's own name or address with a few characters changed",
            ),
            Self::CommonPassword => (
                "common_password",
                Weakness,
                "the password is one of the most common ones",
            ),
            Self::ContainsCommonPassword => (
                "contains_common_password",
                Weakness,
                "the password is built around a common one",
            ),
            Self::SingleWord => ("single_word", Weakness, "a word by itself is quickly guessed"),
            Self::Words => (
                "common_words",
                Weakness,
                "the password is made of a few common words",
            ),
            Self::Name => ("name", Weakness, "common names are quickly guessed"),
            Self::Keyboard => (
                "keyboard_pattern",
                Weakness,
                "neighbouring keys are among the first things to be tried",
            ),
            Self::Repetition => ("repetition", Weakness, "repeating a part adds almost nothing"),
            Self::Sequence => (
                "sequence",
                Weakness,
                "letters or digits in order are quickly guessed",
            ),
            Self::Date => ("date", Weakness, "dates and years are quickly guessed"),
            Self::Guessable => (
                "guessable",
                Weakness,
                "the password is too short for random characters",
            ),
            Self::OnlyStartAssessed => (
                "only_start_assessed",
                Note,
                "only the first 100 characters were assessed",
            ),
            Self::NoLowercase => ("no_lowercase", Note, "the password has no lower-case letter"),
            Self::NoUppercase => ("no_uppercase", Note, "the password has no upper-case letter"),
            Self::NoDigit => ("no_digit", Note, "the password has no digit"),
            Self::NoSymbol => ("no_symbol", Note, "the password has no symbol"),
        }
    }
}
