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
pub enum IssueCode {
    /// Fewer characters than [`Policy::min_chars`](crate::Policy::min_chars).
    TooShort,
    /// More bytes than [`Policy::max_bytes`](crate::Policy::max_bytes).
    TooLong,
    /// A score below [`Policy::min_score`](crate::Policy::min_score).
    BelowPolicyScore,
    /// In the operator's list of refused words, but for case, separators and leet.
    DenyListed,
    /// In a list of leaked passwords.
    Breached,
    /// One of the account's last passwords.
    Reused,
    /// Without the classes of characters that the rule book asks for.
    TooFewClasses,
    /// Equal to a word about the user, but for case, separators and leet.
    IsUserInput,
    /// A word about the user makes up at least half of it.
    ContainsUserInput,
    /// A word about the user makes up less than half of it.
    MentionsUserInput,
    /// A word about the user, reversed, makes up at least half of it.
    ReversedUserInput,
    /// At most a quarter of the characters, and three at most, differ from a word about the user.
    SimilarToUserInput,
    /// In zxcvbn's list of 30,000 leaked passwords, also in leet or reversed.
    CommonPassword,
    /// Weak, and partly a leaked password.
    ContainsCommonPassword,
    /// One word of English or of film and television.
    SingleWord,
    /// Weak, and partly such words.
    Words,
    /// Weak, and partly a common first name or surname.
    Name,
    /// Weak, and partly neighbouring keys.
    Keyboard,
    /// Weak, and partly a repeated part.
    Repetition,
    /// Weak, and partly characters in order.
    Sequence,
    /// Weak, and partly a date or a recent year.
    Date,
    /// Weak without any pattern: too short.
    Guessable,
    /// Longer than [`ASSESSED_CHARS`](crate::ASSESSED_CHARS).
    OnlyStartAssessed,
    /// Without a lower-case letter of any script.
    NoLowercase,
    /// Without an upper-case letter of any script.
    NoUppercase,
    /// Without a digit of any script.
    NoDigit,
    /// Without a character that is neither letter nor digit.
    NoSymbol,
}

impl IssueCode {
    /// Every code.
    pub const ALL: &[Self] = &[
        Self::TooShort,
        Self::TooLong,
        Self::BelowPolicyScore,
        Self::DenyListed,
        Self::Breached,
        Self::Reused,
        Self::TooFewClasses,
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

    #[expect(clippy::too_many_lines, reason = "a table, one row per code")]
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
            Self::DenyListed => (
                "deny_listed",
                Weakness,
                "the password is in the list of words that are refused here",
            ),
            Self::Breached => (
                "breached",
                Weakness,
                "the password is in a list of leaked passwords",
            ),
            Self::Reused => (
                "reused",
                Weakness,
                "the password is one of the account's last passwords",
            ),
            Self::TooFewClasses => (
                "too_few_classes",
                Weakness,
                "the password lacks a kind of character that the rules ask for",
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
