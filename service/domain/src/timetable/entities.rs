//! HTML entities, which KronoX leaves in its calendars.

/// Named entities that occur in Swedish, Norwegian and English text.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("aring", 'å'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("Aring", 'Å'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("aelig", 'æ'),
    ("oslash", 'ø'),
    ("AElig", 'Æ'),
    ("Oslash", 'Ø'),
    ("eacute", 'é'),
    ("Eacute", 'É'),
    ("uuml", 'ü'),
    ("Uuml", 'Ü'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("sect", '§'),
];
/// Longest entity that is looked for, with `&` and `;` (octets).
const LONGEST: usize = 10;

/// The text that entities stand for. What is none stays as it is. Decoded once: `&amp;lt;` is the
/// text `&lt;`.
pub(super) fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let window = rest.floor_char_boundary(LONGEST);
        let entity = rest[..window].find(';').and_then(|end| {
            let c = character(&rest[1..end])?;
            Some((c, end + 1))
        });
        match entity {
            Some((c, used)) => {
                decoded.push(c);
                rest = &rest[used..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    let known = NAMED.iter().find(|(known, _)| *known == name);
    known.map(|(_, c)| *c)
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn entities_become_text() {
        assert_eq!(decoded("A &amp; B &ouml;&#229;&#xE4; &lt;"), "A & B öåä <");
        assert_eq!(
            decoded("&amp;lt; & &; &x; &#x110000; &#; å&"),
            "&lt; & &; &x; &#x110000; &#; å&"
        );
    }
}
