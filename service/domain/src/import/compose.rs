//! Letters and their accents in one: macOS writes "ö" as "o" and a combining mark.

/// Joins the combining marks that occur in Nordic names with their letters. Without it "Öberg"
/// from a Mac and "Öberg" from elsewhere would be two people.
pub(super) fn compose(text: &str) -> String {
    let mut composed = String::with_capacity(text.len());
    for mark in text.chars() {
        match composed
            .chars()
            .next_back()
            .and_then(|letter| joined(letter, mark))
        {
            Some(letter) => {
                composed.pop();
                composed.push(letter);
            }
            None => composed.push(mark),
        }
    }
    composed
}

fn joined(letter: char, mark: char) -> Option<char> {
    let pairs: &[(char, char)] = match mark {
        '\u{30A}' => &[('a', 'å'), ('A', 'Å')],
        '\u{308}' => &[
            ('a', 'ä'),
            ('A', 'Ä'),
            ('o', 'ö'),
            ('O', 'Ö'),
            ('u', 'ü'),
            ('U', 'Ü'),
            ('e', 'ë'),
            ('i', 'ï'),
        ],
        '\u{301}' => &[
            ('a', 'á'),
            ('e', 'é'),
            ('E', 'É'),
            ('i', 'í'),
            ('o', 'ó'),
            ('u', 'ú'),
            ('A', 'Á'),
            ('O', 'Ó'),
        ],
        '\u{300}' => &[('a', 'à'), ('e', 'è'), ('E', 'È')],
        '\u{327}' => &[('c', 'ç'), ('C', 'Ç'), ('s', 'ş'), ('S', 'Ş')],
        '\u{303}' => &[('n', 'ñ'), ('N', 'Ñ'), ('a', 'ã'), ('o', 'õ')],
        '\u{30C}' => &[
            ('c', 'č'),
            ('C', 'Č'),
            ('s', 'š'),
            ('S', 'Š'),
            ('z', 'ž'),
            ('Z', 'Ž'),
        ],
        _ => return None,
    };
    pairs
        .iter()
        .find(|(plain, _)| *plain == letter)
        .map(|(_, joined)| *joined)
}

#[cfg(test)]
mod tests {
    use super::compose;

    #[test]
    fn letters_from_a_mac_meet_the_others() {
        assert_eq!(compose("O\u{308}rjan A\u{30A}se\u{301}n"), "Örjan Åsén");
        assert_eq!(compose("x\u{308} \u{308}"), "x\u{308} \u{308}");
    }
}
