//! Text in calendar properties: what is let through, and how it is written.
//!
//! A title with a line break in it, written as it is, would end the property and begin another one,
//! ATTENDEE for example.

use crate::text::plain_line;
use std::borrow::Cow;

/// Text as calendars may show it: line breaks (CR LF, CR, LF) become `\n`; each line loses control
/// characters (C0, C1), line and paragraph separators and bidirectional controls, and its white
/// space is collapsed; empty lines at either end go.
///
/// As no two white-space characters meet, no fold can leave a line of spaces only, which iCloud
/// refuses.
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_clean(text.as_bytes()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(slowly_clean(text))
    }
}

fn slowly_clean(text: &str) -> String {
    let lines: Vec<String> = text
        .replace("\r\n", "\n")
        .split(['\n', '\r'])
        // U+061C, the Arabic letter mark, is a bidirectional control too (Unicode UAX #9 §2.6).
        .map(|line| plain_line(&line.replace('\u{61C}', " ")))
        .collect();
    let lines = lines.join("\n");
    lines.trim_matches('\n').to_owned()
}

/// Whether text is so ordinary that nothing in it needs cleaning, told in one quick look: visible
/// ASCII and Latin letters (U+00C0 to U+027F) with single spaces and line feeds between. Other text
/// may be clean as well. Without a branch an octet, so that many are looked at together.
#[expect(clippy::needless_bitwise_bool, reason = "branches are what it avoids")]
fn is_clean(text: &[u8]) -> bool {
    let (Some(first), Some(last)) = (text.first(), text.last()) else {
        return true;
    };
    let blank = |octet: u8| octet <= b' ';
    // Of Latin letters the first octet, or the second.
    let ordinary = |octet: u8| {
        octet == b'\n'
            || (b' '..=b'~').contains(&octet)
            || (0x80..=0xC9).contains(&octet) && !(0xC0..=0xC2).contains(&octet)
    };
    let fold = |odd: bool, (a, b): (&u8, &u8)| {
        odd | !ordinary(*a) | (blank(*a) & blank(*b) & ((*a == b' ') | (*b == b' ')))
    };
    let odd = text.iter().zip(&text[1..]).fold(!ordinary(*last), fold);
    !odd && !blank(*first) && !blank(*last)
}

/// Appends [`clean`] text as a TEXT value (RFC 5545 §3.3.11): `\`, `;`, `,` and line breaks escaped.
/// Pieces with nothing to escape, which are most, are taken whole.
pub fn escape_into(line: &mut Vec<u8>, text: &str) {
    let clean = clean(text);
    let (pieces, rest) = clean.as_bytes().as_chunks::<16>();
    for piece in pieces {
        if piece
            .iter()
            .fold(false, |found, octet| found | is_special(*octet))
        {
            escape_octets(line, piece);
        } else {
            line.extend_from_slice(piece);
        }
    }
    escape_octets(line, rest);
}

#[expect(clippy::needless_bitwise_bool, reason = "branches are what it avoids")]
fn is_special(octet: u8) -> bool {
    (octet == b'\n') | (octet == b'\\') | (octet == b';') | (octet == b',')
}

fn escape_octets(line: &mut Vec<u8>, octets: &[u8]) {
    for octet in octets {
        if is_special(*octet) {
            line.push(b'\\');
        }
        line.push(if *octet == b'\n' { b'n' } else { *octet });
    }
}

/// What a TEXT value says: the inverse of [`escape_into`]. Lenient as readers are: a
/// backslash before anything else stands for that character.
pub fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(c) => text.push(c),
                None => text.push('\\'),
            },
            c => text.push(c),
        }
    }
    text
}

/// An address as a URI value (RFC 5545 §3.3.13), which knows no escaping: every octet outside
/// RFC 3986 is percent-encoded, so nothing in it can end the line.
pub fn uri(address: &str) -> Cow<'_, str> {
    let address = address.trim();
    if address.bytes().all(is_uri_octet) {
        return Cow::Borrowed(address);
    }
    let mut uri = String::with_capacity(address.len());
    for octet in address.bytes() {
        if is_uri_octet(octet) {
            uri.push(char::from(octet));
        } else {
            uri.push_str(&format!("%{octet:02X}"));
        }
    }
    Cow::Owned(uri)
}

/// Whether an octet may stand in a URI as it is (RFC 3986 §2: unreserved, reserved and `%`).
pub fn is_uri_octet(octet: u8) -> bool {
    matches!(octet, b'!' | b'#'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut line = Vec::new();
        escape_into(&mut line, text);
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn a_quick_look_finds_what_the_long_one_does() {
        for c in '\u{0}'..='\u{2100}' {
            for text in [
                "a?b", "?a", "a?", "a ?b", "a
?b", "a?
b", "?",
            ] {
                let text = text.replace('?', &c.to_string());
                if is_clean(text.as_bytes()) {
                    assert_eq!(slowly_clean(&text), text, "{c:?}");
                }
            }
        }
        assert!(is_clean(
            "Seminarium 1: Frånvaro, orsaker; följder".as_bytes()
        ));
    }

    #[test]
    fn a_line_break_stays_text() {
        assert_eq!(escaped("x\r\nATTENDEE:mailto:x"), "x\\nATTENDEE:mailto:x");
        assert_eq!(escaped("a\rb\nc\r\nd"), "a\\nb\\nc\\nd");
        assert_eq!(escaped("a\\n; b, c"), "a\\\\n\\; b\\, c");
    }

    #[test]
    fn what_cannot_be_seen_goes() {
        assert_eq!(
            clean("\r\n a\u{0}\u{2028}b\u{202E}\u{61C}\u{85}c\u{7F}\t \n\n"),
            "a b c"
        );
        assert_eq!(escaped("\u{FEFF}\u{1b}\n"), "");
    }

    #[test]
    fn an_address_has_the_octets_of_the_standard() {
        for octet in 0..=u8::MAX {
            let known =
                octet.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&octet);
            assert_eq!(is_uri_octet(octet), known, "{octet}");
        }
    }

    #[test]
    fn nothing_in_an_address_ends_the_line() {
        assert_eq!(
            uri(" https://x.se/a,b;c?d=å\r\nX:1 "),
            "https://x.se/a,b;c?d=%C3%A5%0D%0AX:1"
        );
    }
}
