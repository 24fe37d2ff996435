//! Types that prove what was parsed: strict JSON, e-mail addresses, URLs and host names.

pub mod address;
