//! "Did you mean …?"

/// The name nearest to `word` by edits; `None` when none is near.
pub(super) fn closest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let word: Vec<char> = word.chars().take(100).collect();
    let bound = word.len().div_ceil(3);
    names
        .map(|name| (distance(&word, &name.chars().collect::<Vec<_>>()), name))
        .filter(|(distance, _)| *distance <= bound)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Levenshtein's distance, row by row.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, a) in left.iter().enumerate() {
        let mut diagonal = above;
        let mut last = above.saturating_add(1);
        if let Some(first) = row.first_mut() {
            *first = last;
        }
        for (cell, b) in row.iter_mut().skip(1).zip(right) {
            let replaced = diagonal.saturating_add(usize::from(a != b));
            diagonal = *cell;
            last = replaced
                .min(diagonal.saturating_add(1))
                .min(last.saturating_add(1));
            *cell = last;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_the_name() {
        let names = ["listen", "data_dir", "tokens.issuer"];
        assert_eq!(closest("lisen", names.into_iter()), Some("listen"));
        assert_eq!(closest("token.issuer", names.into_iter()), Some("tokens.issuer"));
        assert_eq!(closest("colour", names.into_iter()), None);
    }

    #[test]
    fn distances_are_counts_of_edits() {
        let of = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!(
            (
                of("", "abc"),
                of("abc", ""),
                of("kitten", "sitting"),
                of("same", "same")
            ),
            (3, 3, 3, 0)
        );
    }
}
