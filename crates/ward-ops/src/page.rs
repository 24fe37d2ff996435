//! Paging by position: a limit, and an opaque cursor that names the last row seen.

use crate::OpError;

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 200;

/// Which rows of a list are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    limit: u32,
    after: i64,
}

impl Page {
    /// Reads `limit` (1 to 200, 50 when absent) and `cursor` (a position, or the beginning when absent).
    pub(crate) fn parse(limit: Option<u32>, cursor: Option<&str>) -> Result<Self, OpError> {
        let after = match cursor {
            None => 0,
            Some(cursor) => parse_cursor(cursor)?,
        };
        Ok(Self {
            limit: parse_limit(limit)?,
            after,
        })
    }

    pub(crate) const fn after(self) -> i64 {
        self.after
    }

    /// One more than the limit: the extra row tells that there is another page.
    pub(crate) const fn limit_and_one(self) -> u32 {
        self.limit.saturating_add(1)
    }

    /// The rows of the page, and the cursor of the next one.
    pub(crate) fn cut<T>(self, mut rows: Vec<(i64, T)>) -> (Vec<T>, Option<String>) {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows
            .last()
            .filter(|_| more)
            .map(|(position, _)| position.to_string());
        (rows.into_iter().map(|(_, row)| row).collect(), next)
    }
}

pub(crate) fn parse_limit(limit: Option<u32>) -> Result<u32, OpError> {
    match limit.unwrap_or(DEFAULT_LIMIT) {
        limit @ 1..=MAX_LIMIT => Ok(limit),
        _ => Err(OpError::invalid("/limit", "not from 1 to 200")),
    }
}

pub(crate) fn parse_cursor(cursor: &str) -> Result<i64, OpError> {
    let bad = || OpError::invalid("/cursor", "not a cursor that ward gave out");
    if cursor.is_empty() || !cursor.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad());
    }
    cursor.parse().map_err(|_| bad())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extra_row_becomes_the_cursor_of_the_row_before() {
        let page = Page::parse(Some(2), None).unwrap();
        assert_eq!(
            page.cut(vec![(1, 'a'), (4, 'b'), (9, 'c')]),
            (vec!['a', 'b'], Some("4".to_owned()))
        );
        assert_eq!(page.cut(vec![(1, 'a'), (4, 'b')]), (vec!['a', 'b'], None));
    }

    #[test]
    fn limits_and_cursors_outside_their_range_are_refused() {
        for (limit, cursor) in [
            (Some(0), None),
            (Some(201), None),
            (None, Some("")),
            (None, Some("-1")),
            (None, Some("x")),
        ] {
            assert!(Page::parse(limit, cursor).is_err(), "{limit:?} {cursor:?}");
        }
    }
}
