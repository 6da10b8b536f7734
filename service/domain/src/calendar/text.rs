//! Text in calendar properties: what is let through, and how it is written.
//!
//! The `ics` crate writes values as they are given. A title with a line break in it would end the
//! property and begin another one, ATTENDEE for example.

use crate::text::plain_line;

/// Text as calendars may show it: line breaks (CR LF, CR, LF) become `\n`; each line loses control
/// characters (C0, C1), line and paragraph separators and bidirectional controls, and its white
/// space is collapsed; empty lines at either end go.
///
/// As no two white-space characters meet, no fold can leave a line of spaces only, which iCloud
/// refuses.
pub fn clean(text: &str) -> String {
    let lines: Vec<String> = text
        .replace("\r\n", "\n")
        .split(['\n', '\r'])
        // U+061C, the Arabic letter mark, is a bidirectional control too (Unicode UAX #9 §2.6).
        .map(|line| plain_line(&line.replace('\u{61C}', " ")))
        .collect();
    let lines = lines.join("\n");
    lines.trim_matches('\n').to_owned()
}

/// [`clean`] text as a TEXT value (RFC 5545 §3.3.11): `\`, `;`, `,` and line breaks escaped.
pub fn escaped(text: &str) -> String {
    let clean = clean(text);
    let mut value = String::with_capacity(clean.len() + 8);
    for c in clean.chars() {
        match c {
            '\n' => value.push_str("\\n"),
            '\\' | ';' | ',' => value.extend(['\\', c]),
            c => value.push(c),
        }
    }
    value
}

/// What a TEXT value says: the inverse of the escaping in [`escaped`]. Lenient as readers are: a
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
pub fn uri(address: &str) -> String {
    let mut uri = String::with_capacity(address.len());
    for octet in address.trim().bytes() {
        if is_uri_octet(octet) {
            uri.push(char::from(octet));
        } else {
            uri.push_str(&format!("%{octet:02X}"));
        }
    }
    uri
}

/// Whether an octet may stand in a URI as it is (RFC 3986 §2: unreserved, reserved and `%`).
pub fn is_uri_octet(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&octet)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn nothing_in_an_address_ends_the_line() {
        assert_eq!(
            uri(" https://x.se/a,b;c?d=å\r\nX:1 "),
            "https://x.se/a,b;c?d=%C3%A5%0D%0AX:1"
        );
    }
}
