//! Content lines (RFC 5545 §3.1) of a file somebody else wrote: BOM, CR LF or LF, folds that cut
//! through characters, quoted parameters.

use super::{
    fault::{Fault, Wrong, quoted},
    limits::PROPERTY_OCTETS,
};

/// `NAME;PARAM=value:value`, with the number of its first line in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: usize,
    /// In capitals.
    pub(super) name: String,
    /// Names in capitals, values without their quotes.
    params: Vec<(String, String)>,
    /// As written, still escaped.
    pub(super) value: String,
}

impl Line {
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        let found = self.params.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| &**value)
    }
}

/// The lines of a file, in order. Empty lines are passed over.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = Result<Line, Fault>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut physical = (1usize..)
        .zip(bytes.split(|byte| *byte == b'\n'))
        .peekable();
    std::iter::from_fn(move || {
        loop {
            let (number, first) = physical.next()?;
            let mut octets = without_cr(first).to_vec();
            while let Some((_, more)) =
                physical.next_if(|(_, next)| matches!(next.first(), Some(b' ' | b'\t')))
            {
                if octets.len() <= PROPERTY_OCTETS {
                    octets.extend_from_slice(&without_cr(more)[1..]);
                }
            }
            if octets.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return Some(line(number, octets));
        }
    })
}

fn without_cr(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn line(number: usize, octets: Vec<u8>) -> Result<Line, Fault> {
    if octets.len() > PROPERTY_OCTETS {
        return Err(Fault::new(number, Wrong::LineTooLong));
    }
    let text = String::from_utf8(octets).map_err(|_| Fault::new(number, Wrong::NotUtf8))?;
    split(number, &text).ok_or_else(|| {
        let text = quoted(&text);
        Fault::new(number, Wrong::NotALine { text })
    })
}

fn split(number: usize, text: &str) -> Option<Line> {
    let end = text.find([';', ':'])?;
    let (name, mut rest) = text.split_at(end);
    let named = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    if !named(name) {
        return None;
    }
    let mut params = Vec::new();
    while let Some(param) = rest.strip_prefix(';') {
        let (name, value) = param.split_once('=')?;
        if !named(name) {
            return None;
        }
        let end = end_of_param(value)?;
        params.push((name.to_ascii_uppercase(), value[..end].replace('"', "")));
        rest = &value[end..];
    }
    Some(Line {
        number,
        name: name.to_ascii_uppercase(),
        params,
        value: rest.strip_prefix(':')?.to_owned(),
    })
}

/// Where the value of a parameter ends: at the first `;` or `:` outside quotes.
fn end_of_param(value: &str) -> Option<usize> {
    let mut within = false;
    value.bytes().position(|byte| {
        within ^= byte == b'"';
        !within && matches!(byte, b';' | b':')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<Line> {
        lines(bytes).map(Result::unwrap).collect()
    }

    #[test]
    fn folds_are_undone_even_within_a_character() {
        let file = b"\xEF\xBB\xBFSUMMARY:F\xC3\r\n \xB6rel\n\t\xC3\xA4sning\r\n\r\nX-A;TZID=\"a;b:c\";v=1:d:e\n";
        let read = read(file);
        assert_eq!((read[0].number, &*read[0].value), (1, "Föreläsning"));
        assert_eq!((read[1].number, &*read[1].name), (5, "X-A"));
        assert_eq!(
            (read[1].param("TZID"), read[1].param("V")),
            (Some("a;b:c"), Some("1"))
        );
        assert_eq!(read[1].value, "d:e");
    }

    #[test]
    fn what_is_no_line_is_named_with_its_number() {
        for (file, wrong) in [
            (&b"A:1\nno colon\n"[..], "calendar_not_a_line"),
            (b"A:1\n:x\n", "calendar_not_a_line"),
            (b"A:1\nB;TZID=\"x:y\n", "calendar_not_a_line"),
            (b"A:1\nB;x:y\n", "calendar_not_a_line"),
            (b"A:1\nB:\xFF\n", "calendar_not_utf8"),
        ] {
            let fault = lines(file).nth(1).unwrap().unwrap_err();
            assert_eq!((fault.line, fault.what.code()), (2, wrong), "{file:?}");
        }
        let long = [b"A:1\nB:", &vec![b'x'; PROPERTY_OCTETS][..]].concat();
        assert_eq!(
            lines(&long).nth(1).unwrap().unwrap_err().what,
            Wrong::LineTooLong
        );
    }
}
