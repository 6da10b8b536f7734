//! Text from people: what is let in, and how it is compared. Octets as text.

use std::fmt::Write as _;

/// Longest address that is linked to (octets).
const URL_OCTETS: usize = 2_000;

/// Lower-case hexadecimal.
pub fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut text, octet| {
        let _ = write!(text, "{octet:02x}");
        text
    })
}

/// Text as HTML and XML: nothing in it becomes markup, and what cannot be shown is a space.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Removes what has no place in a line of text: control characters (C0, C1), line and paragraph
/// separators and bidirectional controls. White space is collapsed and trimmed.
///
/// A control character in a name would break a mail header, a calendar line or a log line.
pub fn plain_line(text: &str) -> String {
    let visible = text.chars().map(|c| if is_control(c) { ' ' } else { c });
    let mut line = String::with_capacity(text.len());
    for c in visible {
        if c.is_whitespace() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Whether [`plain_line`] would drop this character.
pub fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// A key under which two spellings of the same name meet: lower case, accents removed except on
/// the Swedish letters å ä ö, punctuation and spaces dropped. "d'Arcy" and "D’ARCY" are equal.
pub fn fold_name(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .filter_map(fold_char)
        .collect()
}

/// A key to look names up by: as [`fold_name`], and without the rings and dots of å, ä and ö, which not
/// every keyboard has. Two names may share one, so it tells nobody apart.
pub fn search_key(name: &str) -> String {
    let plain = |c| match c {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        c => c,
    };
    fold_name(name).chars().map(plain).collect()
}

fn fold_char(c: char) -> Option<char> {
    match c {
        'å' | 'ä' | 'ö' => Some(c),
        'é' | 'è' | 'ê' | 'ë' => Some('e'),
        'á' | 'à' | 'â' | 'ã' => Some('a'),
        'ü' | 'ú' | 'ù' | 'û' => Some('u'),
        'í' | 'ì' | 'î' | 'ï' | 'ı' => Some('i'),
        'ó' | 'ò' | 'ô' | 'õ' | 'ø' => Some('o'),
        'ç' => Some('c'),
        'ñ' => Some('n'),
        'æ' => Some('ä'),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    }
}

/// A key that sorts as Swedish does: å, ä, ö after z; other accents as their base letter.
pub fn swedish_sort_key(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'å' => '{',
            'ä' | 'æ' => '|',
            'ö' | 'ø' => '}',
            c => fold_char(c).unwrap_or(c),
        })
        .collect()
}

/// An e-mail address as a key: trimmed and lower case. `None` if it cannot be an address.
///
/// Deliberately weaker than RFC 5322: one `@`, something on both sides, a dot in the domain, no
/// white space or control characters. Whether mail arrives is found out by sending it.
pub fn email_key(address: &str) -> Option<String> {
    let address = address.trim();
    let (local, domain) = address.split_once('@')?;
    let sound = !local.is_empty()
        && local.len() <= 64
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !domain.contains('@')
        && address.len() <= crate::limits::EMAIL_OCTETS
        && address
            .chars()
            .all(|c| !c.is_whitespace() && !is_control(c) && !"<>\"(),:;[]\\".contains(c));
    sound.then(|| address.to_lowercase())
}

/// Whether a page or a calendar may link there: an https address in the characters of RFC 3986 §2, with a host. Whether
/// it leads anywhere is not asked.
pub fn is_link(text: &str) -> bool {
    let host = text.strip_prefix("https://").unwrap_or_default();
    host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
        && text.len() <= URL_OCTETS
        && text.bytes().all(crate::calendar::text::is_uri_octet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_for_needs_no_dots() {
        assert_eq!(search_key("Östra Å-skolan"), search_key("ostra askolan"));
        // Names are told apart by another key.
        assert_ne!(fold_name("Åsa"), fold_name("Asa"));
    }

    #[test]
    fn lines_lose_what_could_break_a_header() {
        assert_eq!(
            plain_line(" Anna\r\nBcc: x@y \u{202E}z\t "),
            "Anna Bcc: x@y z"
        );
        assert_eq!(plain_line("\u{0}\u{1b}"), "");
    }

    #[test]
    fn spellings_of_a_name_meet() {
        assert_eq!(fold_name("d'Arcy"), fold_name("D’ARCY"));
        assert_eq!(fold_name("Çelik"), "celik");
        assert_ne!(fold_name("Öberg"), fold_name("Oberg"));
    }

    #[test]
    fn swedish_letters_sort_last() {
        let mut names = ["Öberg", "Ågren", "Zetterlund", "Ärlig", "Édouard", "Frid"];
        names.sort_by_key(|name| swedish_sort_key(name));
        assert_eq!(
            names,
            ["Édouard", "Frid", "Zetterlund", "Ågren", "Ärlig", "Öberg"]
        );
    }

    #[test]
    fn addresses() {
        assert_eq!(email_key(" A.B@Example.SE "), Some("a.b@example.se".into()));
        for bad in [
            "",
            "a",
            "a@b",
            "@b.se",
            "a@b@c.se",
            "a b@c.se",
            "a@b.se\r\nBcc:x@y.se",
            "<a@b.se>",
        ] {
            assert_eq!(email_key(bad), None, "{bad}");
        }
    }
}
