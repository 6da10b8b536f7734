//! Tables and bars as text.

use unicode_width::UnicodeWidthStr as _;

/// A column of a table: header in both languages, and whether it holds numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) sv: &'static str,
    pub(crate) en: &'static str,
    pub(crate) number: bool,
}

pub(crate) const fn col(sv: &'static str, en: &'static str) -> Column {
    Column {
        sv,
        en,
        number: false,
    }
}

pub(crate) const fn num(sv: &'static str, en: &'static str) -> Column {
    Column {
        sv,
        en,
        number: true,
    }
}

/// Text from outside without control characters: it must not steer the terminal.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// Headers and rows under each other; numbers to the right.
pub(crate) fn aligned(
    headers: &[&str],
    numbers: &[bool],
    rows: &[Vec<String>],
    colour: bool,
) -> String {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| clean(cell)).collect())
        .collect();
    let width = |column: usize| {
        let cells = rows
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.width());
        cells.chain([headers[column].width()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headers.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::new();
        for ((cell, width), number) in cells.zip(&widths).zip(numbers) {
            let pad = " ".repeat(width - cell.width());
            line += &if *number {
                format!("{pad}{cell}  ")
            } else {
                format!("{cell}{pad}  ")
            };
        }
        line.trim_end().to_owned()
    };
    let header = line(&mut headers.iter().copied());
    let mut text = if colour {
        format!("\u{1b}[1m{header}\u{1b}[0m\n")
    } else {
        header + "\n"
    };
    for row in &rows {
        text += &line(&mut row.iter().map(String::as_str));
        text.push('\n');
    }
    text
}

/// A bar of so many blocks, for counts that are small.
pub(crate) fn bar(count: i64, longest: i64) -> String {
    const WIDEST: i64 = 12;
    let scaled = if longest <= WIDEST {
        count
    } else {
        (count * WIDEST).div_euclid(longest.max(1))
    };
    let blocks = if count > 0 { scaled.max(1) } else { 0 };
    "█".repeat(usize::try_from(blocks).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_whatever_the_letters() {
        let rows = [
            vec!["Åsa".to_owned(), "7".to_owned()],
            vec!["Per-Åke".to_owned(), "12".to_owned()],
        ];
        let table = aligned(&["Namn", "Antal"], &[false, true], &rows, false);
        assert_eq!(table, "Namn     Antal\nÅsa          7\nPer-Åke     12\n");
    }

    #[test]
    fn cells_cannot_steer_the_terminal() {
        let rows = [vec!["a\u{1b}[2J\nb".to_owned()]];
        assert_eq!(aligned(&["N"], &[false], &rows, false), "N\na [2J b\n");
    }

    #[test]
    fn bars_show_everybody() {
        assert_eq!((bar(0, 5).as_str(), bar(3, 5).as_str()), ("", "███"));
        assert_eq!(bar(1, 500), "█");
        assert_eq!(bar(500, 500).chars().count(), 12);
    }
}
