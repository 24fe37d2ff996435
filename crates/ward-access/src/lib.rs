//! Principals, scopes and the decision who may do what.
