//! Content lines (RFC 5545 §3.1): at most 75 octets each, the rest folded.

/// Most octets in a line, without its CR LF but with the space that starts a continuation.
pub const LINE_OCTETS: usize = 75;

/// A calendar being written, property by property.
#[derive(Debug)]
pub struct Lines {
    bytes: Vec<u8>,
    /// The property on its way: one buffer for all of them.
    line: Vec<u8>,
}

impl Lines {
    /// Nothing yet, with room for so many octets.
    pub fn with_capacity(octets: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(octets),
            line: Vec::with_capacity(4 * LINE_OCTETS),
        }
    }

    /// Writes a property. `head` is its name, with parameters if there are any; `value` appends
    /// the value: whole characters, of which none may break the line; see [`super::text`].
    pub fn property(&mut self, head: &str, value: impl FnOnce(&mut Vec<u8>)) {
        self.line.clear();
        self.line.extend_from_slice(head.as_bytes());
        self.line.push(b':');
        value(&mut self.line);
        fold_into(&mut self.bytes, &self.line);
    }

    /// Writes a property whose value is known to be plain.
    pub fn plain(&mut self, head: &str, value: &str) {
        self.property(head, |line| line.extend_from_slice(value.as_bytes()));
    }

    /// Writes lines that are whole already, each with its CR LF.
    pub fn whole(&mut self, lines: &str) {
        self.bytes.extend_from_slice(lines.as_bytes());
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// A calendar with each property on one line: a CR LF and the white space after it are removed.
pub fn unfolded(calendar: &str) -> String {
    calendar.replace("\r\n ", "").replace("\r\n\t", "")
}

/// Writes one property in lines of at most [`LINE_OCTETS`], cut between characters. No
/// continuation is empty.
fn fold_into(bytes: &mut Vec<u8>, line: &[u8]) {
    let (first, mut rest) = line.split_at(cut(line, LINE_OCTETS));
    bytes.extend_from_slice(first);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(cut(rest, LINE_OCTETS - 1));
        bytes.extend_from_slice(b"\r\n ");
        bytes.extend_from_slice(piece);
        rest = after;
    }
    bytes.extend_from_slice(b"\r\n");
}

/// The last boundary between characters of UTF-8 within `octets`; 0 only for an empty text, as no
/// character has more than four octets.
fn cut(text: &[u8], octets: usize) -> usize {
    if text.len() <= octets {
        return text.len();
    }
    let begins = |at: &usize| !(0x80..0xC0).contains(&text[*at]);
    (0..=octets).rev().find(begins).unwrap_or(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(line: &str) -> String {
        let mut bytes = Vec::new();
        fold_into(&mut bytes, line.as_bytes());
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn lines_break_at_75_octets() {
        let exact = "x".repeat(75);
        assert_eq!(folded(&exact), format!("{exact}\r\n"));
        assert_eq!(folded(&"x".repeat(76)), format!("{exact}\r\n x\r\n"));
        let two = "x".repeat(75 + 74);
        assert_eq!(folded(&two), format!("{exact}\r\n {}\r\n", "x".repeat(74)));
        assert_eq!(folded(""), "\r\n");
    }

    #[test]
    fn a_character_is_never_cut() {
        let line = format!("{}🧑‍🏫å", "x".repeat(73));
        assert_eq!(folded(&line), format!("{}\r\n 🧑‍🏫å\r\n", "x".repeat(73)));
        assert_eq!(unfolded(&folded(&line)), format!("{line}\r\n"));
    }

    #[test]
    fn the_head_is_folded_with_the_value() {
        let mut lines = Lines::with_capacity(0);
        lines.plain("SUMMARY", &"å".repeat(40));
        lines.whole("END:VEVENT\r\n");
        let written = String::from_utf8(lines.into_bytes()).unwrap();
        let (first, rest) = ("å".repeat(33), "å".repeat(7));
        assert_eq!(
            written,
            format!("SUMMARY:{first}\r\n {rest}\r\nEND:VEVENT\r\n")
        );
    }
}
