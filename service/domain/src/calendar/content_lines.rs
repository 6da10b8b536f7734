//! Content lines (RFC 5545 §3.1): at most 75 octets each, the rest folded.
//!
//! The `ics` crate folds continuation lines at 75 octets without counting the space they start
//! with, which makes 76; Google drops such a file. So its output is unfolded and folded anew.

/// Most octets in a line, without its CR LF but with the space that starts a continuation.
pub const LINE_OCTETS: usize = 75;

/// Folds a calendar anew. Lines in and out end with CR LF.
pub fn refold(calendar: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(calendar.len() + calendar.len() / 32);
    for line in unfolded(calendar).split_terminator("\r\n") {
        fold_into(&mut bytes, line);
    }
    bytes
}

/// A calendar with each property on one line: a CR LF and the white space after it are removed.
pub fn unfolded(calendar: &str) -> String {
    calendar.replace("\r\n ", "").replace("\r\n\t", "")
}

/// Writes one property in lines of at most [`LINE_OCTETS`], cut between characters. No
/// continuation is empty.
fn fold_into(bytes: &mut Vec<u8>, line: &str) {
    let (first, mut rest) = line.split_at(cut(line, LINE_OCTETS));
    bytes.extend_from_slice(first.as_bytes());
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(cut(rest, LINE_OCTETS - 1));
        bytes.extend_from_slice(b"\r\n ");
        bytes.extend_from_slice(piece.as_bytes());
        rest = after;
    }
    bytes.extend_from_slice(b"\r\n");
}

/// The last character boundary within `octets`; 0 only for an empty text, as no character has
/// more than four octets.
fn cut(text: &str, octets: usize) -> usize {
    text.floor_char_boundary(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(line: &str) -> String {
        let mut bytes = Vec::new();
        fold_into(&mut bytes, line);
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
    fn the_crates_own_folds_are_undone() {
        let line = format!("SUMMARY:{}", "å".repeat(200));
        let crates_own = ics::components::Property::new("SUMMARY", "å".repeat(200)).to_string();
        assert_eq!(refold(&crates_own), folded(&line).into_bytes());
    }
}
