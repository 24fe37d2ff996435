//! Findings about passwords, URLs, e-mail addresses and code.
