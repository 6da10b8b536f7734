//! The known word that a misspelt one most likely means.

use crate::text::fold_name;

/// Words longer than this are not compared: the work grows with the square of the length.
const COMPARED_CHARS: usize = 60;

/// The candidate nearest to `word` by edit distance, if it differs by no more than a quarter of
/// the word. Of equally near ones the first.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let word: Vec<char> = fold_name(word).chars().take(COMPARED_CHARS + 1).collect();
    if word.is_empty() || word.len() > COMPARED_CHARS {
        return None;
    }
    let tolerance = (word.len() / 4).max(1);
    candidates
        .filter_map(|candidate| {
            let folded: Vec<char> = fold_name(candidate).chars().collect();
            let near = folded.len().abs_diff(word.len()) <= tolerance;
            near.then(|| (edit_distance(&word, &folded), candidate))
        })
        .filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be put in, taken out, replaced or swapped with their neighbour to make
/// one word the other (optimal string alignment).
fn edit_distance(from: &[char], to: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, a) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, b) in to.iter().enumerate() {
            let replaced = last[column] + usize::from(a != b);
            let mut distance = replaced.min(last[column + 1] + 1).min(current[column] + 1);
            let swapped = row > 0 && column > 0 && from[row - 1] == *b && to[column - 1] == *a;
            if swapped {
                distance = distance.min(before_last[column - 1] + 1);
            }
            current.push(distance);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        let distance = |a: &str, b: &str| {
            edit_distance(
                &a.chars().collect::<Vec<_>>(),
                &b.chars().collect::<Vec<_>>(),
            )
        };
        for (a, b, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("kurator", "kuratro", 1),
            ("lärar", "lärare", 1),
            ("abc", "xyz", 3),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
    }
}
