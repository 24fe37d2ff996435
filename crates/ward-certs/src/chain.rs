//! Judge a chain: does it lead to a trust anchor, does it speak for the host, and what is wrong with it?
//!
//! [`judge`] answers all three at once and names every defect it can see, not the first. The decision whether
//! a path exists is webpki's; everything else here only explains it. The two are kept apart on purpose: an
//! explanation that errs cannot make a bad chain good.
//!
//! Dates do not hide trust: when only the leaf is out of date, the path is decided at the nearest moment of
//! the leaf's validity, and the date is a defect of its own.

mod anchors;
mod defect;
mod judge;
mod lifetime;
mod path;
mod verdict;

use crate::certificate::{Certificate, CertificateError};

pub use anchors::TrustAnchors;
pub use defect::Defect;
pub use judge::{EXPIRES_SOON, Question, judge};
pub use lifetime::longest_lifetime_days;
pub use verdict::{Revocation, Verdict};

/// Most certificates taken from one handshake. Real chains hold two to five.
pub const MAX_PRESENTED: usize = 32;

/// Why presented bytes cannot be judged at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
    /// No certificate was presented.
    #[error("no certificate was presented")]
    Empty,
    /// More than [`MAX_PRESENTED`] certificates.
    #[error("more than 32 certificates were presented")]
    TooMany,
    /// The first certificate, the server's own, cannot be read.
    #[error("the server's certificate cannot be read")]
    Leaf(#[source] CertificateError),
}

/// What a server presented: its own certificate, then the others in their order.
#[derive(Clone, Debug)]
pub struct Chain {
    leaf: Certificate,
    others: Vec<Option<Certificate>>,
}

impl Chain {
    /// Reads the certificates of a handshake, the server's own first. One that cannot be read is kept as a
    /// gap and becomes [`Defect::Unreadable`], except the first.
    pub fn from_der<I>(presented: I) -> Result<Self, ChainError>
    where
        I: IntoIterator,
        I::Item: AsRef<[u8]>,
    {
        let mut presented = presented.into_iter();
        let first = presented.next().ok_or(ChainError::Empty)?;
        let leaf = Certificate::from_der(first.as_ref()).map_err(ChainError::Leaf)?;
        let mut others = Vec::new();
        for der in presented {
            if others.len().saturating_add(1) >= MAX_PRESENTED {
                return Err(ChainError::TooMany);
            }
            others.push(Certificate::from_der(der.as_ref()).ok());
        }
        Ok(Self { leaf, others })
    }

    /// The server's own certificate.
    #[must_use]
    pub const fn leaf(&self) -> &Certificate {
        &self.leaf
    }

    /// Every readable certificate with its position; the leaf is 0.
    pub fn certificates(&self) -> impl Iterator<Item = (usize, &Certificate)> {
        let others = self.others.iter().enumerate();
        std::iter::once((0, &self.leaf))
            .chain(others.filter_map(|(index, one)| Some((index.saturating_add(1), one.as_ref()?))))
    }

    /// Positions that cannot be read.
    fn unreadable(&self) -> impl Iterator<Item = usize> {
        let others = self.others.iter().enumerate();
        others
            .filter(|(_, one)| one.is_none())
            .map(|(index, _)| index.saturating_add(1))
    }

    /// How many certificates were presented, readable or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.others.len().saturating_add(1)
    }

    /// Never: a chain has a leaf.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        false
    }
}
