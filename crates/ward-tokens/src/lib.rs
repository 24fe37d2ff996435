//! JSON Web Tokens and API keys.
