//! Outbound connections behind one guard, and the TLS probe.
