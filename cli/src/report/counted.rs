//! Tables of counts as bars: on the terminal, and as pictures with the table behind them.

use super::{
    Chart,
    charts::{LEGEND, Scale, legend, stacked},
    page::{document, facts, section},
    svg::{Anchor, Drawing, escaped},
};
use crate::{
    table::{aligned, bar},
    text::Lang,
};
use std::fmt::Write as _;

/// Room for sums, right, and for names, left or above (pixels).
const SUMS: i64 = 90;
const BESIDE: i64 = 110;
const ABOVE: i64 = 18;
const WIDTH: i64 = 900;
const MARGIN: i64 = 8;
const BAR: i64 = 22;
const GAP: i64 = 8;
/// Names up to this length stand beside their bars (characters), others above.
const SHORT: usize = 12;
/// Longest name in a picture.
const NAME_CHARS: usize = 110;
/// What stands for a number that is not told.
const HIDDEN: &str = "–";

/// A row: its counts and, where that says something, their sum. `None` is not told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) counts: Vec<Option<i64>>,
    pub(crate) total: Option<i64>,
}

/// A table of counts.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    /// Name of the file, without ending.
    pub(crate) name: String,
    pub(crate) title: String,
    /// What is counted, in a sentence.
    pub(crate) about: String,
    /// What the rows are.
    pub(crate) rows_are: String,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Line>,
    /// The last row, if rows add up to anything.
    pub(crate) sum: Option<Line>,
    /// Whether the columns add up to anything.
    pub(crate) totals: bool,
}

/// An offering in numbers.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    pub(crate) lang: Lang,
    pub(crate) title: String,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) tables: Vec<Counted>,
    /// What has been left out, and why.
    pub(crate) note: Option<String>,
}

fn shown(count: Option<i64>) -> String {
    count.map_or_else(|| HIDDEN.to_owned(), |count| count.to_string())
}

impl Counted {
    fn lines(&self) -> impl Iterator<Item = &Line> {
        self.rows.iter().chain(&self.sum)
    }

    fn header(&self, total: &str) -> Vec<String> {
        let columns = [self.rows_are.clone()]
            .into_iter()
            .chain(self.columns.clone());
        columns
            .chain(self.totals.then(|| total.to_owned()))
            .collect()
    }

    /// The largest number in one row.
    fn longest(&self) -> i64 {
        let whole = |line: &Line| line.counts.iter().flatten().sum::<i64>();
        self.rows.iter().map(whole).max().unwrap_or_default().max(1)
    }

    /// For the terminal: a bar and a number in each cell, so that it needs no colour.
    pub(crate) fn terminal(&self, lang: Lang, colour: bool) -> String {
        let cells = self.rows.iter().flat_map(|line| &line.counts);
        let longest = cells.flatten().copied().max().unwrap_or_default();
        let total = lang.pick("Totalt", "Total");
        let header = self.header(total);
        let row = |line: &Line| {
            let bars = line.counts.iter().map(|count| match count {
                Some(0) => "·".to_owned(),
                Some(count) => format!("{} {count}", bar(*count, longest)),
                None => HIDDEN.to_owned(),
            });
            let cells = [line.name.clone()].into_iter().chain(bars);
            cells
                .chain(self.totals.then(|| shown(line.total)))
                .collect()
        };
        let sum = |line: &Line| {
            let counts = line.counts.iter().map(|count| shown(*count));
            let cells = [line.name.clone()].into_iter().chain(counts);
            cells
                .chain(self.totals.then(|| shown(line.total)))
                .collect()
        };
        let rows = self.rows.iter().map(row).chain(self.sum.iter().map(sum));
        let headers: Vec<&str> = header.iter().map(String::as_str).collect();
        let mut numbers = vec![false; headers.len()];
        if self.totals {
            numbers[headers.len() - 1] = true;
        }
        let table = aligned(&headers, &numbers, &rows.collect::<Vec<_>>(), colour);
        format!("{}\n{table}", self.title)
    }

    pub(crate) fn chart(&self, lang: Lang) -> Chart {
        let cells = |line: &Line| {
            let counts = line.counts.iter().map(|count| shown(*count));
            let cells = [line.name.clone()].into_iter().chain(counts);
            cells
                .chain(self.totals.then(|| shown(line.total)))
                .collect()
        };
        Chart {
            name: self.name.clone().into(),
            title: self.title.clone(),
            svg: self.svg(lang),
            header: self.header(lang.pick("Totalt", "Total")),
            rows: self.lines().map(cells).collect(),
        }
    }

    fn svg(&self, lang: Lang) -> String {
        let several = self.columns.len() > 1;
        let top = if several { LEGEND } else { MARGIN };
        let short = |line: &Line| line.name.chars().count() <= SHORT;
        let (left, above) = if self.rows.iter().all(short) {
            (BESIDE, 0)
        } else {
            (MARGIN, ABOVE)
        };
        let rows = i64::try_from(self.rows.len()).unwrap_or(0);
        let height = top + rows * (above + BAR + GAP) + MARGIN;
        let mut drawing = Drawing::new(&self.name, WIDTH, height);
        if several {
            legend(&mut drawing, &self.columns);
        }
        let scale = Scale {
            pixels: WIDTH - left - SUMS,
            people: self.longest(),
        };
        let mut y = top;
        for line in &self.rows {
            let name: String = line.name.chars().take(NAME_CHARS).collect();
            if above == 0 {
                drawing.text(left - 10, y + 16, Anchor::End, "strong", &name);
            } else {
                drawing.text(left, y + 13, Anchor::Start, "small strong", &name);
            }
            y += above;
            let told: Vec<i64> = line.counts.iter().map(|count| count.unwrap_or(0)).collect();
            let end = stacked(&mut drawing, (left, y), BAR, scale, &told);
            drawing.text(end + 8, y + 16, Anchor::Start, "small", &self.said(line));
            y += BAR + GAP;
        }
        let table = lang.pick(
            "Samma siffror står i tabellen under.",
            "The same figures are in the table below.",
        );
        drawing.finish(&self.title, &format!("{} {table}", self.about))
    }

    /// What stands at the end of a bar: how many in all, and a mark where some are not told.
    fn said(&self, line: &Line) -> String {
        if !self.totals {
            return shown(line.counts.first().copied().flatten());
        }
        let hidden = line.total.is_some() && line.counts.iter().any(Option::is_none);
        let mark = if hidden {
            format!(" ({HIDDEN})")
        } else {
            String::new()
        };
        format!("{}{mark}", shown(line.total))
    }
}

impl Counts {
    pub(crate) fn charts(&self) -> Vec<Chart> {
        let tables = self.tables.iter();
        tables.map(|table| table.chart(self.lang)).collect()
    }

    /// The report as a page that needs nothing else.
    pub(crate) fn page(&self) -> String {
        let title = escaped(&self.title);
        let mut body = format!("<h1>{title}</h1>\n");
        facts(&mut body, &self.facts);
        if let Some(note) = &self.note {
            let _ = writeln!(body, "<p>{}</p>", escaped(note));
        }
        for chart in self.charts() {
            section(&mut body, &chart);
        }
        document(self.lang.tag(), &title, &body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted() -> Counted {
        let line = |name: &str, counts: [Option<i64>; 3], total| Line {
            name: name.to_owned(),
            counts: counts.to_vec(),
            total,
        };
        Counted {
            name: "anmalningar".to_owned(),
            title: "Anmälningar".to_owned(),
            about: "En stapel för varje kanal.".to_owned(),
            rows_are: "Kanal".to_owned(),
            columns: ["undervisning", "hälsa", "okänt"]
                .map(str::to_owned)
                .to_vec(),
            rows: vec![
                line("Öppen <kanal>", [Some(24), None, Some(0)], Some(30)),
                line("Uppdrag", [Some(6), None, Some(7)], Some(15)),
            ],
            sum: Some(line("Alla", [Some(30), None, Some(7)], Some(45))),
            totals: true,
        }
    }

    #[test]
    fn the_terminal_needs_no_colour_and_says_what_is_not_told() {
        let text = counted().terminal(Lang::Sv, false);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "Anmälningar",
                "Kanal          undervisning     hälsa  okänt  Totalt",
                "Öppen <kanal>  ████████████ 24  –      ·          30",
                "Uppdrag        ███ 6            –      ███ 7      15",
                "Alla           30               –      7          45",
            ]
        );
    }

    #[test]
    fn the_picture_has_its_table_and_nothing_in_it_is_code() {
        let counts = Counts {
            lang: Lang::Sv,
            title: "Rapport <x>".to_owned(),
            facts: vec![("Kurs".to_owned(), "A & B".to_owned())],
            tables: vec![counted()],
            note: Some("Färre än fem".to_owned()),
        };
        let page = counts.page();
        assert!(page.contains("Öppen &lt;kanal&gt;") && page.contains("A &amp; B"));
        assert!(page.contains("<td>–</td>") && !page.contains("<x>"));
        for chart in counts.charts() {
            assert!(chart.svg.contains("<title") && chart.svg.contains("<desc"));
            assert!(chart.rows.iter().all(|row| row.len() == chart.header.len()));
        }
        for outside in ["https://", "src=", "@import", "<script"] {
            assert!(!page.contains(outside), "{outside}");
        }
    }
}
