//! Which character stands between the cells.

use super::records::{Record, Records};

/// In the order they are preferred when two fit equally well.
const DELIMITERS: [char; 4] = [';', ',', '\t', '|'];
/// How much of the file the choice of delimiter looks at.
const SAMPLE_BYTES: usize = 64 * 1024;
const SAMPLE_RECORDS: usize = 50;

/// Excel's own first line `sep=;`, which it does not show as a row.
pub(super) fn told_delimiter(text: &str) -> (Option<char>, &str) {
    let line_end = text.find(['\r', '\n']).unwrap_or(text.len());
    let told = text[..line_end]
        .trim()
        .strip_prefix("sep=")
        .and_then(|told| told.chars().next());
    match told.filter(|c| DELIMITERS.contains(c)) {
        Some(delimiter) => {
            let rest = &text[line_end..];
            let body = rest
                .strip_prefix("\r\n")
                .or_else(|| rest.strip_prefix(['\r', '\n']));
            (Some(delimiter), body.unwrap_or(rest))
        }
        None => (None, text),
    }
}

/// The delimiter under which most rows are as wide as the header; then the one with most columns.
pub(super) fn detect_delimiter(text: &str) -> Option<char> {
    let mut sample_end = SAMPLE_BYTES.min(text.len());
    while !text.is_char_boundary(sample_end) {
        sample_end -= 1;
    }
    let sample = &text[..sample_end];
    let mut best = None;
    for delimiter in DELIMITERS {
        let mut records = Records::new(sample, delimiter);
        let mut record = Record::default();
        let mut widths = Vec::new();
        while widths.len() < SAMPLE_RECORDS && records.read(&mut record) == Ok(true) {
            if !record.is_blank() {
                widths.push(record.count);
            }
        }
        // An open quote in the very first row leaves nothing to count but the line itself.
        let width = widths
            .first()
            .copied()
            .unwrap_or_else(|| first_line_width(sample, delimiter));
        if width < 2 {
            continue;
        }
        let fitting = widths.iter().filter(|other| **other == width).count();
        let score = (1000 * fitting / widths.len().max(1), width);
        if best.is_none_or(|(best_score, _)| score > best_score) {
            best = Some((score, delimiter));
        }
    }
    best.map(|(_, delimiter)| delimiter)
}

fn first_line_width(text: &str, delimiter: char) -> usize {
    text.lines()
        .next()
        .map_or(0, |line| line.split(delimiter).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_that_fits_most_rows_wins() {
        for (text, expected) in [
            ("a;b\n1,5;2,5\n", Some(';')),
            ("a,b;c,d\n1;2\n3;4\n", Some(';')),
            ("a,b\n\"1;2;3\",4\n", Some(',')),
            ("a\tb\n1,2\t3,4", Some('\t')),
            ("a|b|c\n1|2|3", Some('|')),
            ("a;b,c", Some(';')),
            ("\"a;b\",c", Some(',')),
            ("\"a;b;c", Some(';')),
            ("one\n1;2", None),
            ("", None),
        ] {
            assert_eq!(detect_delimiter(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_cell_cut_off_by_the_sample_does_no_harm() {
        let text = format!("a;b\n1;\"{}\"\n", "å,".repeat(SAMPLE_BYTES));
        assert_eq!(detect_delimiter(&text), Some(';'));
    }

    #[test]
    fn excel_may_tell() {
        assert_eq!(told_delimiter("sep=,\r\na,b"), (Some(','), "a,b"));
        assert_eq!(told_delimiter("sep=x\na"), (None, "sep=x\na"));
    }
}
